import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatedDebian, serveDatedDebian } from '../support/dated-debian';
import { filesApp } from '../support/files-app';
import { type GitServer, startGitServer } from '../support/git-server';
import { InstalledPackage, type RunOptions, writeFiles } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { onBoth, SNAPSHOT } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { tinyFiles } from '../support/tiny-debian';

jest.setTimeout(30_000);

const installed = new InstalledPackage();
const root = temporaryFolder('update-cli');
let git: GitServer;
let server: LoopbackServer;
let content = 'one';
/** What the tracker says. */
let tracker: unknown = {};

beforeAll(async () => {
  git = await startGitServer(join(root, 'git'));
  server = await listenOnLoopback(({ url }, response) => {
    response.end(url === '/tracker' ? JSON.stringify(tracker) : content);
  });
});
afterAll(() => Promise.all([git.close(), server.close()]));

const lockText = (folder: string) => readFileSync(join(folder, 'synth.lock.json'), 'utf8');
const lockOf = (folder: string) => JSON.parse(lockText(folder));
const run = (folder: string, args: readonly string[], options?: RunOptions) =>
  installed.synth(folder, args, options);

/** A repository at a branch and a tag, and two files of URLs, locked. */
async function files(name: string) {
  const repository = git.addRepository(name, [
    { message: 'one', files: { a: '1' }, tags: ['v1.0.0'] },
  ]);
  const url = `${git.httpUrl}/${name}.git`;
  content = 'one';
  const folder = installed.project({
    'app.js': filesApp(
      `const branch = new PinnedGitSource(app, 'branch', { url: '${url}', branch: 'main' });`,
      `const tag = new PinnedGitSource(app, 'tag', { url: '${url}', tag: 'v1.0.0' });`,
      `const [a, b] = ['a', 'b'].map((id) => new HttpFile(app, id, { url: '${server.url}/' + id }));`,
      "new FilesImage(app, 'files', [branch, tag, a, b]);",
    ),
  });
  expect(await run(folder, ['lock'])).toMatchObject({ code: 0, stderr: '' });
  const move = () => {
    content = 'two!';
    return repository.add([{ message: 'two', files: { a: '2' }, tags: ['v1.1.0'] }]).commits.at(-1);
  };
  return { folder, url, move };
}

test('nothing is outdated where nothing has moved, and of files of URLs nobody can tell', async () => {
  const { folder } = await files('still');

  expect(await run(folder, ['outdated'])).toEqual({
    code: 0,
    stdout: 'nothing is outdated\n',
    stderr: 'of 2 of kind "http" nobody can tell: "synth update" reads them again\n',
  });
});

test('outdated tells what update would bring, what the app would, and exits with 3', async () => {
  const { folder, move, url } = await files('moved');
  const commit = lockOf(folder).git[`${url}#refs/heads/main`].commit;
  const next = move();
  const before = lockText(folder);

  const text = await run(folder, ['outdated']);
  const json = await run(folder, ['outdated', '--json']);

  expect(text.code).toBe(3);
  expect(text.stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['NAME', expect.stringMatching(/^LOCKED/), expect.stringMatching(/^NEWEST/), 'BY', 'ADVISORY'],
    [url, 'v1.0.0', 'v1.1.0', 'the app'],
    [`${url}#refs/heads/main`, commit.slice(0, 12), next?.slice(0, 12), 'synth update'],
    [''],
  ]);
  expect(json.code).toBe(3);
  expect(JSON.parse(json.stdout)).toEqual({
    outdated: [
      {
        kind: 'git',
        name: url,
        locked: 'v1.0.0',
        newest: 'v1.1.0',
        by: 'app',
        constructPaths: ['tag'],
      },
      {
        ...{ kind: 'git', name: `${url}#refs/heads/main`, locked: commit, newest: next },
        ...{ by: 'update', constructPaths: ['branch'] },
      },
    ],
    errors: [],
    untold: ['a', 'b'].map((name) => ({
      ...{ kind: 'http', name: `${server.url}/${name}`, constructPath: name },
    })),
  });
  expect(lockText(folder)).toBe(before);
});

test('outdated fails where a host does not answer, names it, and tells of all others', async () => {
  const host = await startGitServer(join(root, 'gone'));
  host.addRepository('gone', [{ message: 'one', files: { a: '1' } }]);
  const moved = git.addRepository('answers', [{ message: 'one', files: { a: '1' } }]);
  const urls = [`${host.httpUrl}/gone.git`, `${git.httpUrl}/answers.git`];
  const folder = installed.project({
    'app.js': filesApp(
      ...urls.map(
        (url, index) =>
          `const of${index} = new PinnedGitSource(app, 'of${index}', { url: '${url}', branch: 'main' });`,
      ),
      "new FilesImage(app, 'files', [of0, of1]);",
    ),
  });
  expect(await run(folder, ['lock'])).toMatchObject({ code: 0 });
  await host.close();

  const still = await run(folder, ['outdated']);
  moved.add([{ message: 'two', files: { a: '2' } }]);
  const text = await run(folder, ['outdated']);
  const json = await run(folder, ['outdated', '--json']);

  expect(still).toMatchObject({ code: 1, stdout: '' });
  expect(text.code).toBe(1);
  expect(text.stdout).toContain(`${urls[1]}#refs/heads/main`);
  expect(text.stdout).not.toContain(urls[0]);
  expect(text.stderr).toMatch(/^error E_GIT/m);
  expect(text.stderr).toContain(urls[0]);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    outdated: [{ name: `${urls[1]}#refs/heads/main`, constructPaths: ['of1'] }],
    errors: [{ code: expect.stringMatching(/^E_GIT/), constructPath: 'of0' }],
  });
});

test('update moves what a construct asks for, and nothing else', async () => {
  const { folder, move, url } = await files('one');
  const before = lockOf(folder);
  const next = move();

  const { code, stderr, stdout } = await run(folder, ['update', 'a', 'branch']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = stdout.split('\n').map((line) => line.split(/ {2,}/));
  const { commit } = before.git[`${url}#refs/heads/main`];
  const after = lockOf(folder);
  const short = (entry: { sha256: string }) => `sha256:${entry.sha256.slice(0, 12)}`;
  const key = `${server.url}/a`;
  expect(rows).toEqual([
    ['NAME', expect.stringMatching(/^BEFORE/), expect.stringMatching(/^AFTER/), 'SIZE'],
    [`${url}#refs/heads/main`, commit.slice(0, 12), next?.slice(0, 12)],
    [key, short(before.http[key]), short(after.http[key]), '3B → 4B'],
    ['synth.lock.json written: 2 moved, 0 added, 0 removed'],
    [''],
  ]);
  expect(after).toEqual({
    ...before,
    git: { ...before.git, [`${url}#refs/heads/main`]: { commit: next } },
    http: { ...before.http, [key]: after.http[key] },
  });
  expect(await run(folder, ['lock', '--check'])).toMatchObject({ code: 0 });
});

test('update without names looks everything up anew, and says so where nothing is', async () => {
  const { folder, move } = await files('all');
  move();

  const moved = await run(folder, ['update', '--json']);
  const again = await run(folder, ['update']);

  expect(JSON.parse(moved.stdout)).toMatchObject({
    file: 'synth.lock.json',
    changed: true,
    moved: [
      { kind: 'git' },
      { kind: 'http', name: `${server.url}/a`, before: { size: 3 }, after: { size: 4 } },
      { kind: 'http', name: `${server.url}/b` },
    ],
  });
  expect(again).toEqual({ code: 0, stdout: 'synth.lock.json is up to date\n', stderr: '' });
});

test('fails for what is not there any more, for names of nothing and dates that are none, and writes nothing', async () => {
  const { folder, url } = await files('fails');
  const before = lockText(folder);
  writeFiles(folder, {
    'app.js': readFileSync(join(folder, 'app.js'), 'utf8').replace(/v1\.0\.0/g, 'v9'),
  });

  for (const [args, exit, message] of [
    [
      ['update', 'a', 'nothing'],
      1,
      'error E_UPDATE_NAME  nothing is locked by the name "nothing"\n',
    ],
    [['update', 'branch'], 1, `git repository ${url} has no tag "v9"`],
    [['update', '--snapshot', 'yesterday'], 2, 'option "--snapshot" is no date'],
    [['update', '--app', 'synth.out'], 2, 'command "update" needs an app to run'],
  ] as const) {
    const { code, stderr, stdout } = await run(folder, args);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toContain(message);
    expect(lockText(folder)).toBe(before);
  }
});

describe('of Debian', () => {
  const NEW = '20260120T000000Z';
  const own = (name: string, version: string, Depends?: string) =>
    onBoth(name, version, {
      Source: `${name}-source`,
      ...(Depends === undefined ? {} : { Depends }),
    });
  let debian: DatedDebian;
  let locked: string;

  beforeAll(async () => {
    const steady = [...own('base-files', '13'), ...own('busybox-static', '1.37')];
    debian = await serveDatedDebian(join(root, 'debian'), {
      [SNAPSHOT]: {
        packages: [...steady, ...own('libc6', '2.41'), ...own('libzstd1', '2.0', 'libc6')],
      },
      [NEW]: {
        packages: [...steady, ...own('libc6', '2.41'), ...own('libzstd1', '2.1', 'libc6')],
        security: own('libc6', '2.41-1'),
      },
    });
    const folder = installed.project(tinyFiles(debian));
    const env = { XDG_CACHE_HOME: join(root, 'cache') };
    const { code, stderr } = await run(folder, ['lock', ...debian.mirrorOptions(SNAPSHOT)], {
      env,
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    locked = lockText(folder);
  });
  afterAll(() => debian.server.close());

  const project = () => installed.project({ ...tinyFiles(debian), 'synth.lock.json': locked });
  const at = (folder: string, args: readonly string[], env = {}) =>
    run(folder, [...args, '--snapshot', NEW, ...debian.mirrorOptions(NEW)], {
      env: { XDG_CACHE_HOME: join(root, 'cache'), ...env },
    });
  const urlsOf = (folder: string): string[] =>
    Object.keys(
      JSON.parse(readFileSync(join(folder, 'synth.out/manifest.json'), 'utf8')).archiveFiles,
    );

  test('outdated tells of newer packages, and which are of security updates', async () => {
    const { code, stdout } = await at(project(), ['outdated']);

    expect(code).toBe(3);
    expect(stdout).toBe(
      [
        'NAME      LOCKED  NEWEST  BY            ADVISORY',
        'libc6     2.41    2.41-1  synth update  trixie-security',
        'libzstd1  2.0     2.1     synth update\n',
      ].join('\n'),
    );
  });

  test('update moves a package; its URL has the new date, and all others have the old one', async () => {
    const folder = project();

    const { code, stdout } = await at(folder, ['update', 'libzstd1']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^libzstd1 \(amd64\) {2}2\.0 {5}2\.1 /m);
    expect(stdout).toContain('synth.lock.json written: 1 moved, 0 added, 0 removed\n');
    expect(await run(folder, ['lock', '--check'])).toMatchObject({ code: 0, stderr: '' });
    const urls = urlsOf(folder);
    expect(urls.length).toBeGreaterThan(2);
    for (const url of urls) {
      expect(url).toContain(url.includes('libzstd1') ? `/${NEW}/` : `/${SNAPSHOT}/`);
    }
  });

  test('--security moves what advisories are about that are fixed, by the version of the source', async () => {
    tracker = {
      'libc6-source': {
        'CVE-2026-1': { releases: { trixie: { status: 'resolved', fixed_version: '2.41-1' } } },
        'CVE-2026-2': { releases: { trixie: { status: 'resolved', fixed_version: '0' } } },
        'CVE-2026-3': { releases: { trixie: { status: 'resolved', fixed_version: '2.41-9' } } },
        'CVE-2026-4': { releases: { trixie: { status: 'open' } } },
        'CVE-2026-5': { releases: { sid: { status: 'resolved', fixed_version: '2.41-1' } } },
      },
      libzstd1: {
        'CVE-2026-6': { releases: { trixie: { status: 'resolved', fixed_version: '2.1' } } },
      },
    };
    const env = { SYNTH_DEBIAN_TRACKER: `${server.url}/tracker` };
    const folder = project();

    const due = await at(folder, ['outdated', '--security', '--json'], env);
    const { code, stderr, stdout } = await at(folder, ['update', '--security', '--json'], env);

    expect(due.code).toBe(3);
    expect(JSON.parse(due.stdout)).toMatchObject({
      outdated: [{ name: 'libc6', advisory: 'CVE-2026-1' }],
      untold: [],
      advisories: [{ kind: 'debian', url: `${server.url}/tracker` }],
    });
    expect({ code, told: stderr.includes('advisories of http://127.0.0.1') }).toEqual({
      code: 0,
      told: true,
    });
    const { advisories, moved } = JSON.parse(stdout);
    expect(moved).toEqual([
      {
        ...{ kind: 'debian', name: 'libc6', of: 'amd64', advisories: ['CVE-2026-1'] },
        before: { version: '2.41', size: expect.any(Number) },
        after: { version: '2.41-1', size: expect.any(Number) },
      },
    ]);
    expect(advisories[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await at(folder, ['outdated', '--security'], env)).code).toBe(0);
  });

  test('verify --lock proves the lock, and names what was changed in it', async () => {
    const folder = project();
    await at(folder, ['update', 'libzstd1']);
    const env = { XDG_CACHE_HOME: join(root, 'cache') };
    const count = debian.server.requests.length;

    const proven = await run(folder, ['verify', '--lock'], { env });
    const json = await run(folder, ['verify', '--lock', '--json'], { env });

    expect(proven).toMatchObject({ code: 0, stderr: '' });
    expect(proven.stdout).toMatch(
      /^synth\.lock\.json is proven: \d+ Debian packages by 6 signed Releases\n$/,
    );
    expect(JSON.parse(json.stdout)).toMatchObject({ proven: { debian: { releases: 6 } } });
    writeFiles(folder, {
      'synth.lock.json': lockText(folder).replace(/"version": "2\.1"/, '"version": "9.9"'),
    });
    const changed = await run(folder, ['verify', '--lock'], { env });
    expect(changed).toMatchObject({ code: 3, stdout: '' });
    expect(changed.stderr).toContain(
      'error E_LOCK_PROOF  package "libzstd1" for amd64: the lock has something else\n',
    );
    expect(debian.server.requests).toHaveLength(count);

    const elsewhere = { XDG_CACHE_HOME: join(root, 'empty-cache') };
    const unproven = await run(folder, ['verify', '--lock'], { env: elsewhere });
    expect(unproven.code).toBe(3);
    expect(unproven.stderr.match(/^error E_LOCK_UNPROVEN /gm)).toHaveLength(6);
    expect(await run(folder, ['verify', '--fetch'], { env })).toMatchObject({ code: 2 });
  });

  test('a tracker that is none is told, and nothing moves', async () => {
    tracker = ['no object'];
    const folder = project();
    const env = { SYNTH_DEBIAN_TRACKER: `${server.url}/tracker` };

    const { code, stderr } = await at(folder, ['update', '--security'], env);

    expect({ code, told: stderr.includes('error E_DEBIAN_TRACKER') }).toEqual({
      code: 1,
      told: true,
    });
    expect(lockText(folder)).toBe(locked);
  });
});
