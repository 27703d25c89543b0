import type { LocalContent, SourcePolicy } from '../../client';
import { type BuildError, BuildErrors } from '../../errors';
import { eachAtMost } from '../../fetch/concurrency';
import { withAsker } from './fill-folder';
import { damagedError, missingError } from './vendor-errors';
import type { VendorFolder } from './vendor-folder';
import { STORE } from './vendored-image';
import type { ServeContext } from './vendored-input';
import { type AskedInput, uniqueInputs, type VendoredDefinition } from './vendored-sources';

/** Files that are hashed at a time. */
const CHECKS = 4;

/** Nothing is fetched, by whatever the daemon makes of a build. */
export const NOTHING_FETCHED: SourcePolicy = {
  rules: [
    { action: 'DENY', selector: { identifier: '*' } },
    { action: 'ALLOW', selector: { identifier: 'local://*' } },
    { action: 'ALLOW', selector: { identifier: 'oci-layout*' } },
  ],
};

/**
 * Checks that a folder has inputs, with the content that the lock names.
 *
 * @throws BuildErrors `E_VENDOR_MISSING`, `E_VENDOR_DAMAGED`, one for each
 */
export async function requireInputs(
  asked: readonly AskedInput[],
  folder: VendorFolder,
): Promise<void> {
  const errors: BuildError[] = [];
  await eachAtMost(CHECKS, uniqueInputs(asked), async ({ by, input }) => {
    const state = await input.state(folder);
    if (state === 'missing') errors.push(withAsker(missingError(input, folder), by));
    if (state === 'damaged') errors.push(withAsker(damagedError(input, folder), by));
  });
  BuildErrors.throwIfAny(errors);
}

/** What the session of a build serves. */
export interface Served {
  /** By the name of the local source. */
  readonly locals: Readonly<Record<string, LocalContent>>;
  /** Folder of the layout, by the name of its store. */
  readonly ociLayouts: Readonly<Record<string, string>>;
}

/** What the session serves in place of what definitions would fetch. */
export async function serveFolder(
  definitions: readonly VendoredDefinition[],
  folder: VendorFolder,
  context: ServeContext,
): Promise<Served> {
  const locals: Record<string, LocalContent> = {};
  for (const { serves } of definitions) {
    for (const [name, serve] of serves) locals[name] ??= await serve(folder, context);
  }
  return { locals, ociLayouts: { [STORE]: folder.path } };
}
