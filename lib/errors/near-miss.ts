import { EDIT, prefixDistances } from './prefix-distance';

/** More wrong letters than these make another word, however long it is. */
const MAX_EDITS = 3;

/** A wrong first letter, beside the letter itself: it is seldom mistyped. */
const WRONG_START = 2;

/** A shorter word is the beginning of too many names. */
const MIN_PREFIX_LENGTH = 4;

/** Names are left out that are farther than the nearest by as much as a wrong letter. */
const MAX_BEHIND = EDIT - 1;

/** What it costs that a name goes on after its beginning is near; in quarters of a wrong letter. */
export type SuffixCost = (suffix: string) => number;

/**
 * Names that the user may have meant by `wanted`, nearest first and at most `count`: those that
 * differ from it in few letters, and those of which one is the beginning of the other, or nearly so.
 */
export function nearMisses(
  wanted: string,
  names: Iterable<string>,
  count = 3,
  suffixCost: SuffixCost = versionOrWordCost,
): string[] {
  const limit = EDIT * Math.min(MAX_EDITS, Math.max(1, Math.floor(wanted.length / 3)));
  const distances = prefixDistances(wanted, limit);
  const found: { name: string; cost: number }[] = [];
  let nearest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const cost = Math.min(
      costOf(name, distances(name), { wanted, limit, suffixCost }),
      costOfLess(name, wanted),
    );
    if (cost === Number.POSITIVE_INFINITY || cost > nearest + MAX_BEHIND) continue;
    nearest = Math.min(nearest, cost);
    found.push({ name, cost });
  }
  return found
    .filter(({ cost }) => cost <= nearest + MAX_BEHIND)
    .sort((a, b) => a.cost - b.cost || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

/** A version costs least, further words more, the rest of a word most. */
export function versionOrWordCost(suffix: string): number {
  if (/^[-_.]?\d[\d.-]*[a-z]?$/.test(suffix)) return 1;
  return (/^[-_.+/\d]/.test(suffix) ? 2 : 3) + Math.min(suffix.length, 16) / 8;
}

interface Wanted {
  readonly wanted: string;
  readonly limit: number;
  readonly suffixCost: SuffixCost;
}

/** By the division of the name into what is near and the rest that costs least. */
function costOf(
  name: string,
  distances: ArrayLike<number> | undefined,
  { wanted, limit, suffixCost }: Wanted,
): number {
  let least = Number.POSITIVE_INFINITY;
  if (distances === undefined) return least;
  for (let length = 1; length < distances.length; length += 1) {
    const distance = distances[length] ?? 0;
    const isWhole = length === name.length;
    if (distance >= least || distance > limit) continue;
    if (isWhole) least = distance;
    else if (wanted.length >= MIN_PREFIX_LENGTH) {
      const cost = distance + suffixCost(name.slice(length));
      if (cost <= limit || distance === 0) least = Math.min(least, cost);
    }
  }
  return name[0] === wanted[0] ? least : least + WRONG_START;
}

/** Of a name that is what was wanted without its last words or version: `git` for `git-core`. */
function costOfLess(name: string, wanted: string): number {
  if (!wanted.startsWith(name) || !/^[-_.+/\d]/.test(wanted.slice(name.length))) {
    return Number.POSITIVE_INFINITY;
  }
  return EDIT + versionOrWordCost(wanted.slice(name.length));
}

/** Near misses as the `fix` of an error; undefined where there is none. */
export function didYouMean(near: readonly string[]): string | undefined {
  if (near.length === 0) return undefined;
  return `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
}
