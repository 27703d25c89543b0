import { formatVendored, VENDOR_LABEL, type VendoredFile } from '../../lib/assembly/vendored-file';
import { type Definition, decodeOp } from '../../lib/llb';
import type { ImageConfigFields } from '../../lib/oci/image-config';

/**
 * Labels an image with what vendors gave out for it. Which that is, is read from its definition: so
 * it holds for classes of images of one's own, and nobody has to think of it.
 */
export function withVendorLabels(
  config: ImageConfigFields,
  { ops }: Pick<Definition, 'ops'>,
  vendored: ReadonlyMap<string, VendoredFile>,
): ImageConfigFields {
  if (vendored.size === 0) return config;
  const found = ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    return (body?.kind === 'source' && vendored.get(body.identifier)) || [];
  });
  if (found.length === 0) return config;
  const labels = found.map(
    (file) => [`${VENDOR_LABEL}${file.name}`, formatVendored(file)] as const,
  );
  const all = Object.entries({ ...Object.fromEntries(labels), ...config.Labels });
  return { ...config, Labels: Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
