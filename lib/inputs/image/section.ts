import { block, line, members, type SchemaReader } from '../../json';
import type { ImageConfigFields } from '../../oci/image-config';
import { own } from '../entries';
import type { LockSection } from '../kind';
import { readConfig } from './config';
import type { ImageRequest } from './request';

/** The section `image` of the lock: images by their reference. */
export type ImageSection = Readonly<Record<string, ImageIndexLock>>;

/** One image, for the platforms that were asked for; all of them are of one index. */
export interface ImageIndexLock {
  /** Digest of the index, or of the manifest where the image is for one platform alone. */
  readonly digest: string;
  /** By platform: `linux/arm64`. */
  readonly platforms: Readonly<Record<string, ImageManifestLock>>;
}

/** One platform of an image. */
export interface ImageManifestLock {
  /** Digest of its manifest. */
  readonly manifest: string;
  /** How many layers it has. */
  readonly layers: number;
  /** Seconds since 1970; 0 where the image does not say. */
  readonly created: number;
  /** What the image tells the engine. */
  readonly config: ImageConfigFields;
}

/** The lock's answer: one platform of an image. */
export interface LockedImage extends ImageManifestLock {
  /** Digest of the index. */
  readonly digest: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Images by their reference: the index once, and each platform that was asked for. */
export const IMAGE_SECTION: LockSection<ImageRequest, LockedImage, ImageSection> = {
  empty: {},
  read: (value, at, schema) => schema.record(value, at, readIndex),
  write: (section, indent) =>
    block(
      indent,
      members(section, ({ digest, platforms }) => {
        const inner = `${indent}    `;
        const ofPlatforms = block(
          inner,
          members(platforms, ({ manifest, layers, created, config }) =>
            line({ manifest, layers, created, config }),
          ),
        );
        return block(`${indent}  `, [
          ['digest', JSON.stringify(digest)],
          ['platforms', ofPlatforms],
        ]);
      }),
    ),
  find: (section, { platform, reference }) => {
    const index = own(section, reference);
    const locked = own(index?.platforms, platform);
    return index && locked && { digest: index.digest, ...locked };
  },
  add: (section, { platform, reference }, { digest, ...locked }) => {
    const platforms = { ...own(section, reference)?.platforms, [platform]: locked };
    return { ...section, [reference]: { digest, platforms } };
  },
  unused: (section, requests) =>
    Object.entries(section).flatMap(([reference, { platforms }]) => {
      const place = `[${JSON.stringify(reference)}]`;
      const used = requests.filter((request) => request.reference === reference);
      if (used.length === 0) return [place];
      return Object.keys(platforms)
        .filter((name) => !used.some(({ platform }) => platform === name))
        .map((name) => `${place}.platforms[${JSON.stringify(name)}]`);
    }),
  facts: (section) =>
    Object.entries(section).map(([name, { digest }]) => ({ name, version: digest })),
  count: (section) => Object.keys(section).length,
  nouns: ['image', 'images'],
};

function readIndex(value: unknown, at: string, schema: SchemaReader): ImageIndexLock {
  const { digest, platforms } = schema.object(value, at);
  return {
    digest: schema.text(digest, `${at}.digest`, DIGEST),
    platforms: schema.record(platforms, `${at}.platforms`, readManifest),
  };
}

function readManifest(value: unknown, at: string, schema: SchemaReader): ImageManifestLock {
  const { config, created, layers, manifest } = schema.object(value, at);
  return {
    manifest: schema.text(manifest, `${at}.manifest`, DIGEST),
    layers: schema.size(layers, `${at}.layers`),
    created: schema.size(created, `${at}.created`),
    config: readConfig(config, `${at}.config`, schema),
  };
}
