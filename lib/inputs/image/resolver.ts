import { BuildError } from '../../errors';
import { SchemaReader } from '../../json';
import { parseImageReference } from '../../oci/image-reference';
import { normalizePlatform } from '../../oci/normalize-platform';
import { formatPlatform } from '../../oci/platform';
import { RegistryClient } from '../../registry';
import {
  configPlatform,
  listPlatforms,
  type PlatformManifest,
  parseManifest,
  type ReadContent,
} from '../../registry/image-index';
import { readImage } from '../../registry/read-image';
import { own } from '../entries';
import type { Asked, InputResolver, ResolverContext } from '../resolver';
import { readConfig } from './config';
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
  const names = available.map((one) => formatPlatform(normalizePlatform(one.platform)));
  const found = available[names.indexOf(platform)];
  if (found === undefined) {
    throw new BuildError('E_IMAGE_PLATFORM', `image ${reference} is not there for ${platform}`, {
      got: `an image for ${[...new Set(names)].sort().join(', ') || 'no platform'}`,
      expected: 'an image for each platform that uses it',
      fix: 'take another image or tag, or leave the platform out',
    });
  }
  const { config, layers } = parseManifest(await read(found.digest, 'manifest'));
  const bytes = await read(config, 'config');
  const said = configPlatform(bytes);
  // Many a config leaves the variant out.
  const actual = said && normalizePlatform({ ...found.platform, ...said });
  if (actual !== undefined && formatPlatform(actual) !== platform) {
    throw new BuildError('E_IMAGE_PLATFORM', `image ${reference} contradicts itself`, {
      got: `a config for ${formatPlatform(actual)}, which its index has for ${platform}`,
      expected: 'the same platform in both',
      fix: 'take another image or tag, or leave the platform out',
    });
  }
  const schema = new SchemaReader('E_REGISTRY', `config of ${reference}`, 'take another image');
  const content = schema.object(JSON.parse(Buffer.from(bytes).toString('utf8')), '');
  return {
    manifest: found.digest,
    layers: layers.length,
    created: secondsOf(content.created),
    config: readConfig(content.config, 'config', schema),
  };
}

/** Whole seconds since 1970; 0 for no date, or one before. */
function secondsOf(created: unknown): number {
  const milliseconds = typeof created === 'string' ? Date.parse(created) : 0;
  return Math.max(0, Math.floor(milliseconds / 1000) || 0);
}
