import { BuildError, BuildErrors } from '../../errors';
import { didYouMean } from '../../errors/near-miss';
import type { CandidateSet } from '../candidate-set';
import { nearPackages } from '../near-packages';
import { globPattern } from '../policy/glob';
import { compareVersions } from '../version';
import type { WantedPackage } from '../wanted-package';

/**
 * The same candidates with what is asked for of versions and excluded packages.
 *
 * @throws BuildError `E_DEBIAN_VERSION_UNKNOWN`, `E_DEBIAN_PACKAGE_UNKNOWN` for an excluded one
 */
export function narrowCandidates(
  candidates: ReadonlyMap<string, CandidateSet>,
  native: string,
  wanted: readonly WantedPackage[],
  excluded: readonly string[],
): ReadonlyMap<string, CandidateSet> {
  const errors: BuildError[] = [];
  const narrowed = new Map<string, CandidateSet>();
  for (const [architecture, set] of candidates) {
    const versions = new Map<string, string>();
    for (const { name, version } of wanted) {
      const [own = '', of = native] = name.split(':');
      if (version === undefined || of !== architecture) continue;
      const found = versionOf(set, own, version);
      if (found === undefined) errors.push(unknownVersionError(set, name, version));
      else versions.set(own, found);
    }
    const names = new Set<string>();
    for (const name of excluded) {
      const [own = '', of = native] = name.split(':');
      if (of !== architecture) continue;
      if (!set.isMentioned(own)) errors.push(unknownExcludedError(set, name));
      names.add(own);
    }
    narrowed.set(architecture, set.narrow({ versions, excluded: names }));
  }
  BuildErrors.throwIfAny(errors);
  return narrowed;
}

/** The highest version that a pattern fits. A package that no suite has is told later. */
function versionOf(set: CandidateSet, name: string, wanted: string): string | undefined {
  const pattern = globPattern(wanted);
  const versions = set.versions(name).map((found) => found.package.version);
  if (versions.length === 0) return wanted;
  return versions
    .filter((version) => pattern.test(version))
    .sort((a, b) => compareVersions(b, a))[0];
}

function unknownVersionError(set: CandidateSet, name: string, version: string): BuildError {
  const [own = ''] = name.split(':');
  const known = set.versions(own).map((found) => `${found.package.version} (${found.suite})`);
  return new BuildError('E_DEBIAN_VERSION_UNKNOWN', `package "${name}" has no such version`, {
    got: `"${version}"`,
    expected: [...new Set(known)].join(', '),
    fix: 'take one that the snapshot has, or the date of another snapshot',
  });
}

function unknownExcludedError(set: CandidateSet, name: string): BuildError {
  const near = nearPackages(name, new Set(set.names()));
  return new BuildError(
    'E_DEBIAN_PACKAGE_UNKNOWN',
    `package "${name}", which is excluded, does not exist in the suite`,
    {
      got: `"${name}"`,
      expected: 'a package of the suite, or one that another speaks of',
      fix: didYouMean(near) ?? 'check the name',
    },
  );
}

/**
 * Refuses to exclude what is asked for, and what is there already.
 *
 * @throws BuildError `E_DEBIAN_EXCLUDED`, for all packages at once
 */
export function checkExcluded(
  excluded: readonly string[],
  wanted: readonly WantedPackage[],
  base: readonly { readonly key: string }[],
): void {
  BuildErrors.throwIfAny(
    excluded.flatMap((name) => {
      const isWanted = wanted.some((one) => one.name === name);
      if (!isWanted && base.every(({ key }) => key !== name)) return [];
      return new BuildError('E_DEBIAN_EXCLUDED', `package "${name}" cannot be excluded`, {
        got: isWanted ? 'it is asked for, too' : 'it is part of the minbase',
        expected: 'packages that only come because others need or recommend them',
        fix: isWanted
          ? 'ask for it or exclude it'
          : 'do not exclude it: a layer cannot take back what lies below. A runtime has no minbase',
      });
    }),
  );
}
