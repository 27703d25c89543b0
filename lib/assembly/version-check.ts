import { findDisagreements } from '../debian/version-agreement';
import { BuildError } from '../errors';
import type { LockFile } from './lock-file';
import { findLockedPackages, type LockedPackage } from './locked';
import type { ImagePackages, PackageSet } from './manifest';

/**
 * Checks that each package which an image has on several platforms has versions that agree. What is
 * not locked is not compared.
 *
 * @returns one error `E_DEBIAN_VERSIONS_DISAGREE` for each image and package
 */
export function checkVersions(images: readonly ImagePackages[], lock: LockFile): BuildError[] {
  return images.flatMap((image) => {
    const platforms = new Map(
      image.platforms.map(({ architecture, platform, sets }) => [
        platform,
        sets.flatMap((set) => packagesOf(set, architecture, lock)),
      ]),
    );
    return findDisagreements(platforms).map(({ name, versions }) => {
      const got = versions.map(({ platform, version }) => `${version} on ${platform}`).join(', ');
      return disagreement(image, name, got);
    });
  });
}

function packagesOf(
  { leftOut, request }: PackageSet,
  architecture: string,
  lock: LockFile,
): LockedPackage[] {
  const locked = findLockedPackages(lock, request, architecture) ?? [];
  return locked.filter(({ name }) => !leftOut.includes(name));
}

function disagreement(
  { constructPath, platforms, source }: ImagePackages,
  name: string,
  got: string,
): BuildError {
  const snapshot = platforms[0]?.sets[0]?.request.snapshot;
  return new BuildError(
    'E_DEBIAN_VERSIONS_DISAGREE',
    `${constructPath}: package "${name}" differs between platforms`,
    {
      constructPath,
      source,
      got,
      expected: 'the same version on all platforms of the image, but for rebuilds (+b1)',
      fix: `take another snapshot date than "${snapshot}", one at which every architecture has caught up; or drop a platform, or the package`,
    },
  );
}
