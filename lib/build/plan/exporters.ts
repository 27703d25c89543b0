import { resolve } from 'node:path';
import type { ImageManifest } from '../../assembly/manifest';
import type { BuildExporter } from '../../client';
import { formatImageReference, parseImageReference } from '../../oci/image-reference';
import { attrTexts } from '../attrs/attribute';
import { makesImage } from '../attrs/exporter-attrs';
import { intoDockerLoad } from './docker-load';
import { type BuildOutput, destOf, isByDigest, isLoaded, isPart, isPushed } from './output';

/** Every name and tag under which an image is published, in full. */
export function publishedNames({ name, publish }: ImageManifest): string[] {
  const names = publish.names.length === 0 ? [name] : publish.names;
  const tags = publish.tags.length === 0 ? ['latest'] : publish.tags;
  return names.flatMap((repository) =>
    tags.map((tag) => formatImageReference(parseImageReference(`${repository}:${tag}`))),
  );
}

/** Every name under which an output stores an image, with its tag. */
export function outputNames({ attrs }: BuildOutput, image: ImageManifest): string[] {
  const { name } = attrTexts(attrs);
  return name ? name.split(',') : publishedNames(image);
}

/** Every name under which an image is published, in full, and without a tag. */
function repositories({ name, publish }: ImageManifest): string[] {
  const names = publish.names.length === 0 ? [name] : publish.names;
  return names.map(withoutTag);
}

function withoutTag(name: string): string {
  const { registry, repository } = parseImageReference(name);
  return formatImageReference({ registry, repository });
}

function byDigest(output: BuildOutput, image: ImageManifest): Record<string, string> {
  const names = new Set(outputNames(output, image).map(withoutTag));
  return { name: [...names].join(','), 'push-by-digest': 'true' };
}

/** Where an exporter is used. */
export interface ExportPlace {
  /** Folder that paths are relative to. */
  readonly cwd: string;
  /** Whether the daemon is Docker Engine. @default false */
  readonly isDocker?: boolean | undefined;
  /** Whether several platforms are built. @default false */
  readonly isIndex?: boolean | undefined;
}

/**
 * The exporter that an output means for an image. Attributes that the user gives win over those
 * that make the result repeat bit for bit.
 */
export function makeExporter(
  output: BuildOutput,
  image: ImageManifest,
  place: ExportPlace,
): BuildExporter {
  const { dest, type } = isLoaded(output) ? loader(place) : { ...output, dest: destOf(output) };
  const attrs = attrTexts(output.attrs);
  const isImage = makesImage(type);
  const names = isByDigest(output) ? repositories(image) : publishedNames(image);
  return {
    type,
    attrs: {
      ...(isImage ? { name: names.join(',') } : {}),
      ...(type === 'image' ? { 'oci-mediatypes': 'true' } : {}),
      'source-date-epoch': String(image.sourceDateEpoch),
      ...(isImage && image.isDated !== true ? { 'rewrite-timestamp': 'true' } : {}),
      ...(isPushed(output) ? { push: 'true' } : {}),
      ...attrs,
      ...(isPart(output) ? byDigest(output, image) : {}),
    },
    ...(dest === undefined
      ? {}
      : { output: typeof dest === 'string' ? resolve(place.cwd, dest) : dest }),
  };
}

/** What gives an image to Docker; several platforms are an OCI layout to `docker load`. */
function loader({ isDocker, isIndex }: ExportPlace): Pick<BuildOutput, 'type' | 'dest'> {
  if (isDocker) return { type: 'image', dest: undefined };
  return { type: isIndex ? 'oci' : 'docker', dest: intoDockerLoad };
}
