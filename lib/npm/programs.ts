import { isArchive, linkedTo } from './find-package';
import { type NpmLink, relativeTarget } from './link';
import type { NpmPackage } from './npm-package';
import type { NpmPackages } from './package-lock';
import { isStored } from './pnpm/store-folder';

/** Of two programs with one name in a folder the first in order stays, as with npm. */
export function linkPrograms(
  chosen: readonly NpmPackage[],
  packages: NpmPackages,
): { readonly links: readonly NpmLink[]; readonly programs: readonly NpmLink[] } {
  const links: NpmLink[] = [];
  const programs: NpmLink[] = [];
  const taken = new Set<string>();
  const owners = new Map(
    chosen
      .filter(isStored)
      .filter(isArchive)
      .map((one) => [modulesOf(one.path), one]),
  );
  for (const one of chosen) {
    const { path, source } = one;
    if (source.type === 'folder' || (source.type === 'archive' && isStored(one))) continue;
    const owner = owners.get(modulesOf(path));
    // What a package of the store needs it has below itself.
    const folder = owner === undefined ? modulesOf(path) : `${owner.path}/node_modules`;
    const linked = linkedTo(one, packages);
    if (source.type === 'link') links.push({ path, target: relativeTarget(path, source.target) });
    const isFolder = linked?.source.type === 'folder';
    const place = linked === undefined || isFolder ? path : linked.path;
    for (const [name, file] of (linked ?? one).bin) {
      const link = { path: `${folder}/.bin/${name}`, target: '' };
      if (taken.has(link.path)) continue;
      taken.add(link.path);
      (isFolder ? links : programs).push({
        ...link,
        target: relativeTarget(link.path, `${place}/${file}`),
      });
    }
  }
  return { links, programs };
}

/** The folder `node_modules` in which something is. */
function modulesOf(path: string): string {
  return path.slice(0, path.lastIndexOf('node_modules/') + 'node_modules'.length);
}
