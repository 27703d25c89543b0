import { BuildError } from '../../../errors';
import {
  compareVersions,
  type LockedPackage,
  type LockedPackages,
  minorVersion,
  type PackageFile,
  type PythonTarget,
  parseVersion,
  parseWheelName,
  usableWheels,
} from '../../../python';
import { filenameOf, type LockedWheel } from '../section';
import type { PackageIndexes } from './package-index';

/**
 * The wheel of a package for a target, with its size.
 *
 * @param where what names the package, for messages
 * @throws BuildError `E_PYTHON_WHEEL`, `E_PYTHON_HASH`, `E_PYTHON_INDEX`, `E_PYTHON_LOCK`
 */
export async function chooseWheel(
  found: LockedPackage,
  lock: LockedPackages,
  target: PythonTarget,
  indexes: PackageIndexes,
): Promise<LockedWheel> {
  const title = [found.name, found.version].filter(Boolean).join(' ');
  const files = found.files ?? (await filesOfIndexes(found, lock, indexes));
  for (const file of files) requireName(file, found);
  const usable = usableWheels(files, target);
  const [best] = usable;
  if (best === undefined) throw noWheel(title, found, files, target);
  const { sha256, size } = await checked(best, found, title, indexes);
  const known = size ?? (await indexes.sizeOf(best.url));
  return { url: best.url, ...(known === undefined ? {} : { size: known }), sha256 };
}

/** Of the files of indexes those that the lock file has the hash of, or may have. */
async function filesOfIndexes(
  { hashes = [], index, name, version = '' }: LockedPackage,
  lock: LockedPackages,
  indexes: PackageIndexes,
): Promise<readonly PackageFile[]> {
  const usual = lock.index === undefined ? indexes.configured : [lock.index];
  const asked = index === undefined ? [...usual, ...(lock.extraIndexes ?? [])] : [index];
  const wanted = parseVersion(version);
  const all = await indexes.filesOf(name, asked);
  const ofVersion = all.filter(({ filename }) => {
    const wheel = parseWheelName(filename);
    if (wheel === undefined) return filename.includes(version);
    const own = parseVersion(wheel.version);
    return own !== undefined && wanted !== undefined && compareVersions(own, wanted) === 0;
  });
  const locked = ofVersion.filter(({ sha256 }) => sha256 === undefined || hashes.includes(sha256));
  if (locked.length > 0) return locked.map((file) => ({ ...file, sha256: file.sha256 }));
  if (ofVersion.length === 0) {
    throw new BuildError('E_PYTHON_INDEX', `no index has version ${version} of "${name}"`, {
      got: `${all.length} files of other versions at ${asked.join(', ')}`,
      fix: 'name an index that has it: PIP_INDEX_URL or PIP_EXTRA_INDEX_URL',
    });
  }
  throw new BuildError('E_PYTHON_HASH', `no file of ${name} ${version} is what is locked`, {
    got: `${ofVersion.length} files with other hashes at ${asked.join(', ')}`,
    expected: `one with the sha256 ${hashes.slice(0, 3).join(', ')}${hashes.length > 3 ? ', …' : ''}`,
    fix: 'find out who changed them, or lock the packages anew',
  });
}

/** A name that leads elsewhere, or that is another package's, is never taken. */
function requireName(
  { filename, url }: PackageFile,
  { name, place, version }: LockedPackage,
): void {
  if (!/\.whl$/i.test(filename)) return;
  const wheel = parseWheelName(filename);
  const [own, wanted] = [wheel?.version, version].map((text) => parseVersion(text ?? ''));
  const isOther =
    wheel?.name !== name ||
    (own !== undefined && wanted !== undefined && compareVersions(own, wanted) !== 0);
  if (!isOther && isNameOf(url, filename)) return;
  throw new BuildError('E_PYTHON_LOCK', `${place}: a file of it has another name`, {
    got: JSON.stringify(filename.slice(0, 200)),
    expected: `the name of a wheel of ${[name, version].filter(Boolean).join(' ')}, at the end of its URL`,
  });
}

function isNameOf(url: string, filename: string): boolean {
  try {
    return filenameOf(url) === filename;
  } catch {
    return false;
  }
}

/** Its hash, which is found out where an index does not say it. */
async function checked(
  { sha256, size, url }: PackageFile,
  { files, hashes = [], place }: LockedPackage,
  title: string,
  indexes: PackageIndexes,
): Promise<{ readonly sha256: string; readonly size?: number | undefined }> {
  if (sha256 !== undefined) return { sha256, size };
  if (files !== undefined) {
    throw new BuildError('E_PYTHON_HASH', `${place}: ${title} has no sha256`, {
      got: url,
      expected: 'a sha256: other hashes say less, and a build checks no other',
      fix: 'lock it anew with sha256',
    });
  }
  const read = await indexes.digest(url);
  if (hashes.includes(read.sha256)) return read;
  throw new BuildError('E_PYTHON_HASH', `${url} is not what is locked`, {
    got: `sha256 ${read.sha256}`,
    expected: `a sha256 of the lock file for ${title}`,
    fix: 'find out who changed it, or lock the packages anew',
  });
}

/** Wheels that are told of, where none fits. */
const SHOWN = 6;

function noWheel(
  title: string,
  { name, place }: LockedPackage,
  files: readonly PackageFile[],
  target: PythonTarget,
): BuildError {
  const { architecture, glibc } = target;
  const wheels = files.flatMap(({ filename }) => {
    const [, tags] = /-((?:[^-]+-){2}[^-]+)\.whl$/.exec(filename) ?? [];
    return tags === undefined ? [] : [tags];
  });
  const shown = wheels.slice(0, SHOWN).join(', ');
  const more = wheels.length > SHOWN ? ` and ${wheels.length - SHOWN} more` : '';
  return new BuildError('E_PYTHON_WHEEL', `${place}: ${title} has no wheel for ${architecture}`, {
    got: wheels.length === 0 ? 'a source archive alone' : `wheels for ${shown}${more}`,
    expected: `one for Python ${minorVersion(target)} and glibc ${glibc} or older on ${architecture}`,
    fix: `take a version that has one; or Debian's package, if it has one: python3-${name}, with exclude: ['${name}']`,
  });
}
