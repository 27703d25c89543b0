export { describePackages, undescribedUrls } from './describe';
export {
  chooseInstallation,
  type Installation,
  type InstallationOptions,
  type NpmLink,
  type PlacedArchive,
} from './installation';
export { parseIntegrity } from './integrity';
export { manifestPaths, NPM_LOCK_FILES, readProject, requireManifests } from './lock-files';
export { isPackageName, isPackageVersion, PACKAGE_NAME } from './names';
export { isFor, type NodePlatform, nodePlatform, type PlatformNeeds } from './node-platform';
export { isNodeInRange } from './node-range';
export type { NpmArchive, NpmPackage, NpmSource } from './npm-package';
export { type NpmPackages, parsePackageLock, readNpmPackages } from './package-lock';
export { isStored } from './pnpm/store-folder';
export { archivePath, NPM_REGISTRY, publicPath } from './registry';
export { type NpmFields, writeNpmPackages } from './write-package';
