import { BuildError } from '../errors';
import { requireSameManifest } from './manifest';
import { type NpmPackages, parsePackageLock } from './package-lock';
import { readPnpmLock } from './pnpm/pnpm-layout';
import { requireUsualLayout } from './pnpm/pnpm-settings';
import { readClassicLock } from './yarn/classic-lock';
import type { YarnProject } from './yarn/yarn-project';

/** Files in which a project says what it needs, the ones that are read first. */
export const NPM_LOCK_FILES = [
  'npm-shrinkwrap.json',
  'package-lock.json',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
] as const;

/** What a project needs: where it lies, or what yarn is to lay out, which takes what the archives say. */
export type NpmProject =
  | { readonly type: 'packages'; readonly packages: NpmPackages }
  | { readonly type: 'yarn'; readonly yarn: YarnProject };

/**
 * Reads the packages of a project.
 *
 * @param texts of {@link NPM_LOCK_FILES} by name; of a monorepo, too, the package.json of its folders by path
 * @param where the project is, for people
 * @throws BuildError `E_NPM_LOCK`, `E_NPM_SOURCE`
 */
export function readProject(texts: ReadonlyMap<string, string>, where: string): NpmProject {
  const text = texts.get('npm-shrinkwrap.json') ?? texts.get('package-lock.json');
  if (text !== undefined) return { type: 'packages', packages: parsePackageLock(text) };
  const ofPnpm = texts.get('pnpm-lock.yaml');
  if (ofPnpm !== undefined) {
    requireUsualLayout(texts.get('pnpm-workspace.yaml') ?? '');
    return { type: 'packages', packages: readPnpmLock(ofPnpm) };
  }
  const ofYarn = texts.get('yarn.lock');
  if (ofYarn === undefined) throw noLock(where);
  const manifest = texts.get('package.json');
  if (manifest === undefined) throw noManifest('package.json', where);
  return { type: 'yarn', yarn: readClassicLock(ofYarn, manifest, where) };
}

/** Paths of the package.json of all folders of a project, but for its own. */
export function manifestPaths(project: NpmProject): string[] {
  if (project.type === 'yarn') return [];
  return [...project.packages.values()].flatMap(({ path, source }) =>
    source.type === 'folder' && path !== '' ? [`${path}/package.json`] : [],
  );
}

/**
 * Holds a lock to each package.json of the project, as `npm ci` does. What a yarn.lock has not is found when
 * it is laid out.
 *
 * @param texts by path
 * @throws BuildError `E_NPM_LOCK`
 */
export function requireManifests(
  project: NpmProject,
  texts: ReadonlyMap<string, string>,
  where: string,
) {
  if (project.type === 'yarn') return;
  const isNpm = ['npm-shrinkwrap.json', 'package-lock.json'].some((name) => texts.has(name));
  const maker = isNpm ? 'npm' : 'pnpm';
  for (const one of project.packages.values()) {
    if (one.source.type !== 'folder') continue;
    const path = [one.path, 'package.json'].filter(Boolean).join('/');
    const text = texts.get(path);
    if (text !== undefined) {
      requireSameManifest(one, text, `${path} ${where}`, maker);
      continue;
    }
    throw noManifest(path, where);
  }
}

function noManifest(path: string, where: string): BuildError {
  return new BuildError('E_NPM_LOCK', `there is no ${path} ${where}`, {
    expected: 'a package.json in each folder that the lock of the packages names',
  });
}

function noLock(where: string): BuildError {
  return new BuildError('E_NPM_LOCK', `there is no package-lock.json ${where}`, {
    expected:
      'the package-lock.json of npm 7 or newer, the pnpm-lock.yaml of pnpm 9 or newer, or the yarn.lock of yarn 1',
    fix: 'make it with "npm install --package-lock-only", or name its folder with "directory"',
  });
}
