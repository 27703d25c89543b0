import { callUser } from '../core/call-user';
import { isState } from '../core/lower-artifact';
import type { Target } from '../core/target';
import type { Image } from './image';
import type { Layer, LoweredImage } from './layer';

/**
 * Lowers an image for one platform. What a class of the user's own does wrong is told with the image.
 *
 * @throws BuildError `E_IMAGE_LAYERS` where it gives no layers, and what lowering throws
 */
export function lowerImage(image: Image, target: Target): LoweredImage {
  const lowered: unknown = callUser(image, 'lower', () => image.lower(target));
  if (isLowered(lowered)) return lowered;
  throw image.error('E_IMAGE_LAYERS', '"lower" gives no layers', {
    expected: '{ layers: [{ state, says }], config: {} }, the lowest layer first',
  });
}

function isLowered(value: unknown): value is LoweredImage {
  if (typeof value !== 'object' || value === null) return false;
  const { config, layers }: { config?: unknown; layers?: unknown } = value;
  return (
    typeof config === 'object' && config !== null && Array.isArray(layers) && layers.every(isLayer)
  );
}

function isLayer(value: unknown): value is Layer {
  const { packages = [], says, state }: Partial<Record<keyof Layer, unknown>> = Object(value);
  return isState(state) && typeof says === 'string' && Array.isArray(packages);
}
