import { supportedTags } from './tags';
import type { PythonTarget } from './target';
import { parseWheelName, type WheelName } from './wheel-name';

/**
 * Of files of one version of a package those wheels that a target can use, best first: by their tags,
 * then by their build number.
 */
export function usableWheels<T extends { readonly filename: string }>(
  files: readonly T[],
  target: PythonTarget,
): readonly T[] {
  const ranks = new Map(supportedTags(target).map((tag, rank) => [tag, rank]));
  return files
    .flatMap((file) => {
      const wheel = parseWheelName(file.filename);
      if (wheel === undefined) return [];
      const rank = Math.min(...wheel.tags.map((tag) => ranks.get(tag) ?? Number.POSITIVE_INFINITY));
      return Number.isFinite(rank) ? [{ file, rank, wheel }] : [];
    })
    .sort((a, b) => a.rank - b.rank || byBuild(b.wheel, a.wheel))
    .map(({ file }) => file);
}

function byBuild({ build: a }: WheelName, { build: b }: WheelName): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}
