import {
  architectureOf,
  type DebianArchitecture,
  supportedPlatforms,
} from '../../lib/debian/architecture';
import { BuildError } from '../../lib/errors';
import { formatPlatform, type Platform } from '../../lib/oci/platform';
import { LocatedConstruct } from '../core/located-construct';
import type { Image } from '../image/image';

/**
 * Debian's architecture of a platform.
 *
 * @param owner the construct that needs it
 * @throws BuildError `E_PLATFORM` where Debian has none
 */
export function debianArchitecture(platform: Platform, owner: object): DebianArchitecture {
  const architecture = architectureOf(platform);
  if (architecture !== undefined) return architecture;
  const { message, ...details } = unsupported(formatPlatform(platform));
  if (LocatedConstruct.isLocated(owner)) throw owner.error('E_PLATFORM', message, details);
  throw new BuildError('E_PLATFORM', message, details);
}

/** The platforms of an image that Debian does not have. */
export function checkDebianPlatforms(image: Image): BuildError[] {
  return image.platforms
    .filter((platform) => architectureOf(platform) === undefined)
    .map((platform) => {
      const { message, ...details } = unsupported(formatPlatform(platform));
      return image.error('E_PLATFORM', message, details);
    });
}

function unsupported(platform: string) {
  return {
    message: 'the platform is not one that Debian has',
    got: `"${platform}"`,
    expected: `one of ${supportedPlatforms().map(formatPlatform).join(', ')}`,
  };
}
