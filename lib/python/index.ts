export { usableWheels } from './choose-wheel';
export { LockContext, type PythonSelection } from './lock-context';
export {
  choosePythonLockFile,
  LOCK_FILES,
  lockFileForm,
} from './lock-file-name';
export type { LockedPackage, LockedPackages, PackageFile } from './locked-package';
export { isName, normalizeName } from './name';
export { readPoetryLock } from './poetry-lock';
export { readPylock } from './pylock';
export { readRequirements } from './requirements-txt';
export { INDEX_ACCEPT, type IndexFile, parseIndexPage, projectUrl } from './simple-index';
export { machineOf, markerEnvironment, minorVersion, type PythonTarget } from './target';
export { readUvLock } from './uv-lock';
export { compareVersions, parseVersion } from './version';
export { parseWheelName } from './wheel-name';
