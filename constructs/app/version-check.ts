import { findDisagreements, type VersionedPackage } from '../../lib/debian/version-agreement';
import type { BuildError } from '../../lib/errors';
import type { Image } from '../image/image';

/**
 * Checks that each package which an image has on several platforms has versions that agree.
 *
 * @param platforms the packages of each
 * @returns one error `E_DEBIAN_VERSIONS_DISAGREE` for each package
 */
export function checkVersions(
  image: Image,
  platforms: ReadonlyMap<string, readonly VersionedPackage[]>,
): BuildError[] {
  return findDisagreements(platforms).map(({ name, versions }) =>
    image.error('E_DEBIAN_VERSIONS_DISAGREE', `package "${name}" differs between platforms`, {
      got: versions.map(({ platform, version }) => `${version} on ${platform}`).join(', '),
      expected: 'the same version on all platforms of the image, but for rebuilds (+b1)',
      fix: 'take another snapshot date, one at which every architecture has caught up; or drop a platform, or the package',
    }),
  );
}
