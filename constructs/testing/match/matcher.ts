import type { MatchResult } from './match-result';

const BRAND = Symbol.for('buildkit-cdk.Matcher');

/** Something that a value is compared with; {@link Match} makes them, and classes of one's own. */
export abstract class Matcher {
  /** What it is, for messages: `arrayWith(["-C"])`. */
  abstract readonly says: string;

  /** True for any matcher, also one made by another copy of this package. */
  static isMatcher(value: unknown): value is Matcher {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  constructor() {
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Compares. @param actual undefined where there is no such member */
  abstract test(actual: unknown): MatchResult;
}
