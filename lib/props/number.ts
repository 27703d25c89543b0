import type { Field } from './field';
import { misfit } from './prop-problem';

/** Bounds of a number; both belong to the range. */
export interface NumberOptions {
  /** @default - no lower bound */
  readonly min?: number;
  /** @default - no upper bound */
  readonly max?: number;
}

/** A number that is neither infinite nor NaN. */
export function number(options: NumberOptions = {}): Field<number> {
  return numberField('a number', Number.isFinite, options);
}

/** A whole number that is exact: at most 2^53 - 1 in either direction. */
export function wholeNumber(options: NumberOptions = {}): Field<number> {
  return numberField('a whole number', Number.isSafeInteger, options);
}

function numberField(
  what: string,
  isNumber: (value: unknown) => boolean,
  { max = Number.POSITIVE_INFINITY, min = Number.NEGATIVE_INFINITY }: NumberOptions,
): Field<number> {
  const expected = `${what}${range(min, max)}`;
  return {
    expected,
    check(value, place) {
      const fits = typeof value === 'number' && isNumber(value) && value >= min && value <= max;
      return fits ? [] : [misfit(place, value, expected)];
    },
  };
}

function range(min: number, max: number): string {
  if (Number.isFinite(min) && Number.isFinite(max)) return ` from ${min} to ${max}`;
  if (Number.isFinite(min)) return `, ${min} or more`;
  return Number.isFinite(max) ? `, ${max} at most` : '';
}
