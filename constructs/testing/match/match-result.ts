import { formatPath, formatValue } from './format-value';

/** One place where a value is not what a pattern asks for. */
export interface Mismatch {
  /** From the value that was tested: `['env', 'CC']`. */
  readonly path: readonly (string | number)[];
  /** `expected "gcc", got "clang"`. */
  readonly message: string;
}

/** How well a value matches a pattern. */
export class MatchResult {
  /** A value that matches. */
  static readonly MATCH = new MatchResult([], []);

  readonly mismatches: readonly Mismatch[];
  /** Called once the whole pattern has matched: what captures keep. */
  readonly captured: readonly (() => void)[];

  constructor(mismatches: readonly Mismatch[], captured: readonly (() => void)[]) {
    this.mismatches = mismatches;
    this.captured = captured;
  }

  /** A value that is not what was expected. */
  static mismatch(expected: string, actual: unknown): MatchResult {
    return MatchResult.failed(`expected ${expected}, got ${formatValue(actual)}`);
  }

  /** A value that does not match, in other words. */
  static failed(message: string): MatchResult {
    return new MatchResult([{ path: [], message }], []);
  }

  /** The results of several members as one. */
  static all(results: readonly MatchResult[]): MatchResult {
    return new MatchResult(
      results.flatMap(({ mismatches }) => mismatches),
      results.flatMap(({ captured }) => captured),
    );
  }

  /** True where everything matches. */
  get isMatch(): boolean {
    return this.mismatches.length === 0;
  }

  /** The result as that of a member of a larger value. */
  at(member: string | number): MatchResult {
    const mismatches = this.mismatches.map(({ message, path }) => ({
      path: [member, ...path],
      message,
    }));
    return new MatchResult(mismatches, this.captured);
  }

  /** A line for each mismatch: `args[0]: expected "make", got "cmake"`. */
  get lines(): readonly string[] {
    return this.mismatches.map(({ message, path }) =>
      path.length === 0 ? message : `${formatPath(path)}: ${message}`,
    );
  }
}
