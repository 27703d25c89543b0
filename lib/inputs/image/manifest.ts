import { BuildError } from '../../errors';
import { SchemaReader } from '../../json';
import { configPlatform, type PlatformManifest, parseManifest } from '../../oci/image-index';
import { normalizePlatform } from '../../oci/normalize-platform';
import { formatPlatform } from '../../oci/platform';
import { readConfig } from './config';
import type { ImageManifestLock } from './section';

/**
 * The manifest of one platform.
 *
 * @param platform under its usual name
 * @param of what has it, for errors: `image debian:trixie`
 * @throws BuildError `E_IMAGE_PLATFORM`
 */
export function findPlatform(
  available: readonly PlatformManifest[],
  platform: string,
  of: string,
): PlatformManifest {
  const names = available.map((one) => formatPlatform(normalizePlatform(one.platform)));
  const found = available[names.indexOf(platform)];
  if (found !== undefined) return found;
  throw new BuildError('E_IMAGE_PLATFORM', `${of} is not there for ${platform}`, {
    got: `an image for ${[...new Set(names)].sort().join(', ') || 'no platform'}`,
    expected: 'an image for each platform that uses it',
    fix: 'take another image or tag, or leave the platform out',
  });
}

/** What one platform of an image is made of. */
export interface PlatformContent {
  readonly found: PlatformManifest;
  /** Bytes of its manifest. */
  readonly manifest: Uint8Array;
  /** Bytes of its config. */
  readonly config: Uint8Array;
}

/**
 * What is known of one platform of an image.
 *
 * @throws BuildError `E_IMAGE_PLATFORM` where its config is of another, `E_REGISTRY` for a config that is
 *   none; NoImageError
 */
export function lockManifest(
  { config: bytes, found, manifest }: PlatformContent,
  platform: string,
  of: string,
): ImageManifestLock {
  const said = configPlatform(bytes);
  // Many a config leaves the variant out.
  const actual = said && normalizePlatform({ ...found.platform, ...said });
  if (actual !== undefined && formatPlatform(actual) !== platform) {
    throw new BuildError('E_IMAGE_PLATFORM', `${of} contradicts itself`, {
      got: `a config for ${formatPlatform(actual)}, which its index has for ${platform}`,
      expected: 'the same platform in both',
      fix: 'take another image or tag, or leave the platform out',
    });
  }
  const name = `config of ${of.replace(/^image /, '')}`;
  const schema = new SchemaReader('E_REGISTRY', name, 'take another image');
  const content = schema.object(JSON.parse(Buffer.from(bytes).toString('utf8')), '');
  return {
    manifest: found.digest,
    layers: parseManifest(manifest).layers.length,
    created: secondsOf(content.created),
    config: readConfig(content.config, 'config', schema),
  };
}

/** Whole seconds since 1970; 0 for no date, or one before. */
function secondsOf(created: unknown): number {
  const milliseconds = typeof created === 'string' ? Date.parse(created) : 0;
  return Math.max(0, Math.floor(milliseconds / 1000) || 0);
}
