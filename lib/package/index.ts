export { readPackageFile } from './package-file';
export { packageFolder } from './package-folder';
export { packageVersion } from './package-version';
export { firstUserFrame, userFrame } from './user-frame';
