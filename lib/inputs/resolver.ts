import type { FetchContext } from '../fetch/fetch-context';
import type { AskedRequest } from '../lock/asked';
import type { Advisories } from './advisories';
import type { InputRequest } from './kind';
import type { Outdated, OutdatedQuery } from './outdated';

/** A request and who makes it, with the request as its kind reads it. */
export interface Asked<Q> extends AskedRequest {
  readonly request: InputRequest & Q;
}

/** What resolvers work with. */
export interface ResolverContext extends FetchContext {
  /** Runs a part of the work and keeps its errors, with who asked; true where there are none. */
  collect(asked: AskedRequest, run: () => Promise<unknown>): Promise<boolean>;
}

/** What of a lock is to be looked up anew. */
export interface Selection {
  /** Whether all that answers a request is. */
  has(asked: AskedRequest): boolean;
  /** Names of packages that are, whoever asks for them. */
  readonly packages: ReadonlySet<string>;
  /** Date of Debian's snapshot, `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
  /** Only what these are about moves. @default - all that is selected */
  readonly advisories?: Advisories | undefined;
}

/** How much is proven, by the name of what is counted. */
export type Proof = Readonly<Record<string, number>>;

/** Answers requests of a kind of input from outside. */
export interface InputResolver<Q extends InputRequest = InputRequest, S = unknown> {
  /**
   * The section that answers just these requests: what the previous one has of them is kept as it
   * is, the rest is found out.
   *
   * @param requests each key once
   */
  resolve(requests: readonly Asked<Q>[], previous: S, context: ResolverContext): Promise<S>;
  /**
   * The section with newer answers to what is selected, or without these where
   * {@link InputResolver.resolve} is to find them.
   *
   * @default - what was locked of the kind is the same whenever it is asked for
   */
  update?(
    requests: readonly Asked<Q>[],
    previous: S,
    selection: Selection,
    context: ResolverContext,
  ): Promise<S>;
  /**
   * Of what the section has, that of which there is something newer.
   *
   * @default - nothing can be newer than what was locked, or nobody can tell
   */
  outdated?(
    requests: readonly Asked<Q>[],
    section: S,
    query: OutdatedQuery,
    context: ResolverContext,
  ): Promise<readonly Outdated[]>;
  /**
   * Reads what is known of faults in what it answers.
   *
   * @default - nobody is asked
   */
  advisories?(context: FetchContext): Promise<Advisories>;
  /**
   * Proves what the section has, from what is kept on this machine, and where `http` asks it from the
   * outside. What is not proven is an error.
   *
   * @default - nobody signs what it answers
   */
  prove?(requests: readonly Asked<Q>[], section: S, context: ResolverContext): Promise<Proof>;
}
