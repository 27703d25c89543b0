import type { BuildResponse } from '../../client';
import {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from '../../oci/image-reference';
import type { CredentialLookup } from '../../registry';
import type { PlannedImage } from '../plan/build-plan';
import { outputNames } from '../plan/exporters';
import { type ImageOutput, isByDigest } from '../plan/output';
import type { ExportedContent } from './exported-content';
import type { FinishedBuild } from './image-result';

/** What one builder made of an image. */
export interface FinishedPart extends FinishedBuild {
  /** Name of the builder. */
  readonly builder: string;
  /** What the builder has of it. */
  readonly content: ExportedContent;
}

interface Naming {
  /** What is named by the client. @default - the builder gave it to its outputs */
  readonly output: ImageOutput | undefined;
  readonly credentials: CredentialLookup | undefined;
  readonly signal: AbortSignal;
}

/**
 * Puts together what builders made of an image, and names what they pushed: one index, under all names.
 *
 * @param parts with each platform once
 * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`
 */
export async function builtParts(
  image: PlannedImage,
  parts: readonly [FinishedPart, ...FinishedPart[]],
  { output, ...access }: Naming,
): Promise<FinishedBuild> {
  const [first] = parts;
  const pushed = output && (await nameParts(image, parts, output, access));
  return {
    image,
    results: parts.flatMap(({ results }) => results),
    response: pushed ?? first.response,
    time: Math.max(...parts.map(({ time }) => time)),
    cached: parts.every(({ cached }) => cached),
    timeOf: (platform) =>
      parts.find((part) => part.image.platforms.includes(platform))?.timeOf(platform) ?? 0,
    builds: parts.map(({ builder, response, ...part }) => ({
      builder,
      platforms: part.image.platforms.map(({ platform }) => platform),
      ref: response.ref,
    })),
  };
}

async function nameParts(
  { manifest, platforms }: PlannedImage,
  parts: readonly [FinishedPart, ...FinishedPart[]],
  output: ImageOutput,
  access: Omit<Naming, 'output'>,
): Promise<BuildResponse> {
  const names = outputNames(output, manifest).map(parseImageReference);
  const { mergeParts } = await import('../merge/merge-parts');
  const merged = await mergeParts(
    {
      names: isByDigest(output) ? names.map(withoutTag) : names,
      platforms: platforms.map(({ platform }) => platform),
      parts: parts.map(({ response }) => response.exporterResponse['containerimage.digest'] ?? ''),
    },
    access,
  );
  await merged.name();
  const [{ response }] = parts;
  const { 'containerimage.config.digest': config, ...own } = response.exporterResponse;
  const descriptor = {
    mediaType: merged.mediaType,
    digest: merged.digest,
    size: merged.bytes.length,
  };
  return {
    ref: response.ref,
    exporterResponse: {
      ...own,
      ...(parts.length === 1 && config !== undefined
        ? { 'containerimage.config.digest': config }
        : {}),
      'containerimage.digest': merged.digest,
      'containerimage.descriptor': Buffer.from(JSON.stringify(descriptor)).toString('base64'),
      'image.name': names.map(formatImageReference).join(','),
    },
  };
}

const withoutTag = ({ registry, repository }: ImageReference): ImageReference => ({
  registry,
  repository,
});
