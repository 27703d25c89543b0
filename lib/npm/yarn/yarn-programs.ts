import { isArchive, type PlacedArchive, resolvePackage } from '../find-package';
import { type NpmLink, relativeTarget } from '../link';
import type { NpmPackage } from '../npm-package';
import type { NpmPackages } from '../package-lock';

/**
 * Links to programs as yarn 1 makes them: below each package those of what it needs itself, and beside all
 * packages those of every one. Of two with one name the last stays: of what the project names itself, before
 * all others.
 *
 * @param chosen what is installed
 * @see yarn 1, src/package-linker.js, `linkBinDependencies`, `determineTopLevelBinLinkOrder`
 */
export function linkYarnPrograms(
  chosen: readonly NpmPackage[],
  packages: NpmPackages,
): readonly NpmLink[] {
  const links = new Map<string, string>();
  const link = (folder: string, { bin, path }: NpmPackage): void => {
    for (const [name, file] of bin) {
      const place = `${folder}/.bin/${name}`;
      links.set(place, relativeTarget(place, `${path}/${file}`));
    }
  };
  const installed = new Set(chosen);
  const archives = chosen.filter(isArchive).sort((a, b) => inWords(a.path, b.path));
  for (const one of archives) {
    for (const name of [...one.dependencies.keys(), ...one.optionalDependencies.keys()]) {
      const found = resolvePackage(packages, one.path, name);
      if (found !== undefined && installed.has(found)) link(`${one.path}/node_modules`, found);
    }
  }
  const { direct, others } = byName(archives, packages.get(''));
  for (const one of [...others, ...direct]) link('node_modules', one);
  return [...links].map(([path, target]) => ({ path, target }));
}

/** One package of each name: that which the project names, or else the first. */
function byName(archives: readonly PlacedArchive[], project: NpmPackage | undefined) {
  const named = new Set(
    [project?.dependencies, project?.devDependencies, project?.optionalDependencies].flatMap(
      (ranges) => [...(ranges?.keys() ?? [])].map((name) => `node_modules/${name}`),
    ),
  );
  const direct = new Map<string, PlacedArchive>();
  const others = new Map<string, PlacedArchive>();
  for (const one of archives) {
    const folder = one.path.slice(one.path.lastIndexOf('node_modules/'));
    if (named.has(one.path)) direct.set(folder, one);
    else if (!others.has(folder)) others.set(folder, one);
  }
  return {
    direct: direct.values(),
    others: [...others].filter(([folder]) => !direct.has(folder)).map(([, one]) => one),
  };
}

/** What names of packages are made of, in the order in which people sort texts: signs, digits, letters. */
const SIGNS = '_-.@/+~';

/** Compares paths as `localeCompare` does, which is not the same on every machine. */
function inWords(a: string, b: string): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = rankOf(a[index] ?? '') - rankOf(b[index] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function rankOf(character: string): number {
  const sign = SIGNS.indexOf(character);
  return sign >= 0 ? sign : SIGNS.length + character.toLowerCase().charCodeAt(0);
}
