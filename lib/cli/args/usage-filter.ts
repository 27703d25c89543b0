import { parseDuration } from './quantity';
import { didYouMean } from './suggest';
import { usageError } from './usage-error';

/** Fields of a record with a text. */
const TEXTS = ['id', 'parents', 'description', 'type'] as const;
/** Fields that a record has or has not. */
const FLAGS = ['inuse', 'mutable', 'immutable', 'shared', 'private'] as const;
const TYPES = [
  'regular',
  'internal',
  'frontend',
  'source.local',
  'source.git.checkout',
  'exec.cachemount',
];
const AGES = ['until', 'unused-for'];

/** What the options `--filter` say together. */
export interface ReadFilter {
  /** One filter of containerd, or none. */
  readonly filters: readonly string[];
  /** Milliseconds that a record was not used for. @default - of any age */
  readonly unusedForMs: number | undefined;
}

/**
 * Reads `--filter` as buildx does: all that are given must fit. `id=` looks for a part of it, `=` of
 * other fields for all of it, `!=` for another, `~=` for a regular expression. A daemon takes a field
 * that it does not know for one that no record has, so what is unknown is refused here.
 *
 * @throws BuildError `E_USAGE`
 */
export function readUsageFilter(values: readonly string[]): ReadFilter {
  const ages = values.filter((value) => AGES.includes(keyOf(value)));
  if (ages.length > 1) {
    throw usageError('option "--filter" gives several ages', { got: ages.join(', ') });
  }
  const [age] = ages;
  const terms = values.filter((value) => value !== age).map(toTerm);
  return {
    filters: terms.length > 0 ? [terms.join(',')] : [],
    unusedForMs: age === undefined ? undefined : parseDuration(textOf(age), 'option "--filter"'),
  };
}

const keyOf = (value: string) => value.replace(/[!~]?=.*$/s, '').toLowerCase();
const textOf = (value: string) => value.slice(value.indexOf('=') + 1);

function toTerm(given: string): string {
  const key = keyOf(given);
  const isText = TEXTS.some((field) => field === key);
  if (!isText && !FLAGS.some((field) => field === key)) throw unknownField(key);
  const hasValue = given.includes('=');
  if (hasValue !== isText) {
    throw usageError(`option "--filter": "${key}" ${isText ? 'needs a value' : 'has no value'}`, {
      got: `"${given}"`,
      expected: isText ? `${key}=…` : key,
    });
  }
  if (!hasValue) return key;
  const value = textOf(given);
  const operator = /([!~]?)=/.exec(given)?.[1] || (key === 'id' ? '~' : '=');
  if (key === 'type' && operator !== '~' && !TYPES.includes(value)) {
    throw usageError(`option "--filter": no record has the type "${value}"`, {
      expected: TYPES.join(', '),
      ...didYouMean(value, TYPES),
    });
  }
  return `${key}${operator}=${JSON.stringify(value)}`;
}

function unknownField(key: string) {
  const known = [...TEXTS, ...FLAGS, 'until'];
  return usageError(`option "--filter" does not know the field "${key}"`, {
    expected: known.join(', '),
    ...didYouMean(key, known),
  });
}
