import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import type { ImageManifest } from '../../assembly/manifest';
import type { BuildExporter } from '../../client';
import { formatImageReference, parseImageReference } from '../../oci/image-reference';
import type { OutputSpec, OutputType } from '../args/output-option';
import { usageError } from '../args/usage-error';
import type { SelectedImage } from './select-images';

/** Where exporters write to. */
export interface ExportContext {
  readonly cwd: string;
  readonly stdout: NodeJS.WriteStream;
}

/** Exporters whose result is an image: its dates are made those of the image. */
const IMAGE_TYPES: readonly OutputType[] = ['image', 'oci', 'docker'];

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
 */
export function makeExporter(
  { type, dest, attrs }: OutputSpec,
  image: ImageManifest,
  { cwd, stdout }: ExportContext,
): BuildExporter {
  const isImage = IMAGE_TYPES.includes(type);
  return {
    type,
    attrs: {
      ...(isImage ? { name: publishedNames(image).join(',') } : {}),
      ...(type === 'image' ? { 'oci-mediatypes': 'true' } : {}),
      'source-date-epoch': String(image.sourceDateEpoch),
      ...(isImage && image.isDated !== true ? { 'rewrite-timestamp': 'true' } : {}),
      ...attrs,
    },
    ...(dest === undefined
      ? {}
      : { output: dest === '-' ? () => intoStdout(stdout) : resolve(cwd, dest) }),
  };
}

/**
 * Refuses outputs that cannot be: two images in one file, several platforms where the format holds
 * one, an archive on a terminal.
 *
 * @throws BuildError `E_USAGE`
 */
export function checkOutputs(
  outputs: readonly OutputSpec[],
  images: readonly SelectedImage[],
  { stdout }: ExportContext,
): void {
  for (const { type, dest } of outputs) {
    if (dest !== undefined && images.length > 1) {
      throw usageError(
        `option "--output type=${type}" would write ${images.length} images to one place`,
        {
          got: images.map(({ image }) => image.name).join(', '),
          fix: 'name one image: "synth build <image> --output …"',
        },
      );
    }
    if (dest === '-' && stdout.isTTY === true) {
      throw usageError(`option "--output type=${type}" would write an archive to the terminal`, {
        fix: 'give "dest=<file>", or redirect stdout',
      });
    }
    const several = images.find(({ platforms }) => platforms.length > 1);
    if (type === 'docker' && several !== undefined) {
      throw usageError('option "--output type=docker" holds one platform', {
        got: several.platforms.map(({ platform }) => platform).join(', '),
        fix: 'give --platform, or use type=oci',
      });
    }
  }
  const dests = outputs.flatMap(({ dest }) => (dest === undefined ? [] : [dest]));
  const twice = dests.find((dest, index) => dests.indexOf(dest) !== index);
  if (twice !== undefined) {
    throw usageError(`option "--output" names "${twice}" twice`, {});
  }
}

/** A stream that writes to stdout and can be ended, which stdout itself must not be. */
function intoStdout(stdout: NodeJS.WriteStream): Writable {
  return new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void stdout.write(chunk, done),
  });
}
