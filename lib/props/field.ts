import type { PropProblem } from './prop-problem';

/** Holds the type of a field's values; nothing is ever stored under it. */
declare const VALUE: unique symbol;

/** What one property of a construct may be: for the compiler by `T`, at run time by `check`. */
export interface Field<T> {
  /** What fits, as an error says it: `a whole number from 1 to 65535`. */
  readonly expected: string;
  /** All that is wrong with a value. May throw where looking at the value does. */
  check(value: unknown, place: string): readonly PropProblem[];
  /** True if no error may show a value, or what holds it. @default false */
  readonly isSecret?: boolean | undefined;
  /** @internal */
  readonly [VALUE]?: T;
}

/** A property that may be left out. Only a shape takes it: there is no optional entry of a list. */
export interface OptionalField<T> {
  /** What fits, where it is given. */
  readonly optional: Field<T>;
}

/** The type of the values that fit a field. */
export type ValueOf<F> =
  F extends Field<infer T> ? T : F extends OptionalField<infer T> ? T : never;

/** Makes a property one that may be left out, or be `undefined`. */
export function optional<T>(field: Field<T>): OptionalField<T> {
  return { optional: field };
}
