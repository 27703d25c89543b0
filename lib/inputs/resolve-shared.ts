import type { InputRequest, LockSection } from './kind';
import type { InputResolver, ResolverContext } from './resolver';

/**
 * Resolves a kind whose answers share parts of its section, such as files: what is locked first, then one
 * request after the other, each knowing what those before it found.
 *
 * @param resolve is given the requests that nothing answers, with the section as it is by then
 */
export function sharedResolver<Q extends InputRequest, A, S>(
  { add, empty, find }: Required<Pick<LockSection<Q, A, S>, 'add' | 'empty' | 'find'>>,
  resolve: (request: Q, section: S, previous: S, context: ResolverContext) => Promise<A>,
): Pick<InputResolver<Q, S>, 'resolve'> {
  return {
    resolve: async (requests, previous, context) => {
      let section = empty;
      for (const { request } of requests) {
        const locked = find(previous, request);
        if (locked !== undefined) section = add(section, request, locked);
      }
      for (const asked of requests) {
        if (find(section, asked.request) !== undefined) continue;
        await context.collect(asked, async () => {
          const answer = await resolve(asked.request, section, previous, context);
          section = add(section, asked.request, answer);
        });
      }
      return section;
    },
  };
}
