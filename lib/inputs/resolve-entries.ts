import { eachAtMost } from '../fetch/concurrency';
import type { Entries } from './entries';
import type { InputKind, InputRequest } from './kind';
import type { Asked, InputResolver, ResolverContext, Selection } from './resolver';

/**
 * Resolves a kind whose section has an entry for each request: those that the previous section lacks,
 * one by one.
 *
 * @param limit how many are resolved at a time
 */
export function entryResolver<Q extends InputRequest, A extends object>(
  kind: InputKind<Q, A, Entries<A>>,
  limit: number,
  resolve: (request: Q, context: ResolverContext) => Promise<A>,
): InputResolver<Q, Entries<A>> {
  return {
    resolve: async (requests, previous, context) => {
      const answers: Record<string, A> = {};
      const wanted = requests.filter(({ key, request }) => {
        const known = kind.section.find(previous, request);
        if (known !== undefined) answers[key] = known;
        return known === undefined;
      });
      await eachAtMost(limit, wanted, async (asked) => {
        await context.collect(asked, async () => {
          answers[asked.key] = await resolve(asked.request, context);
        });
      });
      return answers;
    },
  };
}

/** A section without the entries of what is selected: they are resolved anew. */
export async function dropSelected<Q, A>(
  requests: readonly Asked<Q>[],
  previous: Entries<A>,
  selection: Pick<Selection, 'has'>,
): Promise<Entries<A>> {
  const dropped = new Set(requests.filter((asked) => selection.has(asked)).map(({ key }) => key));
  return Object.fromEntries(Object.entries(previous).filter(([key]) => !dropped.has(key)));
}
