import { compareVersions } from './version';

/** A package as a platform has it. */
export interface VersionedPackage {
  /** `name`, or `name:arch` for a package of a foreign architecture. */
  readonly name: string;
  readonly version: string;
}

/** A package whose versions do not agree. */
export interface Disagreement {
  /** Without architecture. */
  readonly name: string;
  /** Each platform's version, in the order of the platforms. */
  readonly versions: readonly { readonly platform: string; readonly version: string }[];
}

/**
 * True where two versions are the same but for rebuilds: `5.2-1` and `5.2-1+b2` agree. A rebuild
 * (binNMU) is made for one architecture when its build has to be repeated, and changes no source.
 *
 * @see Debian Policy 5.6.12.2; the same test lets packages migrate to testing (britney2)
 */
export function versionsAgree(a: string, b: string): boolean {
  return compareVersions(withoutRebuild(a), withoutRebuild(b)) === 0;
}

/** Finds the packages that several platforms have, in versions that do not agree. */
export function findDisagreements(
  platforms: ReadonlyMap<string, readonly VersionedPackage[]>,
): Disagreement[] {
  const found = new Map<string, { platform: string; version: string }[]>();
  for (const [platform, packages] of platforms) {
    for (const { name, version } of packages) {
      const [bareName = name] = name.split(':');
      const versions = found.get(bareName) ?? [];
      found.set(bareName, versions);
      // A package beside the same one of a foreign architecture is told once.
      const isKnown = versions.some((one) => one.platform === platform && one.version === version);
      if (!isKnown) versions.push({ platform, version });
    }
  }
  return [...found]
    .map(([name, versions]) => ({ name, versions }))
    .filter(({ versions: [first, ...others] }) =>
      others.some(({ version }) => first !== undefined && !versionsAgree(first.version, version)),
    );
}

function withoutRebuild(version: string): string {
  return version.replace(/\+b\d+$/, '');
}
