import { BuildErrors } from '../errors';
import { type FetchOptions, fetchContext } from '../fetch/fetch-context';
import { kindNamed } from '../inputs/kinds';
import type { ResolverContext } from '../inputs/resolver';
import { RESOLVERS } from '../inputs/resolvers';
import type { Selection } from '../inputs/selection';
import type { AskedRequest } from './asked';
import { foreignEntries } from './check-lock';
import { type LockFile, sectionOf } from './lock-file';
import { RequestErrors } from './request-errors';
import { uniqueRequests } from './unique-requests';

/**
 * A lock with newer answers to what is selected, or without them where `resolveLock` is to find them:
 * all else stays.
 *
 * @throws BuildErrors every error, each with the construct that made the request
 */
export async function updateLock(
  requests: readonly AskedRequest[],
  previous: LockFile,
  selection: Selection,
  options: FetchOptions,
): Promise<LockFile> {
  const errors = new RequestErrors();
  const context: ResolverContext = {
    ...fetchContext(options),
    collect: (asked, run) => errors.collect(asked, run),
  };
  const sections: Record<string, unknown> = { ...previous.sections };
  for (const [name, asked] of uniqueRequests(requests)) {
    const kind = kindNamed(name);
    const resolver = await RESOLVERS[name]?.();
    if (kind === undefined) {
      const dropped = new Set(asked.filter(selection.has).map(({ key }) => key));
      const entries = Object.entries(foreignEntries(name, previous));
      sections[name] = Object.fromEntries(entries.filter(([key]) => !dropped.has(key)));
    } else if (resolver?.update !== undefined) {
      sections[name] = await resolver.update(asked, sectionOf(previous, kind), selection, context);
    }
  }
  context.signal?.throwIfAborted();
  BuildErrors.throwIfAny(errors.all);
  return { sections };
}
