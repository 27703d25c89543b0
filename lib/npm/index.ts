export { describePackages, undescribedUrls } from './describe';
export type { PlacedArchive } from './find-package';
export { chooseInstallation, type Installation, type InstallationOptions } from './installation';
export { parseIntegrity } from './integrity';
export type { NpmLink } from './link';
export {
  manifestPaths,
  NPM_LOCK_FILES,
  type NpmProject,
  readProject,
  requireManifests,
} from './lock-files';
export { isPackageName, isPackageVersion, PACKAGE_NAME } from './names';
export { isFor, type NodePlatform, nodePlatform, type PlatformNeeds } from './node-platform';
export { isNodeInRange } from './node-range';
export type { NpmArchive, NpmPackage, NpmSource } from './npm-package';
export { type NpmPackages, parsePackageLock, readNpmPackages } from './package-lock';
export { isStored } from './pnpm/store-folder';
export { archivePath, NPM_REGISTRY, publicPath } from './registry';
export { type NpmFields, writeNpmPackages } from './write-package';
export { layOutYarn, yarnArchives } from './yarn/yarn-layout';
export {
  type NpmRanges,
  readYarnProject,
  type YarnFolder,
  type YarnPackage,
  type YarnProject,
} from './yarn/yarn-project';
