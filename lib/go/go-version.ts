/**
 * Compares versions of Go as `go` lines have them: `1.21` < `1.21rc1` < `1.21.0`. A language version
 * comes before its release candidates.
 *
 * @returns negative, 0 or positive, as for `sort`
 * @see internal/gover in Go
 */
export function compareGoVersions(a: string, b: string): number {
  const [one, other] = [keyOf(a), keyOf(b)];
  for (const [index, part] of one.entries()) {
    const difference = part - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a release's number is before 1.21, when `1.20` was the first of its kind. */
const FIRST_WITH_PATCH = 21;
const KINDS: Readonly<Record<string, number>> = { beta: 1, rc: 2 };

function keyOf(version: string): readonly number[] {
  const [, major = '0', minor = '0', patch, kind, number = '0'] =
    /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(beta|rc)(\d+))?/.exec(version) ?? [];
  const numbers = [Number(major), Number(minor)];
  if (patch !== undefined) return [...numbers, 3, Number(patch)];
  if (kind !== undefined) return [...numbers, KINDS[kind] ?? 0, Number(number)];
  // Before 1.21 the first release had no third number.
  return Number(minor) < FIRST_WITH_PATCH ? [...numbers, 3, 0] : [...numbers, 0, 0];
}

/**
 * Version of Go in a Debian package of it: `1.24.4` of `1.24.4-1+deb13u1`, `1.26rc1` of `1.26~rc1-1`.
 * A first release without a third number is one: `1.20` is `1.20.0`.
 */
export function goVersionOfPackage(version: string): string | undefined {
  const [, number, pre] =
    /^(?:\d+:)?(\d+\.\d+(?:\.\d+)?)(?:~((?:rc|beta)\d+))?/.exec(version) ?? [];
  if (number === undefined) return undefined;
  if (pre !== undefined) return `${number}${pre}`;
  return /\.\d+\./.test(number) ? number : `${number}.0`;
}
