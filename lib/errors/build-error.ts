import type { ErrorCode, OwnErrorCode } from './codes';

/** A place in the user's own source: file relative to the folder of the app, 1-based line and column. */
export interface SourceLocation {
  /** Relative to the working folder, `/` between segments. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What a {@link BuildError} tells beside its message. */
export interface BuildErrorDetails {
  /** What was found, quoted. @default - it is not told */
  readonly got?: string | undefined;
  /** What would have been right. @default - it is not told */
  readonly expected?: string | undefined;
  /** What the user can do about it: a command, a property to set. @default - it is not told */
  readonly fix?: string | undefined;
  /** Path of the construct the error is about, e.g. `hello/build`. @default - it is not told */
  readonly constructPath?: string | undefined;
  /** The user's line that made the construct or the vertex. @default - it is not told */
  readonly source?: SourceLocation | undefined;
  /**
   * Output of a program that belongs to the error, e.g. the last lines of a compiler.
   *
   * @default - it is not told
   */
  readonly log?: string | undefined;
  /** The error that led to this one. @default - there is none */
  readonly cause?: unknown;
}

const BRAND = Symbol.for('buildkit-cdk.BuildError');

/**
 * The one error type of the library: a stable {@link ErrorCode}, a message, and the way out.
 *
 * Message form: lower case, subject first, no final period. Never carries a secret.
 */
export class BuildError extends Error {
  /** What went wrong, for programs and for "synth explain". */
  readonly code: ErrorCode | OwnErrorCode;
  /** What it tells beside its message. */
  readonly details: BuildErrorDetails;

  /** True for any `BuildError`, also one made by another copy of this package. */
  static is(value: unknown): value is BuildError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  constructor(code: ErrorCode | OwnErrorCode, message: string, details: BuildErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'BuildError';
    this.code = code;
    this.details = details;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The errors that it stands for: itself, or those of a {@link BuildErrors}. */
  get all(): readonly BuildError[] {
    return [this];
  }
}

/** Several errors found in one pass; nothing was written. */
export class BuildErrors extends BuildError {
  /** One at least, in the order in which they are told. */
  readonly errors: readonly BuildError[];

  constructor(errors: readonly BuildError[]) {
    const [first] = errors;
    if (first === undefined) throw new RangeError('BuildErrors needs at least one error');
    super(first.code, errors.map((error) => error.message).join('\n'), first.details);
    this.name = 'BuildErrors';
    this.errors = errors;
  }

  override get all(): readonly BuildError[] {
    return this.errors;
  }

  /**
   * Throws nothing for no error, the error itself for one, a `BuildErrors` for several. What is
   * wrong twice in the same way, as with each of several platforms, is one error.
   */
  static throwIfAny(errors: readonly BuildError[]): void {
    const known = new Map(errors.map((error) => [identity(error), error]));
    const [first, ...others] = known.values();
    if (first === undefined) return;
    throw others.length === 0 ? first : new BuildErrors([first, ...others]);
  }
}

function identity({ code, details, message }: BuildError): string {
  const { constructPath, expected, got, source } = details;
  return JSON.stringify([code, message, constructPath, source, got, expected]);
}
