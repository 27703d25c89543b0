import { BuildError, type SourceLocation } from '../../lib/errors';
import type { App } from '../app/app';
import { FakeAnswers } from './fake-answers';
import { findMatching, requireMatching, type Searched } from './find-matching';
import { Match } from './match/match';
import { Matcher } from './match/matcher';
import type { Pattern } from './platform-assertions';
import { SynthAssertionError } from './synth-assertion-error';

/** An error of an app, as assertions see it. */
export interface AnnotatedError {
  /** Path of the construct; empty where it is not one construct's. */
  readonly path: string;
  /** `E_STAGE_PATH`. */
  readonly code: string;
  /** What is wrong, with the path before it. */
  readonly message: string;
  /** What was found. @default - the message says it */
  readonly got?: string;
  /** What would have been right. @default - the message says it */
  readonly expected?: string;
  /** What mends it. @default - that of the code, see `synth explain` */
  readonly fix?: string;
  /** The user's line. @default - it is about no line */
  readonly source?: SourceLocation;
}

/**
 * The errors of an app: what its constructs find wrong with themselves, or, where they find nothing,
 * what lowering finds.
 */
export class Annotations {
  readonly #errors: readonly AnnotatedError[];

  /**
   * Synthesizes an app, with a made-up lock, and keeps the errors instead of throwing them.
   *
   * @throws what is no error of the library, as it was thrown
   */
  static fromApp(app: App): Annotations {
    try {
      app.lower(new FakeAnswers());
      return new Annotations([]);
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      return new Annotations(error.all.map(annotated));
    }
  }

  private constructor(errors: readonly AnnotatedError[]) {
    this.#errors = errors;
  }

  /**
   * Requires an error.
   *
   * @param path of constructs, with `*` for anything: `hello/*`
   * @param pattern of the message, or of the error: `{ code: 'E_STAGE_PATH' }`
   * @throws SynthAssertionError with the closest ones
   */
  hasError(path: string, pattern: ErrorPattern = {}): void {
    requireMatching(this.#searched(), errorPattern(path, pattern));
  }

  /**
   * Requires that there is no such error; with no arguments, no error at all.
   *
   * @throws SynthAssertionError with those that there are
   */
  hasNoError(path = '*', pattern: ErrorPattern = {}): void {
    const found = this.findError(path, pattern);
    if (found.length === 0) return;
    const lines = found.map(({ code, message }) => `  ${code}  ${message}`);
    const heading = `the app has ${found.length === 1 ? 'an error' : `${found.length} errors`}`;
    throw new SynthAssertionError([heading, ...lines].join('\n'), {
      expected: 'no error',
      actual: lines.join('\n'),
    });
  }

  /** The errors that match. */
  findError(path: string, pattern: ErrorPattern = {}): readonly AnnotatedError[] {
    return findMatching(this.#searched(), errorPattern(path, pattern));
  }

  #searched(): Searched<AnnotatedError> {
    return {
      where: 'the app',
      nouns: ['error', 'errors'],
      all: this.#errors,
      describe: ({ code, message }) => `${code}  ${message}`,
    };
  }
}

/** A pattern of the message, or of members of the error. */
export type ErrorPattern = string | Matcher | Pattern<AnnotatedError>;

function errorPattern(path: string, pattern: ErrorPattern): Pattern<AnnotatedError> {
  const isMessage = typeof pattern === 'string' || Matcher.isMatcher(pattern);
  const members = isMessage ? { message: pattern } : pattern;
  return path === '*' ? members : { path: pathPattern(path), ...members };
}

function pathPattern(path: string): string | Matcher {
  if (!path.includes('*')) return path;
  const parts = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return Match.stringLikeRegexp(`^${parts.join('.*')}$`);
}

function annotated({ code, details, message }: BuildError): AnnotatedError {
  const { constructPath, expected, fix, got, source } = details;
  return {
    path: constructPath ?? '',
    code,
    message,
    ...(got === undefined ? {} : { got }),
    ...(expected === undefined ? {} : { expected }),
    ...(fix === undefined ? {} : { fix }),
    ...(source === undefined ? {} : { source }),
  };
}
