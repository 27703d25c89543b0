import { createHash } from 'node:crypto';
import { NoImageError } from '../../oci/image-index';
import { formatImageReference, type ImageReference } from '../../oci/image-reference';
import { mergeIndexes } from '../../oci/merge-indexes';
import { formatPlatform } from '../../oci/platform';
import {
  type CredentialLookup,
  type Manifest,
  RegistryClient,
  RegistryError,
} from '../../registry';
import { listPlatforms } from '../../registry/image-index';
import { nameImage } from '../../registry/name-image';
import { readImage } from '../../registry/read-image';
import { nameAttestations } from './attestation-names';

/** An image whose platforms were pushed by digest, in parts. */
export interface ImageParts {
  /** Names with their tags; what has no tag gets it by digest alone. All repositories hold all parts. */
  readonly names: readonly ImageReference[];
  /** In the order of the index, e.g. `linux/arm64`. */
  readonly platforms: readonly string[];
  /** Digests of what builds pushed: indexes, or whatever it is where one is all of the image. */
  readonly parts: readonly string[];
}

/** How registries are reached. */
export interface RegistryAccess {
  /** Who logs in. @default - what Docker's own configuration says */
  readonly credentials?: CredentialLookup | undefined;
  /** Aborting ends the work. @default - it runs to its end */
  readonly signal?: AbortSignal | undefined;
}

/** What several parts make, before it is named. */
export interface MergedImage extends Manifest {
  /** Writes the names, tags last. */
  name(): Promise<void>;
}

/**
 * Puts the parts of an image together, with their attestations: the index has the bytes that one daemon
 * would have given it. No name is written before it is named.
 *
 * @throws RegistryError `E_REGISTRY`, also for parts that do not make the image, `E_REGISTRY_AUTH`,
 *   `E_REGISTRY_DIGEST`
 */
export async function mergeParts(
  { names, parts, platforms }: ImageParts,
  { credentials, signal }: RegistryAccess,
): Promise<MergedImage> {
  const [first] = names;
  if (first === undefined) throw new RangeError('an image without a name');
  const { registry, repository } = first;
  const client = new RegistryClient({ credentials });
  const roots = await Promise.all(
    parts.map((digest) =>
      readImage(client, { registry, repository, digest }, signal, async (root, read) => {
        const found = await listPlatforms(digest, read);
        return { ...root, platforms: found.map(({ platform }) => formatPlatform(platform)) };
      }),
    ),
  );
  const merged = merge(roots, platforms, formatImageReference({ registry, repository }));
  const bytes = await nameAttestations(merged.bytes, { client, names, signal });
  const named = { ...merged, bytes, digest: sha256(bytes) };
  return { ...named, name: () => nameImage(client, named, names, signal) };
}

/** What one build pushed, in the order of its index. */
interface Part extends Manifest {
  readonly platforms: readonly string[];
}

function merge(parts: readonly Part[], platforms: readonly string[], where: string): Manifest {
  const fault = faultOf(parts, platforms);
  if (fault !== undefined) throw noImage(where, fault, platforms);
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  try {
    const { bytes, mediaType } = mergeIndexes(parts, platforms);
    return { bytes, digest: sha256(bytes), mediaType };
  } catch (error) {
    if (error instanceof NoImageError) throw noImage(where, error.message, platforms);
    throw error;
  }
}

/** A platform that no part has, or two, or that is none of the image. */
function faultOf(parts: readonly Part[], platforms: readonly string[]): string | undefined {
  const found = parts.flatMap((part) => part.platforms);
  const missing = platforms.find((platform) => !found.includes(platform));
  if (missing !== undefined) return `none for ${missing}`;
  const twice = found.find((platform, index) => found.indexOf(platform) !== index);
  if (twice !== undefined) return `two that differ for ${twice}`;
  const other = found.find((platform) => !platforms.includes(platform));
  return other === undefined ? undefined : `one for ${other}, which the image is not for`;
}

const noImage = (where: string, got: string, platforms: readonly string[]): RegistryError =>
  new RegistryError('E_REGISTRY', `parts in ${where} do not make the image`, {
    got,
    expected: `an index for each of ${platforms.join(', ')}`,
    fix: 'push what is missing with --by-digest, all of it by one version of the app',
  });

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
