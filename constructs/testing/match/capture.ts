import { format } from './format-value';
import { testPattern } from './literal';
import { MatchResult } from './match-result';
import { Matcher } from './matcher';

/**
 * Keeps the values at its place in a pattern, each time that the whole pattern matches.
 *
 * Of an assertion that looks for one of several things, the first that matches is kept.
 */
export class Capture extends Matcher {
  readonly #pattern: unknown;
  readonly #values: unknown[] = [];
  #index = 0;

  /** @param pattern that the value must match; anything but nothing by default */
  constructor(pattern?: unknown) {
    super();
    this.#pattern = pattern;
  }

  get says(): string {
    return this.#pattern === undefined ? 'Capture()' : `Capture(${format(this.#pattern)})`;
  }

  test(actual: unknown): MatchResult {
    if (actual === undefined) return MatchResult.mismatch('a value to capture', actual);
    const keep = new MatchResult([], [() => void this.#values.push(actual)]);
    if (this.#pattern === undefined) return keep;
    return MatchResult.all([testPattern(this.#pattern, actual, { isPartial: true }), keep]);
  }

  /** Goes on to the next value. @returns false where there is none: the place is kept then */
  next(): boolean {
    if (this.#index + 1 >= this.#values.length) return false;
    this.#index += 1;
    return true;
  }

  /** The value, a string. @throws Error for another, or none */
  asString(): string {
    const value = this.#value();
    return typeof value === 'string' ? value : wrong('a string', value);
  }

  /** The value, a number. @throws Error for another, or none */
  asNumber(): number {
    const value = this.#value();
    return typeof value === 'number' ? value : wrong('a number', value);
  }

  /** The value, true or false. @throws Error for another, or none */
  asBoolean(): boolean {
    const value = this.#value();
    return typeof value === 'boolean' ? value : wrong('true or false', value);
  }

  /** The value, an array. @throws Error for another, or none */
  asArray(): readonly unknown[] {
    const value = this.#value();
    return Array.isArray(value) ? value : wrong('an array', value);
  }

  /** The value, an object. @throws Error for another, or none */
  asObject(): Readonly<Record<string, unknown>> {
    const value = this.#value();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return wrong('an object', value);
    }
    return { ...value };
  }

  #value(): unknown {
    if (this.#values.length === 0) throw new Error('nothing was captured: no pattern has matched');
    return this.#values[this.#index];
  }
}

function wrong(expected: string, value: unknown): never {
  throw new Error(`captured ${format(value)}, expected ${expected}`);
}
