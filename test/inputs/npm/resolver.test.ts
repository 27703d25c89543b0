import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM } from '../../../lib/inputs/npm/kind';
import type { NpmRequest } from '../../../lib/inputs/npm/request';
import { SchemaReader } from '../../../lib/json';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { type GitServer, startGitServer } from '../../support/git-server';
import {
  integrityOf,
  lockEntry,
  type MadePackage,
  type NpmRegistry,
  packageLock,
  packageTgz,
  serveNpm,
} from '../../support/npm-registry';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('npm-resolver');
const A: MadePackage = {
  name: 'a',
  version: '1.2.0',
  fields: { dependencies: { '@acme/b': '^2.0.0' }, bin: { a: 'cli.js' } },
};
const SCOPED: MadePackage = { name: '@acme/b', version: '2.0.0' };
const INTEGRITY = integrityOf(packageTgz(SCOPED));

let git: GitServer;
let registry: NpmRegistry;
beforeAll(async () => {
  git = await startGitServer(folder);
  registry = await serveNpm([A, SCOPED]);
});
afterAll(async () => {
  git.close();
  await registry.close();
});

async function resolve(request: NpmRequest) {
  const npmrc = join(folder, '.npmrc');
  writeFileSync(npmrc, `registry=${registry.url}/\ncache=${join(folder, 'npm-cache')}\n`);
  const environment = { mirrors: {}, keyrings: [], proxies: {}, cacheFolder: folder, npmrc };
  const options = { environment: environment as never };
  const section = sectionOf(await resolveLock(asked(NPM, request), EMPTY_LOCK, options), NPM);
  const lock = NPM.section.find(section, request);
  return {
    section,
    lock,
    packages: lock !== undefined && 'packages' in lock ? lock.packages : undefined,
  };
}
const failure = (request: NpmRequest) =>
  resolve(request).then(
    () => undefined,
    ({ errors, ...own }) => errors?.[0] ?? own,
  );
const atCommit = (name: string, commit = '', inner = ''): NpmRequest => ({
  type: 'git',
  url: `${git.gitUrl}/${name}.git`,
  commit,
  folder: inner,
});

describe('the packages of a repository', () => {
  test('are those of package-lock.json at the commit, in its folder', async () => {
    const lock = packageLock(
      { dependencies: { a: '^1.0.0' } },
      { 'node_modules/a': lockEntry(A), 'node_modules/@acme/b': lockEntry(SCOPED) },
    );
    const { commits } = git.addRepository('server', [
      {
        message: '1',
        files: {
          'app/package-lock.json': lock,
          'app/package.json': JSON.stringify({ dependencies: { a: '^1.0.0' } }),
        },
      },
      { message: '2', files: { 'app/package-lock.json': null } },
    ]);
    const { packages, section } = await resolve(atCommit('server', commits[0], 'app'));

    expect(packages).toMatchObject({
      'node_modules/a': { version: '1.2.0', bin: { a: 'cli.js' } },
      'node_modules/@acme/b': { version: '2.0.0', integrity: INTEGRITY },
    });
    const text = NPM.section.write(section, '');
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    expect(NPM.section.read(JSON.parse(text), 'npm', schema)).toEqual(section);
    expect(await failure(atCommit('server', commits[1], 'app'))).toMatchObject({
      code: 'E_NPM_LOCK',
    });
  });

  test('are those of pnpm-lock.yaml where there is no other, at the places of pnpm', async () => {
    const lock = (integrity: string) =>
      [
        "lockfileVersion: '9.0'",
        'importers:',
        "  .: {dependencies: {'@acme/b': {specifier: ^2.0.0, version: 2.0.0}}}",
        `packages: {'@acme/b@2.0.0': {resolution: {integrity: ${integrity}}}}`,
        "snapshots: {'@acme/b@2.0.0': {}}",
      ].join('\n');
    const { commits } = git.addRepository('pnpm', [
      {
        message: '1',
        files: {
          'pnpm-lock.yaml': lock(INTEGRITY),
          'package.json': JSON.stringify({ dependencies: { '@acme/b': '^2.0.0' } }),
        },
      },
      { message: '2', files: { 'package.json': '{}' } },
    ]);
    const { packages, section } = await resolve(atCommit('pnpm', commits[0]));
    const place = 'node_modules/.pnpm/@acme+b@2.0.0/node_modules/@acme/b';

    expect(packages).toMatchObject({
      'node_modules/@acme/b': { link: true, resolved: place },
      [place]: { integrity: INTEGRITY, undescribed: true },
    });
    const text = NPM.section.write(section, '');
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    expect(NPM.section.read(JSON.parse(text), 'npm', schema)).toEqual(section);
    expect(await failure(atCommit('pnpm', commits[1]))).toMatchObject({ code: 'E_NPM_LOCK' });
  });

  test('are those of yarn.lock, with what package.json asks for, and are read again', async () => {
    const lock = [
      '"@acme/b@^2.0.0":',
      '  version "2.0.0"',
      '  resolved "https://registry.yarnpkg.com/@acme/b/-/b-2.0.0.tgz#0"',
      `  integrity ${INTEGRITY}`,
      '',
    ].join('\n');
    const { commits } = git.addRepository('yarn', [
      {
        message: '1',
        files: {
          'yarn.lock': lock,
          'package.json': JSON.stringify({ dependencies: { '@acme/b': '^2.0.0' } }),
        },
      },
      { message: '2', files: { 'package.json': null } },
    ]);
    const { lock: read, section } = await resolve(atCommit('yarn', commits[0]));

    expect(read).toEqual({
      yarn: {
        folders: { '': { dependencies: { '@acme/b': '^2.0.0' } } },
        packages: {
          '@acme/b@^2.0.0': {
            version: '2.0.0',
            resolved: 'https://registry.npmjs.org/@acme/b/-/b-2.0.0.tgz',
            integrity: INTEGRITY,
          },
        },
      },
    });
    const text = NPM.section.write(section, '');
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    expect(NPM.section.read(JSON.parse(text), 'npm', schema)).toEqual(section);
    expect(await failure(atCommit('yarn', commits[1]))).toMatchObject({ code: 'E_NPM_LOCK' });
  });
});

describe('a list of packages', () => {
  test('is resolved by npm, with the registry of .npmrc, and names no registry', async () => {
    const { packages } = await resolve({ type: 'list', packages: { a: '^1.0.0' } });

    expect(packages).toMatchObject({
      '': { dependencies: { a: '^1.0.0' } },
      'node_modules/a': { version: '1.2.0', integrity: integrityOf(packageTgz(A)) },
      'node_modules/@acme/b': { version: '2.0.0', integrity: INTEGRITY },
    });
    expect(JSON.stringify(packages)).not.toContain(registry.url);
  });

  test('with what no registry has is told with what npm says', async () => {
    const error = await failure({ type: 'list', packages: { nowhere: '1.0.0' } });

    expect(error).toMatchObject({ code: 'E_NPM_PROGRAM' });
    expect(error?.details.got).toContain('404');
  });
});
