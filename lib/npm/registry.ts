/** The public registry: where packages are whose lock names no other place. */
export const NPM_REGISTRY = 'https://registry.npmjs.org';

/** Path of an archive below the address of a registry: `@scope/name/-/name-1.2.3.tgz`. */
export function archivePath(name: string, version: string): string {
  const base = name.slice(name.indexOf('/') + 1);
  // What stands behind a "+" is no part of the version to a registry.
  return `${name}/-/${base}-${version.replace(/\+.*$/, '')}.tgz`;
}

/** Path of an archive of the public registry; undefined for one of another place. */
export function publicPath(url: string): string | undefined {
  return url.startsWith(`${NPM_REGISTRY}/`) ? url.slice(NPM_REGISTRY.length + 1) : undefined;
}
