/** `left-pad`, `@scope/name`: what a folder below `node_modules` may be called. */
const NAME = '(?:@[A-Za-z0-9_~-][\\w.~-]*/)?[A-Za-z0-9_~-][\\w.~-]*';
/** Of a package. */
export const PACKAGE_NAME = new RegExp(`^(?=.{1,214}$)${NAME}$`);
const VERSION =
  /^\d{1,20}\.\d{1,20}\.\d{1,20}(?:-[0-9A-Za-z.-]{1,256})?(?:\+[0-9A-Za-z.-]{1,256})?$/;
const IN_NODE_MODULES = new RegExp(`^(?:(.+?)/)??node_modules/${NAME}(?:/node_modules/${NAME})*$`);

/** Whether a text is a name of a package. */
export function isPackageName(text: string): boolean {
  return PACKAGE_NAME.test(text);
}

/** Whether a text is a whole version: `1.2.3-rc.1`. */
export function isPackageVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Whether a path is one of a folder of a project: relative, `/` between its parts, and below the project. */
export function isFolder(path: string): boolean {
  const parts = path.split('/');
  return parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && !/\p{C}/u.test(part),
  );
}

/** The name that a package has by its place: that of `a/node_modules/@b/c` is `@b/c`. */
export function nameAt(path: string): string | undefined {
  const [match, folder] = IN_NODE_MODULES.exec(path) ?? [];
  if (match === undefined) return undefined;
  if (folder !== undefined && !isProjectFolder(folder) && !isStoreFolder(folder)) return undefined;
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Whether a path is one of a folder of a project that is no package of a registry. */
export function isProjectFolder(path: string): boolean {
  return isFolder(path) && !path.split('/').includes('node_modules');
}

/** Whether a path is one of a folder in which pnpm keeps a package. */
function isStoreFolder(path: string): boolean {
  return /^node_modules\/\.pnpm\/[\w.@+~-]+$/.test(path) && isFolder(path);
}
