import { readWanted } from '../../lib/debian/wanted-package';

/** A choice of packages, with nothing left out. */
export interface PackageChoice {
  /** `name` or `name=version`, sorted, each name once. */
  readonly packages: readonly string[];
  readonly recommends: boolean;
  /** Names, sorted, each once. */
  readonly exclude: readonly string[];
}

/** Nothing. */
export const NO_PACKAGES: PackageChoice = { packages: [], recommends: false, exclude: [] };

/** Both together; a name with a version stands for the name without. */
export function joinChoices(a: PackageChoice, b: Partial<PackageChoice>): PackageChoice {
  const all = [...a.packages, ...(b.packages ?? [])];
  const withVersion = new Set(
    all.map(readWanted).flatMap(({ name, version }) => (version === undefined ? [] : [name])),
  );
  const packages = all.filter((text) => text.includes('=') || !withVersion.has(text));
  return {
    packages: [...new Set(packages)].sort(),
    recommends: a.recommends || (b.recommends ?? false),
    exclude: [...new Set([...a.exclude, ...(b.exclude ?? [])])].sort(),
  };
}

/** A name of which several versions are asked for. */
export function doubledName({ packages }: PackageChoice): string | undefined {
  const names = packages.map((text) => readWanted(text).name);
  return names.find((name, at) => names.indexOf(name) < at);
}
