import { isTrue } from '../attrs/attribute';
import type { ImageToPlace } from '../builders/place-images';
import type { BuildPlan } from './build-plan';
import { execPlatforms } from './exec-platforms';
import { type BuildOutput, type ImageOutput, isPushed } from './output';

const toPlace = new WeakMap<BuildPlan, readonly ImageToPlace[]>();

/**
 * The images of the app as builders are chosen for them, also those that are not built: an image has the
 * same place alone as with all others.
 */
export function imagesToPlace(plan: BuildPlan): readonly ImageToPlace[] {
  const known = toPlace.get(plan) ?? read(plan);
  toPlace.set(plan, known);
  return known;
}

function read({ assembly, images, outputs }: BuildPlan): readonly ImageToPlace[] {
  const mayBeSplit = pushedOnce(outputs) !== undefined;
  const planned = new Map(
    images.map(({ name, platforms }) => [
      name,
      platforms.map(({ definition, platform }) => ({
        platform,
        runsOn: execPlatforms(definition),
      })),
    ]),
  );
  // An app has one platform that its steps run on.
  const runsOn = [...new Set([...planned.values()].flat().flatMap((one) => one.runsOn))];
  return assembly.manifest.images.map(({ name, platforms }) => ({
    name,
    platforms: planned.get(name) ?? platforms.map(({ platform }) => ({ platform, runsOn })),
    mayBeSplit,
  }));
}

/**
 * The output, where it is one and is pushed: then its platforms may come from several builders, and the
 * client names what they pushed. A registry that is asked without TLS, or without a check of it, is one
 * that the daemon alone may reach.
 */
export function pushedOnce(outputs: readonly BuildOutput[]): ImageOutput | undefined {
  const [output, ...others] = outputs;
  if (output?.type !== 'image' || others.length > 0) return undefined;
  if (!isPushed(output) || isTrue(output.attrs?.['registry.insecure'])) return undefined;
  return output;
}
