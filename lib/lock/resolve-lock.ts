import type { FetchOptions } from '../fetch/fetch-context';
import { kindNamed } from '../inputs/kinds';
import type { ResolverContext } from '../inputs/resolver';
import { RESOLVERS } from '../inputs/resolvers';
import type { AskedRequest } from './asked';
import { foreignEntries } from './check-lock';
import { type LockFile, sectionOf } from './lock-file';
import { runResolvers } from './run-resolvers';
import { uniqueRequests } from './unique-requests';

/**
 * Answers the requests of an app. What `previous` answers is kept as it is; what nothing asks for
 * any more is dropped; the rest is resolved, all of it before anything is returned. Requests of kinds
 * of other packages are answered where their code is: here their entries are kept.
 *
 * @throws BuildErrors every error of every request, each with the construct that made the request
 */
export async function resolveLock(
  requests: readonly AskedRequest[],
  previous: LockFile,
  options: FetchOptions,
): Promise<LockFile> {
  const sections = await runResolvers(options, (context) =>
    Promise.all(
      [...uniqueRequests(requests)].map(async ([name, asked]): Promise<[string, unknown]> => {
        return [name, await resolveSection(name, asked, previous, context)];
      }),
    ),
  );
  return { sections: Object.fromEntries(sections) };
}

async function resolveSection(
  name: string,
  requests: readonly AskedRequest[],
  previous: LockFile,
  context: ResolverContext,
): Promise<unknown> {
  const kind = kindNamed(name);
  const resolver = await RESOLVERS[name]?.();
  if (kind !== undefined && resolver !== undefined) {
    return resolver.resolve(requests, sectionOf(previous, kind), context);
  }
  const entries = foreignEntries(name, previous);
  const kept = requests.flatMap(({ key }) => (key in entries ? [[key, entries[key]]] : []));
  return Object.fromEntries(kept);
}
