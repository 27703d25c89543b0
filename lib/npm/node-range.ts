/** A version of Node: major, minor, patch. */
type Version = readonly [number, number, number];

/** From the first up to, and without, the second. */
type Span = readonly [Version, Version];

const ZERO: Version = [0, 0, 0];
const END: Version = [Number.MAX_SAFE_INTEGER, 0, 0];
const NEVER: Span = [END, END];

/**
 * Whether a version of Node is in a range of `engines`; undefined for a range of another form, or one
 * of versions before a release.
 *
 * @param version of a release: `20.19.2`
 * @see node-semver, "Ranges"
 */
export function isNodeInRange(version: string, range: string): boolean | undefined {
  const own = parseVersion(version);
  if (own === undefined) return undefined;
  const alternatives = range.split('||').map(spansOf);
  let isUnknown = false;
  for (const spans of alternatives) {
    if (spans === undefined) isUnknown = true;
    else if (spans.every(([from, to]) => compare(from, own) <= 0 && compare(own, to) < 0))
      return true;
  }
  return isUnknown ? undefined : false;
}

function spansOf(text: string): readonly Span[] | undefined {
  const [, low, high] = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(text) ?? [];
  if (low !== undefined && high !== undefined) {
    const [from, to] = [spanOf(`>=${low}`), spanOf(`<=${high}`)];
    return from === undefined || to === undefined ? undefined : [from, to];
  }
  const words = text
    .replace(/([<>=~^])\s+/g, '$1')
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  const spans = words.map(spanOf);
  return spans.some((span) => span === undefined)
    ? undefined
    : spans.flatMap((span) => (span ? [span] : []));
}

function spanOf(word: string): Span | undefined {
  const parts =
    /^(\^|~>?|[<>]=?|=)?v?(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?)?$/.exec(word);
  if (parts === null) return undefined;
  const [, operator = '=', ...texts] = parts;
  const numbers: number[] = [];
  for (const text of texts) {
    if (text === undefined || !/^\d+$/.test(text)) break;
    numbers.push(Number(text));
  }
  const [major = 0, minor = 0, patch = 0] = numbers;
  const from: Version = [major, minor, patch];
  const isAny = numbers.length === 0;
  const after = isAny ? END : next(from, numbers.length);
  switch (operator) {
    case '>=':
      return [from, END];
    case '>':
      return isAny ? NEVER : [after, END];
    case '<':
      return isAny ? NEVER : [ZERO, from];
    case '<=':
      return [ZERO, after];
    case '^': {
      const significant = numbers.findIndex((number) => number > 0);
      return [from, isAny ? END : next(from, significant < 0 ? numbers.length : significant + 1)];
    }
    case '=':
      return [from, after];
    default:
      return [from, isAny ? END : next(from, Math.min(numbers.length, 2))];
  }
}

/** The first version that differs in one of the first parts. */
function next([major, minor, patch]: Version, parts: number): Version {
  if (parts === 1) return [major + 1, 0, 0];
  return parts === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
