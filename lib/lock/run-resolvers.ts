import { BuildErrors } from '../errors';
import { type FetchOptions, fetchContext } from '../fetch/fetch-context';
import type { ResolverContext } from '../inputs/resolver';
import { RequestErrors } from './request-errors';

/**
 * Runs work of resolvers to its end, and throws what went wrong then.
 *
 * @throws BuildErrors every error of every request, each with the construct that made the request; the
 *   reason of an abort
 */
export async function runResolvers<T>(
  options: FetchOptions,
  run: (context: ResolverContext) => Promise<T>,
): Promise<T> {
  const errors = new RequestErrors();
  const context: ResolverContext = {
    ...fetchContext(options),
    collect: (asked, work) => errors.collect(asked, work),
  };
  const result = await run(context);
  context.signal?.throwIfAborted();
  BuildErrors.throwIfAny(errors.all);
  return result;
}
