import type { NpmArchive, NpmPackage } from './npm-package';
import type { NpmPackages } from './package-lock';

/** A package that is unpacked. */
export interface PlacedArchive extends NpmPackage {
  readonly source: NpmArchive;
}

export function isArchive(one: NpmPackage): one is PlacedArchive {
  return one.source.type === 'archive';
}

/** What a link leads to. */
export function linkedTo({ source }: NpmPackage, packages: NpmPackages): NpmPackage | undefined {
  return source.type === 'link' ? packages.get(source.target) : undefined;
}

/** As Node finds a package from a folder. @see Node, "Loading from node_modules folders" */
export function resolvePackage(
  packages: NpmPackages,
  from: string,
  name: string,
): NpmPackage | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const isModules = folder === 'node_modules' || folder.endsWith('/node_modules');
    const found = isModules
      ? undefined
      : packages.get([folder, 'node_modules', name].filter(Boolean).join('/'));
    if (found !== undefined || folder === '') return found;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
