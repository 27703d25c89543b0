import type { SchemaReader } from '../json';
import type { Fact } from './fact';

/** A request as JSON has it; each kind says which members its own have. */
export type InputRequest = Readonly<Record<string, unknown>> | object;

/**
 * A kind of input: something outside the app that a construct needs to know, and that the lock
 * answers. Pure: it asks nothing itself, see {@link InputKind.resolve}.
 *
 * @typeParam Q request: plain JSON
 * @typeParam A answer of the lock
 * @typeParam S section of the lock, as it is read
 */
export interface InputKind<Q extends InputRequest = InputRequest, A = unknown, S = unknown> {
  /**
   * Name of the kind, of its section in the lock, and in `manifest.json`: `git`. A kind of another
   * package puts the name of that before it: `acme-inputs/maven`.
   */
  readonly name: string;
  /**
   * How answers stand in the lock. A kind of another package takes {@link entrySection}: the command
   * line has not its code, and knows its entries by key.
   */
  readonly section: LockSection<Q, A, S>;
  /** What tells requests of the kind apart: equal keys are one request. */
  key(request: Q): string;
  /** The request for people, as the subject of "… is not locked". */
  describe(request: Q): string;
  /** Reads a request out of a manifest. */
  readRequest(value: unknown, at: string, schema: SchemaReader): Q;
  /**
   * Answers requests. For kinds of other packages alone: `synth lock` calls it in the process of
   * the app, which has its code. What it throws is told with the construct that asked.
   *
   * @default - the library has a resolver of its own
   */
  resolve?(request: Q, context: ResolveContext): Promise<A>;
  /**
   * An answer made up for tests: it looks like a real one, and is always the same for the request.
   * Pure.
   *
   * @default - an app that asks for the kind can only be tested with a real lock
   */
  fake?(request: Q): A;
}

/** What a kind of another package is told when it answers a request. */
export interface ResolveContext {
  /** Tells the user something, one line. */
  say(message: string): void;
}

/** How a kind's answers stand in the lock. */
export interface LockSection<Q, A, S> {
  /** The section of a lock that has none. */
  readonly empty: S;
  /** Checks what a file holds. */
  read(value: unknown, at: string, schema: SchemaReader): S;
  /** The section as JSON, one fact a line. */
  write(section: S, indent: string): string;
  /** The answer, or undefined where the section has none. */
  find(section: S, request: Q): A | undefined;
  /**
   * The section with an answer to one more request.
   *
   * @default - the section is a record, and the answer its entry of the request's key
   */
  add?(section: S, request: Q, answer: A): S;
  /** What none of the requests asks for, as places in the section: `["https://…#refs/tags/v1"]`. */
  unused(section: S, requests: readonly Q[]): string[];
  /** What it holds, as two locks are compared by. @default - nothing that is told */
  facts?(section: S): readonly Fact[];
  /** Names of what of it can be updated by itself, whoever asks for it. @default - none */
  packages?(section: S): ReadonlySet<string>;
  /** How many things it holds. */
  count(section: S): number;
  /** What one of them is called, and several: `['git ref', 'git refs']`. */
  readonly nouns: readonly [one: string, several: string];
}
