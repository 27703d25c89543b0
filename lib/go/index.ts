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
export { isEarlier, isInTree, type SubtreeHash } from './sumdb/hash-tree';
export { type Lookup, readLookup } from './sumdb/lookup';
export { readSignedTree, type TreeHead } from './sumdb/signed-tree';
export { type Tile, tileOf } from './sumdb/tile';
export { readVerifierKey, type VerifierKey } from './sumdb/verifier-key';
