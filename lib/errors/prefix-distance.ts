/** One wrong letter. Other mistakes are counted in quarters of it. */
export const EDIT = 4;

/** Two letters in the wrong order, or a double one single: what fingers do most. */
const SLIP = 3;

/** A separator that is missing, or one too many. */
const SEPARATOR = 2;

/** One separator for another. */
const OTHER_SEPARATOR = 1;

const SEPARATORS = new Set(Array.from('-_.+/', (letter) => letter.charCodeAt(0)));

/**
 * Measures how far a word is from the beginnings of names: the function that it returns gives, for a
 * name, the distance to its first 0, 1, 2… letters, or undefined where all are above the limit. Tens
 * of thousands of names are measured, so it makes nothing anew: the next call overwrites the result.
 */
export function prefixDistances(
  word: string,
  limit: number,
): (name: string) => ArrayLike<number> | undefined {
  // No longer beginning of a name can be near.
  const longest = word.length + Math.floor(limit / SEPARATOR);
  const ours = new Letters(word.length);
  const theirs = new Letters(longest);
  ours.read(word);
  const [first, second, third] = [0, 1, 2].map(() => new Int32Array(longest + 1));

  return (name) => {
    theirs.read(name);
    const { length } = theirs;
    let [before, previous, row] = [first, second, third];
    if (!before || !previous || !row) return undefined;
    previous[0] = 0;
    for (let j = 1; j <= length; j += 1) {
      previous[j] = at(previous, j - 1) + at(theirs.gaps, j - 1);
    }
    for (let i = 1; i <= ours.length; i += 1) {
      const letter = at(ours.codes, i - 1);
      const gap = at(ours.gaps, i - 1);
      let left = at(previous, 0) + gap;
      let least = left;
      row[0] = left;
      for (let j = 1; j <= length; j += 1) {
        const other = at(theirs.codes, j - 1);
        let cost = at(previous, j - 1) + (letter === other ? 0 : replaceCost(letter, other));
        cost = Math.min(cost, at(previous, j) + gap, left + at(theirs.gaps, j - 1));
        if (i > 1 && j > 1 && letter === theirs.codes[j - 2] && ours.codes[i - 2] === other) {
          cost = Math.min(cost, at(before, j - 2) + SLIP);
        }
        row[j] = cost;
        left = cost;
        if (cost < least) least = cost;
      }
      if (least > limit) return undefined;
      [before, previous, row] = [previous, row, before];
    }
    return previous.subarray(0, length + 1);
  };
}

/** The letters of a word, up to a number of them, and what it costs that one is not in the other. */
class Letters {
  readonly codes: Int32Array;
  readonly gaps: Int32Array;
  length = 0;

  constructor(readonly longest: number) {
    this.codes = new Int32Array(longest);
    this.gaps = new Int32Array(longest);
  }

  read(word: string): void {
    this.length = Math.min(word.length, this.longest);
    for (let index = 0; index < this.length; index += 1) {
      const code = word.charCodeAt(index);
      const isDouble = index > 0 && code === this.codes[index - 1];
      this.codes[index] = code;
      this.gaps[index] = SEPARATORS.has(code) ? SEPARATOR : isDouble ? SLIP : EDIT;
    }
  }
}

function at(row: Int32Array, index: number): number {
  return row[index] ?? 0;
}

function replaceCost(code: number, other: number): number {
  return SEPARATORS.has(code) && SEPARATORS.has(other) ? OTHER_SEPARATOR : EDIT;
}
