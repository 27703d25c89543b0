import type { Definition } from '../../llb/definition/definition';
import { decodeOp } from '../../llb/wire/decode-op';
import { normalizePlatform } from '../../oci/normalize-platform';
import { formatPlatform } from '../../oci/platform';

/** Told of every exec. */
const EXEC = 'exec.meta.base';

/** Platforms that the steps of a graph run on, e.g. `linux/amd64`. */
export function execPlatforms({ metadata, ops }: Definition): string[] {
  const found = ops.flatMap(({ bytes, digest }) => {
    // Most ops need no decoding to see that they are no steps.
    if (!metadata.get(digest)?.caps.includes(EXEC)) return [];
    const { platform } = decodeOp(bytes);
    if (platform === undefined) return [];
    const { architecture, os, variant } = platform;
    return formatPlatform(normalizePlatform({ os, architecture, variant }));
  });
  return [...new Set(found)];
}
