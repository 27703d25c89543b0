import { BuildError } from '../errors';
import { requireSameManifest } from './manifest';
import { type NpmPackages, parsePackageLock } from './package-lock';
import { readPnpmLock } from './pnpm/pnpm-layout';
import { requireUsualLayout } from './pnpm/pnpm-settings';

/** Files in which a project says what it needs, the ones that are read first. */
export const NPM_LOCK_FILES = [
  'npm-shrinkwrap.json',
  'package-lock.json',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
] as const;

/**
 * Reads the packages of a project.
 *
 * @param texts of {@link NPM_LOCK_FILES} by name; of a monorepo, too, the package.json of its folders by path
 * @param where the project is, for people
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function readProject(texts: ReadonlyMap<string, string>, where: string): NpmPackages {
  const text = texts.get('npm-shrinkwrap.json') ?? texts.get('package-lock.json');
  if (text !== undefined) return parsePackageLock(text);
  const ofPnpm = texts.get('pnpm-lock.yaml');
  if (ofPnpm !== undefined) {
    requireUsualLayout(texts.get('pnpm-workspace.yaml') ?? '');
    return readPnpmLock(ofPnpm);
  }
  throw noLock(texts, where);
}

/** Paths of the package.json of all folders of a project, but for its own. */
export function manifestPaths(packages: NpmPackages): string[] {
  return [...packages.values()].flatMap(({ path, source }) =>
    source.type === 'folder' && path !== '' ? [`${path}/package.json`] : [],
  );
}

/**
 * Holds a lock to each package.json of the project, as `npm ci` does.
 *
 * @param texts by path
 * @throws BuildError `E_NPM_LOCK`
 */
export function requireManifests(
  packages: NpmPackages,
  texts: ReadonlyMap<string, string>,
  where: string,
) {
  const isNpm = ['npm-shrinkwrap.json', 'package-lock.json'].some((name) => texts.has(name));
  const maker = isNpm ? 'npm' : 'pnpm';
  for (const one of packages.values()) {
    if (one.source.type !== 'folder') continue;
    const path = [one.path, 'package.json'].filter(Boolean).join('/');
    const text = texts.get(path);
    if (text !== undefined) {
      requireSameManifest(one, text, `${path} ${where}`, maker);
      continue;
    }
    throw new BuildError('E_NPM_LOCK', `there is no ${path} ${where}`, {
      expected: 'a package.json in each folder that the lock of the packages names',
    });
  }
}

function noLock(texts: ReadonlyMap<string, string>, where: string): BuildError {
  const isYarn = texts.has('yarn.lock');
  return new BuildError('E_NPM_LOCK', `there is no package-lock.json ${where}`, {
    ...(isYarn ? { got: 'yarn.lock, of another program' } : {}),
    expected: 'the package-lock.json of npm 7 or newer, or the pnpm-lock.yaml of pnpm 9 or newer',
    fix: isYarn
      ? 'make one beside it: "npm install --package-lock-only"'
      : 'make it with "npm install --package-lock-only", or name its folder with "directory"',
  });
}
