import { BuildError } from '../errors';
import { type NpmPackage, readNpmPackage } from './npm-package';

/** The packages of a project by their places, in the order of these. */
export type NpmPackages = ReadonlyMap<string, NpmPackage>;

/** More than the largest that are known have. */
const MAX_PACKAGES = 30_000;

/**
 * Reads a package-lock.json, or an npm-shrinkwrap.json, of version 2 or 3.
 *
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function parsePackageLock(text: string): NpmPackages {
  let lock: unknown;
  try {
    lock = JSON.parse(text);
  } catch (cause) {
    throw new BuildError('E_NPM_LOCK', 'package-lock.json is no JSON', {
      got: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
  const { lockfileVersion, packages } = { ...Object(lock) };
  if (lockfileVersion !== 2 && lockfileVersion !== 3) {
    throw new BuildError('E_NPM_LOCK', 'package-lock.json has a version that does not say enough', {
      got: `lockfileVersion ${JSON.stringify(lockfileVersion) ?? 'none'}`.slice(0, 100),
      expected: 'version 2 or 3, as npm 7 and newer write it',
      fix: 'run "npm install --package-lock-only --lockfile-version 3"',
    });
  }
  return readNpmPackages(packages);
}

/**
 * Reads `packages` of a package-lock.json.
 *
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function readNpmPackages(value: unknown): NpmPackages {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BuildError('E_NPM_LOCK', 'package-lock.json has no packages', {
      expected: 'an object "packages", by their places',
    });
  }
  const entries = Object.entries(value);
  if (entries.length > MAX_PACKAGES) {
    throw new BuildError('E_NPM_LOCK', 'package-lock.json has too many packages', {
      got: `${entries.length}`,
      expected: `at most ${MAX_PACKAGES}`,
    });
  }
  const packages = new Map<string, NpmPackage>();
  for (const [path, fields] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    // What nothing needs npm takes out.
    if (Object(fields).extraneous !== true) packages.set(path, readNpmPackage(path, fields));
  }
  if (!packages.has('')) {
    throw new BuildError('E_NPM_LOCK', 'package-lock.json does not have the project itself', {
      expected: 'an entry of "packages" whose name is empty',
    });
  }
  requireArchives(packages);
  return packages;
}

/** One URL is one archive. */
function requireArchives(packages: NpmPackages): void {
  const known = new Map<string, string>();
  for (const { name, source } of packages.values()) {
    if (source.type === 'link') {
      const linked = packages.get(source.target)?.source.type;
      if (linked === 'folder' || linked === 'archive') continue;
      throw new BuildError(
        'E_NPM_LOCK',
        `the lock of the packages: "${name}" is a link to nothing`,
        {
          got: JSON.stringify(source.target),
          expected: 'a folder of the project that the lock has too',
        },
      );
    }
    if (source.type !== 'archive') continue;
    const { integrity, url } = source;
    const other = known.get(url) ?? integrity;
    if (other !== integrity) {
      throw new BuildError('E_NPM_LOCK', 'the lock of the packages has two hashes of one archive', {
        got: `${other} and ${integrity} of ${url}`,
        expected: 'one',
        fix: 'remove both entries, and run "npm install"',
      });
    }
    known.set(url, integrity);
  }
}
