import { nearMisses, versionOrWordCost } from '../errors/near-miss';

/** A package of this kind is seldom meant by a name that does not say so. */
const BESIDE_THE_PROGRAM = /-(?:dbg|dbgsym|demo|dev|doc|docs|examples|source|tests?)$/;

/** Packages that may have been meant by a name that no package has, nearest first. */
export function nearPackages(wanted: string, names: Iterable<string>): string[] {
  return nearMisses(wanted, names, 3, packageSuffixCost);
}

function packageSuffixCost(suffix: string): number {
  // What Debian appended to libraries when time_t became 64 bits wide.
  const ownSuffix = suffix.replace(/t64$/, '');
  if (ownSuffix === '') return 1;
  return versionOrWordCost(ownSuffix) + (BESIDE_THE_PROGRAM.test(suffix) ? 2 : 0);
}
