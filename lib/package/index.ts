export { readPackageFile } from './package-file';
export { packageFolder } from './package-folder';
export { packageVersion } from './package-version';
export { shownPlace } from './shown-place';
export { sourceFolder } from './source-folder';
export { firstUserFrame, userFrame } from './user-frame';
