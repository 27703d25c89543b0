import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  type BuildError,
  DebianBase,
  LocalFiles,
  NodeProgram,
  NpmPackages,
  type NpmPackagesProps,
  PinnedGitSource,
  RuntimeImage,
} from '../../../constructs';
import { fakeLock } from '../../../constructs/testing/fake-answers';
import { NPM } from '../../../lib/inputs/npm/kind';
import { TARBALL } from '../../../lib/inputs/tarball/kind';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { errorsOf, execsOf, lowered } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('npm-packages');
process.env.SYNTH_FOLDER = folder;
const INTEGRITY = `sha512-${Buffer.alloc(64).toString('base64')}`;
const entry = (more: object = {}) => ({ version: '1.0.0', integrity: INTEGRITY, ...more });
const ALL = {
  '': { dependencies: { a: '^1.0.0' }, optionalDependencies: { 'a-arm64': '1.0.0' } },
  'node_modules/a': entry({ dependencies: { scripted: '1' } }),
  'node_modules/a-arm64': entry({ optional: true, cpu: ['arm64'] }),
  'node_modules/scripted': entry({ hasInstallScript: true }),
};
const MANIFEST = { dependencies: { a: '^1.0.0' }, optionalDependencies: { 'a-arm64': '1.0.0' } };

let count = 0;
/** A project of the app, in a folder of its own. */
function project(packages: object = ALL, files: Record<string, string> = {}): string {
  count += 1;
  const path = `project${count}`;
  mkdirSync(join(folder, path));
  const all = {
    'package.json': JSON.stringify(MANIFEST),
    'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    if (text !== '') writeFileSync(join(folder, path, name), text);
  }
  return path;
}

type Given = Partial<NpmPackagesProps> | ((app: App) => Partial<NpmPackagesProps>);

function npmApp(given: Given, hasProgram = false): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const props = typeof given === 'function' ? given(app) : given;
  const packages = new NpmPackages(app, 'packages', { base: debian, ...props });
  const files = hasProgram ? new NodeProgram(app, 'program', { packages }) : packages;
  new RuntimeImage(app, 'server', {
    base: debian.runtime({ packages: ['nodejs'] }),
    files: [files.at('/app')],
    entrypoint: ['/usr/bin/node', '/app/server.js'],
    waivers: { healthcheck: 'it ends' },
    platforms: ['linux/amd64', 'linux/arm64'],
  });
  return app;
}
const ofFiles =
  (path: string, more: Partial<NpmPackagesProps> = {}) =>
  (app: App): Partial<NpmPackagesProps> => ({
    source: new LocalFiles(app, 'source', { path }),
    node: '20.19.2',
    ...more,
  });
const IGNORED = { ignoreScripts: ['scripted'] };
const failure = (given: Given): BuildError | undefined =>
  errorsOf(() => fakeLock(npmApp(given)))[0] ??
  errorsOf(() => npmApp(given).assemble(EMPTY_LOCK)).find(({ code }) => code !== 'E_LOCK_MISSING');

describe('packages of npm', () => {
  test('are unpacked without network on the build platform, of files that the client sends', () => {
    const app = npmApp(ofFiles(project(), IGNORED));
    const [exec] = execsOf(lowered(app, 'linux/arm64'), '/bin/sh').filter(({ args }) =>
      args[1]?.endsWith('npm-unpack.sh'),
    );
    const { archiveFiles, locals } = app.assemble(fakeLock(app));

    expect(exec).toMatchObject({ network: 'none', platform: { architecture: 'amd64' } });
    expect(exec?.mounts.map(({ dest }) => dest)).toEqual(
      expect.arrayContaining(['/npm/plan', '/npm/files/0', '/npm/files/1', '/out']),
    );
    const sent = Object.entries(locals).filter(([, input]) => input.type === 'archive-files');
    expect(sent.map(([name]) => name)).toEqual([
      expect.stringMatching(/^npm-[0-9a-f]{32}$/),
      expect.stringMatching(/^npm-[0-9a-f]{32}$/),
    ]);
    expect(archiveFiles['https://registry.npmjs.org/a/-/a-1.0.0.tgz']).toMatchObject({
      archive: 'npm',
      path: 'a/-/a-1.0.0.tgz',
    });
  });

  test('ask the lock for the archives of a platform alone', () => {
    const app = npmApp(ofFiles(project(), IGNORED));
    const { files } = sectionOf(fakeLock(app), TARBALL);

    expect(Object.keys(files).sort()).toEqual([
      'https://registry.npmjs.org/a-arm64/-/a-arm64-1.0.0.tgz',
      'https://registry.npmjs.org/a/-/a-1.0.0.tgz',
      'https://registry.npmjs.org/scripted/-/scripted-1.0.0.tgz',
    ]);
  });

  test('may be of a repository, once its commit is locked, or by name', () => {
    const keys = (given: Given) => Object.keys(sectionOf(fakeLock(npmApp(given)), NPM));

    expect(
      keys((app) => ({
        directory: 'server',
        source: new PinnedGitSource(app, 'git', { url: 'https://example.org/x.git', tag: 'v1' }),
      })),
    ).toEqual([expect.stringMatching(/^https:\/\/example\.org\/x\.git#[0-9a-f]{40}:server$/)]);
    expect(keys({ packages: { left: '^1.0.0', '@a/b': '2.0.0' } })).toEqual([
      '@a/b@2.0.0, left@^1.0.0',
    ]);
  });

  test('with install scripts are named, unless the app says what is to be done', () => {
    const error = failure(ofFiles(project()));

    expect(error).toMatchObject({
      code: 'E_NPM_SCRIPTS',
      details: { got: 'scripted 1.0.0', constructPath: 'packages' },
    });
    expect(error?.details.fix).toContain("ignoreScripts: ['scripted']");
    expect(failure(ofFiles(project(), IGNORED))).toBeUndefined();
  });

  test('are told where what the app says of scripts is of no package', () => {
    for (const wrong of [{ ignoreScripts: ['a'] }, { scripts: ['nowhere'] }]) {
      expect(failure(ofFiles(project(), wrong))?.code).toBe('E_NPM_SCRIPTS');
    }
    expect(failure(ofFiles(project(), { ...IGNORED, scripts: ['scripted'] }))?.message).toContain(
      'in "scripts" and in',
    );
  });

  test('have their scripts run for the platform that builds, and for no other', () => {
    const app = npmApp(ofFiles(project(), { scripts: ['scripted'] }));
    const error = failure(ofFiles(project(), { scripts: ['scripted'] }));

    expect(error?.details.got).toBe('it runs on linux/amd64, and is for linux/arm64');
    expect(errorsOf(() => fakeLock(app)).length).toBeGreaterThan(0);
  });

  test('are held to the Node that they run with', () => {
    const packages = { ...ALL, 'node_modules/a': entry({ engines: { node: '^18 || >=22' } }) };
    const error = failure(ofFiles(project(packages)));

    expect(error).toMatchObject({
      code: 'E_NPM_NODE',
      details: { got: 'Node 20.19.2', expected: 'a: ^18 || >=22' },
    });
    expect(failure(ofFiles(project(packages), { node: '22.1.0' }))).toBeUndefined();
    expect(failure(ofFiles(project(packages), { ignoreEngines: ['a'] }))).toBeUndefined();
  });

  test('are told where the registry has what is for a platform, and the lock has not', () => {
    const path = project({
      ...ALL,
      'node_modules/a': entry({ optionalDependencies: { 'a-x64': '1.0.0' } }),
    });
    const app = npmApp(ofFiles(path));
    const lock = fakeLock(app);
    const needs = { os: ['linux'], cpu: ['x64'], libc: [] };
    const tarball = { ...sectionOf(lock, TARBALL), absent: { 'a-x64@1.0.0': { for: needs } } };
    const [error, ...others] = errorsOf(() =>
      npmApp(ofFiles(path)).assemble({ sections: { ...lock.sections, tarball } }),
    );

    expect(others).toEqual([]);
    expect(error).toMatchObject({ code: 'E_NPM_PLATFORM', details: { got: 'no a-x64@1.0.0' } });
    expect(error?.message).toContain('linux/amd64');
  });

  test.each([
    ['no lock', { 'package-lock.json': '' }, 'npm install --package-lock-only'],
    [
      'an older lock of pnpm',
      { 'package-lock.json': '', 'pnpm-lock.yaml': "lockfileVersion: '6.0'" },
      'with pnpm 9 or newer',
    ],
    [
      'a lock of yarn that a merge left',
      { 'package-lock.json': '', 'yarn.lock': '<<<<<<< HEAD' },
      'run "yarn install"',
    ],
    [
      'the lock of yarn 2 or newer',
      { 'package-lock.json': '', 'yarn.lock': '__metadata:\n  version: 8\n' },
      'make a package-lock.json beside it',
    ],
    [
      'another package.json',
      { 'package.json': JSON.stringify({ dependencies: { b: '1' } }) },
      'commit both',
    ],
    [
      'a lock of version 1',
      { 'package-lock.json': JSON.stringify({ lockfileVersion: 1 }) },
      '--lockfile-version 3',
    ],
    ['no package.json', { 'package.json': '' }, ''],
  ])('of a project with %s are told, with a way out', (_what, files, fix) => {
    const error = failure(ofFiles(project(ALL, files)));

    expect(error).toMatchObject({ code: 'E_NPM_LOCK', details: { constructPath: 'packages' } });
    expect(error?.details.fix ?? '').toContain(fix);
  });

  test('of a project of pnpm are at its places, with what archives alone say of them', () => {
    const lock = [
      "lockfileVersion: '9.0'",
      'importers:',
      '  .: {dependencies: {a: {specifier: ^1.0.0, version: 1.0.0}}}',
      `packages: {a@1.0.0: {resolution: {integrity: ${INTEGRITY}}}}`,
      'snapshots: {a@1.0.0: {}}',
    ].join('\n');
    const manifest = JSON.stringify({ dependencies: { a: '^1.0.0' } });
    const files = { 'package-lock.json': '', 'pnpm-lock.yaml': lock, 'package.json': manifest };
    const path = project({}, files);
    const locked = fakeLock(npmApp(ofFiles(path)));
    const url = 'https://registry.npmjs.org/a/-/a-1.0.0.tgz';
    const errorsWith = (said: object, more: Partial<NpmPackagesProps> = {}) => {
      const section = sectionOf(locked, TARBALL);
      const known = { ...section.files[url], manifest: said } as never;
      const tarball = { ...section, files: { [url]: known } };
      const app = npmApp(ofFiles(path, more));
      return errorsOf(() => app.assemble({ sections: { ...locked.sections, tarball } }));
    };

    expect(errorsWith({ bin: { a: 'cli.js' } })).toEqual([]);
    expect(errorsWith({ bin: { a: '../../x' } })[0]?.code).toBe('E_NPM_LOCK');
    expect(errorsWith({ hasInstallScript: true })[0]?.details.got).toBe('a 1.0.0');
    expect(errorsWith({ hasInstallScript: true }, { ignoreScripts: ['a'] })).toEqual([]);
    expect(errorsWith({ hasInstallScript: true }, { scripts: ['a'] })[0]?.message).toBe(
      'packages: the install script of "a" cannot run in a project of pnpm',
    );
  });

  test('of a project of yarn are at their places, once it is locked what archives say', () => {
    const url = (name: string) => `https://registry.npmjs.org/${name}/-/${name}-1.0.0.tgz`;
    const block = (name: string) => [
      `${name}@^1.0.0:`,
      '  version "1.0.0"',
      `  resolved "https://registry.yarnpkg.com/${name}/-/${name}-1.0.0.tgz#0"`,
      `  integrity ${INTEGRITY}`,
    ];
    const lock = [...block('a'), ...block('b'), ''].join('\n');
    const manifest = JSON.stringify({
      dependencies: { a: '^1.0.0' },
      devDependencies: { b: '^1.0.0' },
    });
    const files = { 'package-lock.json': '', 'yarn.lock': lock, 'package.json': manifest };
    const path = project({}, files);
    const locked = fakeLock(npmApp(ofFiles(path)));
    const section = sectionOf(locked, TARBALL);
    const errorsWith = (said: object) => {
      const known = { ...section.files[url('a')], manifest: said } as never;
      const tarball = { ...section, files: { ...section.files, [url('a')]: known } };
      const app = npmApp(ofFiles(path));
      return errorsOf(() => app.assemble({ sections: { ...locked.sections, tarball } }));
    };
    const { archiveFiles } = npmApp(ofFiles(path)).assemble(locked);

    // Where those for development lie decides where the others do.
    expect(Object.keys(section.files).sort()).toEqual([url('a'), url('b')]);
    expect(Object.keys(archiveFiles)).toContain(url('a'));
    expect(Object.keys(archiveFiles)).not.toContain(url('b'));
    expect(errorsWith({ hasInstallScript: true })[0]?.details.got).toBe('a 1.0.0');
    expect(errorsWith({ cpu: ['x64'] })[0]?.code).toBe('E_NPM_PLATFORM');
  });

  test('are of a source or by name, and of nothing else', () => {
    const codes = (props: object) =>
      errorsOf(() => npmApp(props).assemble(EMPTY_LOCK)).map(({ code }) => code);

    expect(codes({})).toEqual(['E_PROPERTY']);
    expect(codes({ packages: { a: '1' }, directory: 'x' })).toEqual(['E_PROPERTY']);
    expect(codes({ packages: { '../a': '1' } })).toEqual(['E_PROPERTY']);
    expect(codes({ packages: { a: 'git+https://example.org/x.git' } })).toEqual(['E_PROPERTY']);
    expect(codes({ packages: { a: '1' }, scripts: ['../x'] })).toEqual(['E_PROPERTY']);
  });
});

describe('a program of Node', () => {
  test('is of a project: packages by name are none', () => {
    expect(
      errorsOf(() => npmApp({ packages: { a: '1' } }, true).assemble(EMPTY_LOCK))[0],
    ).toMatchObject({
      code: 'E_PROPERTY',
      details: { fix: "put the packages themselves into the image: packages.at('/app')" },
    });
  });

  test('has the files of the project, without those that others made', () => {
    const app = npmApp(ofFiles(project(), IGNORED), true);
    const text = lowered(app, 'linux/amd64')
      .ops.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
      .join('\n');

    expect(text).toContain('**/node_modules');
    expect(text).toContain('**/.npmrc');
  });
});
