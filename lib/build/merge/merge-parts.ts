import { createHash } from 'node:crypto';
import { NoImageError } from '../../oci/image-index';
import { formatImageReference, type ImageReference } from '../../oci/image-reference';
import { mergeIndexes } from '../../oci/merge-indexes';
import {
  type CredentialLookup,
  type Manifest,
  RegistryClient,
  RegistryError,
} from '../../registry';
import { nameImage } from '../../registry/name-image';

/** An image whose platforms were pushed by digest, in parts. */
export interface ImageParts {
  /** Names with their tags; what has no tag gets it by digest alone. All repositories hold all parts. */
  readonly names: readonly ImageReference[];
  /** In the order of the index, e.g. `linux/arm64`. */
  readonly platforms: readonly string[];
  /** With each platform once. */
  readonly parts: readonly PushedPart[];
}

/** What one build pushed: an index, or whatever it is where it is all of the image. */
export interface PushedPart {
  readonly digest: string;
  /** In the order of its index. */
  readonly platforms: readonly string[];
}

/** How registries are reached. */
export interface RegistryAccess {
  readonly credentials?: CredentialLookup | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts the parts of an image together, with their attestations, and writes its names at the end. The
 * index has the bytes that one daemon would have given it.
 *
 * @throws RegistryError `E_REGISTRY`, also for parts that do not make the image, `E_REGISTRY_AUTH`,
 *   `E_REGISTRY_DIGEST`
 */
export async function mergeParts(
  { names, parts, platforms }: ImageParts,
  { credentials, signal }: RegistryAccess,
): Promise<Manifest> {
  const [name] = names;
  if (name === undefined) throw new RangeError('an image without a name');
  const client = new RegistryClient({ credentials });
  const roots = await Promise.all(
    parts.map(async ({ digest, ...part }) => {
      const { registry, repository } = name;
      return { ...part, ...(await client.getManifest({ registry, repository, digest }, signal)) };
    }),
  );
  const [only, ...others] = roots;
  const isWhole = only !== undefined && others.length === 0;
  const manifest = isWhole ? only : merge(roots, platforms, name);
  await nameImage(client, manifest, names, signal);
  return manifest;
}

function merge(
  roots: readonly (Manifest & PushedPart)[],
  platforms: readonly string[],
  name: ImageReference,
): Manifest {
  try {
    const { bytes, mediaType } = mergeIndexes(roots, platforms);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    return { bytes, digest, mediaType };
  } catch (error) {
    if (!(error instanceof NoImageError)) throw error;
    const { registry, repository } = name;
    throw new RegistryError(
      'E_REGISTRY',
      `parts in ${formatImageReference({ registry, repository })} make no image`,
      { got: error.message, expected: `indexes of ${platforms.join(', ')}, each once` },
    );
  }
}
