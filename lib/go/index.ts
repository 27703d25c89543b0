export { directoryHash, goModHash } from './directory-hash';
export { type GoMod, goLineOf, parseGoMod } from './go-mod';
export {
  type GoSumFile,
  MAX_GO_SUM_BYTES,
  parseGoSum,
  parseSumFileName,
  sumFileName,
} from './go-sum';
export { compareGoVersions, goVersionOfPackage } from './go-version';
export {
  escapeCase,
  formatModule,
  GO_PROXY,
  isModulePath,
  isModuleVersion,
  type ModuleVersion,
  proxyPath,
} from './module-version';
