import { describeValue } from '../../lib/props';
import { EPOCH } from '../../lib/props/epoch';
import { callUser } from '../core/call-user';
import { isState } from '../core/lower-artifact';
import type { Target } from '../core/target';
import type { Image } from './image';
import type { Layer, LayerPackage, LoweredImage } from './layer';

/**
 * Lowers an image for one platform. What a class of the user's own does wrong is told with the image.
 *
 * @throws BuildError `E_IMAGE_LAYERS` where it gives no layers, `E_PROPERTY` where it has no date,
 *   and what lowering throws
 */
export function lowerImage(image: Image, target: Target): LoweredImage {
  checkDate(image);
  const lowered: unknown = callUser(image, 'lower', () => image.lower(target));
  if (isLowered(lowered)) return lowered;
  throw image.error('E_IMAGE_LAYERS', '"lower" gives no layers', {
    expected: '{ layers: [{ state, says }], config: {} }, the lowest layer first',
  });
}

function checkDate(image: Image): void {
  const date: unknown = callUser(image, 'sourceDateEpoch', () => image.sourceDateEpoch);
  if (EPOCH.check(date, '').length === 0) return;
  throw image.error('E_PROPERTY', '"sourceDateEpoch" is no date', {
    got: describeValue(date),
    expected: 'whole seconds since 1970',
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
  const {
    distribution = '',
    packages = [],
    says,
    state,
  }: Partial<Record<keyof Layer, unknown>> = Object(value);
  return (
    isState(state) &&
    typeof says === 'string' &&
    typeof distribution === 'string' &&
    Array.isArray(packages) &&
    packages.every(isPackage)
  );
}

function isPackage(value: unknown): value is LayerPackage {
  const { name, version }: Partial<Record<keyof LayerPackage, unknown>> = Object(value);
  return typeof name === 'string' && typeof version === 'string';
}
