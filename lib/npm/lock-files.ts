import { BuildError } from '../errors';
import { requireSameManifest } from './manifest';
import { type NpmPackages, parsePackageLock } from './package-lock';

/** Files in which a project says what it needs, the ones that are read first. */
export const NPM_LOCK_FILES = [
  'npm-shrinkwrap.json',
  'package-lock.json',
  'package.json',
  'pnpm-lock.yaml',
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
  if (text === undefined) throw noLock(texts, where);
  return parsePackageLock(text);
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
  for (const one of packages.values()) {
    if (one.source.type !== 'folder') continue;
    const path = [one.path, 'package.json'].filter(Boolean).join('/');
    const text = texts.get(path);
    if (text !== undefined) {
      requireSameManifest(one, text, `${path} ${where}`);
      continue;
    }
    throw new BuildError('E_NPM_LOCK', `there is no ${path} ${where}`, {
      expected: 'a package.json in each folder that package-lock.json names',
    });
  }
}

function noLock(texts: ReadonlyMap<string, string>, where: string): BuildError {
  const others = ['yarn.lock', 'pnpm-lock.yaml'].filter((name) => texts.has(name));
  return new BuildError('E_NPM_LOCK', `there is no package-lock.json ${where}`, {
    ...(others.length === 0 ? {} : { got: `${others.join(' and ')}, of another program` }),
    expected: 'the package-lock.json of npm 7 or newer',
    fix:
      others.length === 0
        ? 'make it with "npm install --package-lock-only", or name its folder with "directory"'
        : 'make one beside it: "npm install --package-lock-only"',
  });
}
