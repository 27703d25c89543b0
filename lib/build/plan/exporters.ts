import { resolve } from 'node:path';
import type { ImageManifest } from '../../assembly/manifest';
import type { BuildExporter } from '../../client';
import { formatImageReference, parseImageReference } from '../../oci/image-reference';
import { type BuildOutput, destOf, isPushed } from './output';

/** Exporters whose result is an image: its dates are made those of the image. */
const IMAGE_TYPES: readonly BuildOutput['type'][] = ['image', 'oci', 'docker'];

/** Every name and tag under which an image is published, in full. */
export function publishedNames({ name, publish }: ImageManifest): string[] {
  const names = publish.names.length === 0 ? [name] : publish.names;
  const tags = publish.tags.length === 0 ? ['latest'] : publish.tags;
  return names.flatMap((repository) =>
    tags.map((tag) => formatImageReference(parseImageReference(`${repository}:${tag}`))),
  );
}

/**
 * The exporter that an output means for an image. Attributes that the user gives win over those
 * that make the result repeat bit for bit.
 *
 * @param cwd folder that paths are relative to
 */
export function makeExporter(
  output: BuildOutput,
  image: ImageManifest,
  cwd: string,
): BuildExporter {
  const { attrs, type } = output;
  const dest = destOf(output);
  const isImage = IMAGE_TYPES.includes(type);
  return {
    type,
    attrs: {
      ...(isImage ? { name: publishedNames(image).join(',') } : {}),
      ...(type === 'image' ? { 'oci-mediatypes': 'true' } : {}),
      'source-date-epoch': String(image.sourceDateEpoch),
      ...(isImage && image.isDated !== true ? { 'rewrite-timestamp': 'true' } : {}),
      ...(isPushed(output) ? { push: 'true' } : {}),
      ...attrs,
    },
    ...(dest === undefined ? {} : { output: typeof dest === 'string' ? resolve(cwd, dest) : dest }),
  };
}
