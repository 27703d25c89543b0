import type { Field } from './field';
import { misfit } from './prop-problem';

const MAX_ID = 0xffff_ffff;
const EXPECTED = `user and group as numbers up to ${MAX_ID}: "65532:65532"`;

/** `user:group`, both as numbers: a tree of files knows no names. */
export const OWNER: Field<string> = {
  expected: EXPECTED,
  check: (value, place) => (isOwner(value) ? [] : [misfit(place, value, EXPECTED)]),
};

function isOwner(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{1,10}:\d{1,10}$/.test(value)) return false;
  return value.split(':').every((id) => Number(id) <= MAX_ID);
}
