/** Parts of a Debian version, `[epoch:]upstream[-revision]`. */
export interface Version {
  readonly epoch: number;
  readonly upstream: string;
  /** Empty where there is none. */
  readonly revision: string;
}

const VERSION = /^(?:(\d+):)?(.*?)(?:-([^-]*))?$/s;

/** Takes a version apart. Never fails: a text that is no version is all upstream. */
export function splitVersion(version: string): Version {
  const match = VERSION.exec(version);
  return {
    epoch: Number(match?.[1] ?? 0),
    upstream: match?.[2] ?? version,
    revision: match?.[3] ?? '',
  };
}

/** True for what Debian Policy allows as a version. */
export function isVersion(text: string): boolean {
  return /^(?:\d+:\d[A-Za-z0-9.+~:-]*|\d[A-Za-z0-9.+~-]*)$/.test(text) && !text.endsWith('-');
}

/**
 * Orders two versions as dpkg does: negative if `a` is older, positive if newer, 0 if equal.
 *
 * @see Debian Policy 5.6.12
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const left = splitVersion(a);
  const right = splitVersion(b);
  if (left.epoch !== right.epoch) return left.epoch - right.epoch;
  return compareParts(left.upstream, right.upstream) || compareParts(left.revision, right.revision);
}

/** Compares runs of non-digits by {@link weight} and runs of digits by value, in turn. */
function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const order = weight(a, i) - weight(b, j);
      if (order !== 0) return order;
      i += 1;
      j += 1;
    }
    while (a.charCodeAt(i) === ZERO) i += 1;
    while (b.charCodeAt(j) === ZERO) j += 1;
    let firstDifference = 0;
    while (isDigit(a, i) && isDigit(b, j)) {
      firstDifference ||= a.charCodeAt(i) - b.charCodeAt(j);
      i += 1;
      j += 1;
    }
    // The longer number is the greater one; of equally long ones the first digit that differs tells.
    if (isDigit(a, i)) return 1;
    if (isDigit(b, j)) return -1;
    if (firstDifference !== 0) return firstDifference;
  }
  return 0;
}

const ZERO = 48;
const NINE = 57;

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= ZERO && code <= NINE;
}

/** A tilde sorts before the end, the end and digits before letters, letters before all else. */
function weight(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (Number.isNaN(code) || (code >= ZERO && code <= NINE)) return 0;
  if (code === 126) return -1;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter ? code : code + 0x10000;
}
