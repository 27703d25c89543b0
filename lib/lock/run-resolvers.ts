import { type BuildError, BuildErrors } from '../errors';
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
  const { errors, result } = await tryResolvers(options, run);
  BuildErrors.throwIfAny(errors);
  return result;
}

/**
 * Runs work of resolvers to its end, and gives what went wrong beside what did not.
 *
 * @throws the reason of an abort
 */
export async function tryResolvers<T>(
  options: FetchOptions,
  run: (context: ResolverContext) => Promise<T>,
): Promise<{ readonly result: T; readonly errors: readonly BuildError[] }> {
  const errors = new RequestErrors();
  const context: ResolverContext = {
    ...fetchContext(options),
    collect: (asked, work) => errors.collect(asked, work),
  };
  const result = await run(context);
  context.signal?.throwIfAborted();
  return { result, errors: errors.all };
}
