import { type PlatformManifest, parseManifest } from '../../oci/image-index';
import { parseImageReference } from '../../oci/image-reference';
import { RegistryClient } from '../../registry';
import { listPlatforms, type ReadContent } from '../../registry/image-index';
import { readImage } from '../../registry/read-image';
import { own } from '../entries';
import type { Asked, InputResolver, ResolverContext } from '../resolver';
import { findPlatform, lockManifest } from './manifest';
import type { ImageRequest } from './request';
import { outdatedImages } from './resolve/outdated';
import type { ImageIndexLock, ImageManifestLock, ImageSection } from './section';

/**
 * Asks registries for images, with the logins of the Docker configuration. All platforms of an image
 * are taken from one index: one that is added later from that of the lock.
 */
export const IMAGE_RESOLVER: InputResolver<ImageRequest, ImageSection> = {
  resolve: async (requests, previous, context) => {
    const byReference = new Map<string, Asked<ImageRequest>[]>();
    for (const asked of requests) {
      const { reference } = asked.request;
      byReference.set(reference, [...(byReference.get(reference) ?? []), asked]);
    }
    const client = new RegistryClient();
    const images = [...byReference].map(async ([reference, asked]) => {
      const locked = await resolveImage(reference, asked, previous, client, context);
      return locked === undefined ? [] : [[reference, locked] as const];
    });
    return Object.fromEntries((await Promise.all(images)).flat());
  },
  update: async (requests, previous, selection) => {
    const dropped = new Set(
      requests
        .filter((asked) => selection.has(asked))
        .map(({ request: { reference } }) => reference),
    );
    return Object.fromEntries(Object.entries(previous).filter(([key]) => !dropped.has(key)));
  },
  outdated: (requests, section, _query, context) => outdatedImages(requests, section, context),
};

async function resolveImage(
  reference: string,
  asked: readonly Asked<ImageRequest>[],
  previous: ImageSection,
  client: RegistryClient,
  context: ResolverContext,
): Promise<ImageIndexLock | undefined> {
  const known = own(previous, reference);
  const platforms: Record<string, ImageManifestLock> = {};
  const missing = asked.filter(({ request }) => {
    const locked = own(known?.platforms, request.platform);
    if (locked !== undefined) platforms[request.platform] = locked;
    return locked === undefined;
  });
  let digest = known?.digest;
  const [first] = missing;
  if (first === undefined) return digest === undefined ? undefined : { digest, platforms };
  await context.collect(first, () => {
    const parsed = parseImageReference(reference);
    const wanted = known === undefined ? parsed : { ...parsed, digest: known.digest };
    return readImage(client, wanted, context.signal, async (root, read) => {
      digest = root.digest;
      const available = await listPlatforms(root.digest, read);
      for (const one of missing) {
        const { platform } = one.request;
        await context.collect(one, async () => {
          platforms[platform] = await readPlatform(one.request, available, read);
        });
      }
    });
  });
  return digest === undefined ? undefined : { digest, platforms };
}

async function readPlatform(
  { platform, reference }: ImageRequest,
  available: readonly PlatformManifest[],
  read: ReadContent,
): Promise<ImageManifestLock> {
  const of = `image ${reference}`;
  const found = findPlatform(available, platform, of);
  const manifest = await read(found.digest, 'manifest');
  const config = await read(parseManifest(manifest).config, 'config');
  return lockManifest({ found, manifest, config }, platform, of);
}
