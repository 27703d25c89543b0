import { readTree } from '../../assembly/read-tree';
import { type BuildError, BuildErrors } from '../../errors';
import { requireInputs, type Served, serveFolder } from '../vendor/serve-folder';
import type { ServeContext } from '../vendor/vendored-input';
import { askedInputs } from '../vendor/vendored-sources';
import { type BuildPlan, definitionsOf, type PlannedImage } from './build-plan';

/**
 * What the session serves of the vendor folder for an image, once all of it is checked; nothing where
 * inputs are fetched.
 *
 * @throws BuildErrors `E_VENDOR_INPUT`, `E_VENDOR_MISSING`, `E_VENDOR_DAMAGED`, one for each input
 */
export async function serveVendored(
  { manifest, platforms }: PlannedImage,
  plan: BuildPlan,
  context: ServeContext,
): Promise<Served> {
  const { assembly, vendorFolder } = plan;
  if (vendorFolder === undefined) return { locals: {}, ociLayouts: {} };
  const tree = readTree(assembly.folder);
  const refused: BuildError[] = [];
  const needed = platforms.flatMap(definitionsOf);
  const asked = needed.flatMap((definition) =>
    askedInputs(definition, assembly, tree, manifest.constructPath, (e) => refused.push(e)),
  );
  BuildErrors.throwIfAny(refused);
  await requireInputs(asked, vendorFolder);
  const definitions = needed.map((definition) => plan.vendored(definition));
  return serveFolder(definitions, vendorFolder, context);
}
