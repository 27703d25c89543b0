import type { FetchContext } from '../fetch/fetch-context';
import type { AskedRequest } from '../lock/asked';
import type { InputRequest } from './kind';
import type { Selection } from './selection';

/** A request and who makes it, with the request as its kind reads it. */
export interface Asked<Q> extends AskedRequest {
  readonly request: InputRequest & Q;
}

/** What resolvers work with. */
export interface ResolverContext extends FetchContext {
  /** Runs a part of the work and keeps its errors, with who asked; true where there are none. */
  collect(asked: AskedRequest, run: () => Promise<unknown>): Promise<boolean>;
}

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
}
