import { BuildError, BuildErrors } from '../../errors';
import { eachAtMost } from '../../fetch/concurrency';
import { type FetchOptions, fetchContext } from '../../fetch/fetch-context';
import type { VendorFolder } from './vendor-folder';
import { type AskedInput, uniqueInputs } from './vendored-sources';

/** Inputs that are fetched at a time. */
const FETCHES = 8;

/** What {@link fillFolder} did. */
export interface Filled {
  /** How many inputs the folder has now. */
  readonly inputs: number;
  /** How many of them were fetched, or taken from the cache. */
  readonly added: number;
}

/**
 * Puts inputs into a folder. What is there is checked; what is damaged or missing is fetched. What was
 * fetched before an error stays, so that the next run goes on from there.
 *
 * @throws BuildErrors one for each input that cannot be had, with who asks for it
 */
export async function fillFolder(
  asked: readonly AskedInput[],
  folder: VendorFolder,
  options: FetchOptions,
): Promise<Filled> {
  const context = fetchContext(options);
  const errors: BuildError[] = [];
  const inputs = uniqueInputs(asked);
  let added = 0;
  await eachAtMost(FETCHES, inputs, async ({ by, input }) => {
    options.signal?.throwIfAborted();
    const state = await input.state(folder);
    if (state === 'whole') return;
    if (state === 'damaged') context.say(`${input.title} was damaged, and is fetched again`);
    try {
      await input.fetch(folder, context);
      added += 1;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!BuildError.is(error)) throw error;
      errors.push(...error.all.map((one) => withAsker(one, by)));
    }
  });
  BuildErrors.throwIfAny(errors);
  return { inputs: inputs.length, added };
}

/** The error with the construct that asks for what it is about. */
export function withAsker(error: BuildError, by: AskedInput['by']): BuildError {
  return new BuildError(error.code, error.message, { ...error.details, ...by });
}
