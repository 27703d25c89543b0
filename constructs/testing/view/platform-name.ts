import type { PlatformMessage } from '../../../lib/llb/wire/op';

/** The platform of an op as one writes it: `linux/arm/v7`. */
export function platformName({ architecture, os, variant }: PlatformMessage): string {
  return [os, architecture, variant].filter((part) => part !== '').join('/');
}
