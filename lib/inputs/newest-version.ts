/** A version as tags and modules have it: `v1.2.3`, `release-2.0`, `1.0.0-rc.1`. */
interface Parts {
  readonly prefix: string;
  readonly numbers: readonly number[];
  readonly suffix: string;
}

/** A year, or a date: such a tag is of another numbering than `1.2`. */
const FIRST_OF_DATES = 1000;
/** A module without go.mod says so. */
const BUILD = /^\+incompatible$/;

/**
 * The highest name that is newer than another one and written like it: with the same beginning, and with
 * numbers alone behind that. Undefined where there is none, or the name has no number.
 */
export function newestLike(current: string, names: Iterable<string>): string | undefined {
  const own = partsOf(current);
  if (own === undefined) return undefined;
  let best: { name: string; parts: Parts } | undefined;
  for (const name of names) {
    const parts = partsOf(name);
    if (parts === undefined || parts.prefix !== own.prefix) continue;
    if (parts.suffix !== '' && !BUILD.test(parts.suffix)) continue;
    if (isOfDates(parts) !== isOfDates(own)) continue;
    const order = compareNumbers(parts.numbers, own.numbers);
    const isNewer = order > 0 || (order === 0 && isPreview(own));
    if (!isNewer) continue;
    if (best === undefined || compareNumbers(parts.numbers, best.parts.numbers) > 0) {
      best = { name, parts };
    }
  }
  return best?.name;
}

function partsOf(text: string): Parts | undefined {
  const [, prefix, numbers, suffix] = /^(.*?)(\d+(?:[._]\d+)*)(?![\d._]*\d)(.*)$/.exec(text) ?? [];
  if (prefix === undefined || numbers === undefined || suffix === undefined) return undefined;
  return { prefix, numbers: numbers.split(/[._]/).map(Number), suffix };
}

const isOfDates = ({ numbers: [first = 0] }: Parts): boolean => first >= FIRST_OF_DATES;

const isPreview = ({ suffix }: Parts): boolean => suffix !== '' && !BUILD.test(suffix);

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = (a[at] ?? 0) - (b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
