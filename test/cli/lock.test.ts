import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GitServer, startGitServer } from '../support/git-server';
import { helloFiles, typescriptProject } from '../support/hello-project';
import { InstalledPackage, type RunOptions, writeFiles } from '../support/installed-package';
import { listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();
const gitRoot = temporaryFolder('git');
let git: GitServer;

jest.setTimeout(30_000);

beforeAll(async () => {
  git = await startGitServer(gitRoot);
  git.addRepository('hello', [
    { message: 'first', files: { a: '1' }, annotatedTags: { 'v1.0.0': 'one' }, tags: ['light'] },
  ]);
});
afterAll(() => git.close());

/** An app that asks for refs of a repository, and says which of them the lock does not answer. */
const asks = (url: string, refs: readonly string[]) => `
  const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  const refs = ${JSON.stringify(refs)};
  const lock = existsSync('synth.lock.json') ? JSON.parse(readFileSync('synth.lock.json', 'utf8')) : { git: {} };
  const requests = refs.map((ref, index) => ({
    constructPath: 'app/source' + index,
    source: { file: 'app.js', line: index + 1, column: 1 },
    request: { kind: 'git', url: ${JSON.stringify(url)}, ref },
  }));
  const missing = requests.filter(({ request: { url, ref } }) => lock.git[url + '#' + ref] === undefined);
  mkdirSync(process.env.SYNTH_OUT, { recursive: true });
  writeFileSync(process.env.SYNTH_OUT + '/manifest.json', JSON.stringify({ version: 1, images: [], locals: {}, debianFiles: {}, requests, missing }));
`;

const TAG = 'refs/tags/v1.0.0';
const LIGHT = 'refs/tags/light';
const lockOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'synth.lock.json'), 'utf8'));
const run = (folder: string, args: readonly string[], options?: RunOptions) =>
  installed.synth(folder, args, options);

test('resolves what is missing, keeps what is locked, drops what nothing asks for', async () => {
  const url = `${git.httpUrl}/hello.git`;
  const folder = installed.project({ 'app.js': asks(url, [TAG, LIGHT]) });

  const first = await run(folder, ['lock']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toBe(
    'synth.lock.json written: 2 git refs, 0 Debian packages (2 requests resolved, 0 entries removed)\n',
  );
  const locked = lockOf(folder).git;
  expect(Object.keys(locked)).toEqual([`${url}#${LIGHT}`, `${url}#${TAG}`]);
  expect(locked[`${url}#${TAG}`]).toEqual({
    commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    tag: expect.stringMatching(/^[0-9a-f]{40}$/),
  });

  const requests = git.requests.length;
  const again = await run(folder, ['lock', '--json']);
  expect(JSON.parse(again.stdout)).toEqual({
    file: 'synth.lock.json',
    changed: false,
    added: 0,
    removed: 0,
    git: 2,
    packages: 0,
  });
  expect(git.requests).toHaveLength(requests);

  writeFiles(folder, { 'app.js': asks(url, [TAG]) });
  const less = await run(folder, ['lock']);
  expect(less.stdout).toContain('(0 requests resolved, 1 entries removed)');
  expect(Object.keys(lockOf(folder).git)).toEqual([`${url}#${TAG}`]);
});

test('--check exits 0 where the lock fits, 3 where it does not, and writes nothing', async () => {
  const url = `${git.httpUrl}/hello.git`;
  const folder = installed.project({ 'app.js': asks(url, [TAG]) });

  const missing = await run(folder, ['lock', '--check']);
  expect(missing).toMatchObject({ code: 3, stdout: '' });
  expect(missing.stderr).toContain(
    `error E_LOCK_DIFFERS  app/source0: "${TAG}" of ${url} is not locked\n`,
  );
  expect(missing.stderr).toContain('└─ source0    app.js:1:1\n');
  expect(existsSync(join(folder, 'synth.lock.json'))).toBe(false);

  await run(folder, ['lock']);
  expect(await run(folder, ['lock', '--check'])).toEqual({
    code: 0,
    stdout: 'synth.lock.json fits: 1 git ref, 0 Debian packages\n',
    stderr: '',
  });

  writeFiles(folder, { 'app.js': asks(url, [LIGHT]) });
  const both = await run(folder, ['lock', '--check', '--json']);
  expect(both.code).toBe(3);
  expect(JSON.parse(both.stdout)).toMatchObject({
    missing: [{ constructPath: 'app/source0' }],
    unused: [`git["${url}#${TAG}"]`],
  });
  expect(both.stderr).toContain(
    `entry git["${url}#${TAG}"] of synth.lock.json is asked for by nothing`,
  );
  expect(Object.keys(lockOf(folder).git)).toEqual([`${url}#${TAG}`]);
});

test('fails for a package that has another version on each platform of an image', async () => {
  const files = helloFiles();
  const committed = JSON.parse(files['synth.lock.json'] ?? '');
  const [archive] = Object.values<{ packages: { arm64: Record<string, { version: string }> } }>(
    committed.debian,
  );
  const { libc6 } = archive?.packages.arm64 ?? {};
  if (libc6 === undefined) throw new Error('the lock has no libc6');
  const rightVersion = libc6.version;
  libc6.version = '2.99-1';
  const lockFile = JSON.stringify(committed);
  const folder = typescriptProject(installed, { ...files, 'synth.lock.json': lockFile });
  const image = (files['app.ts'] ?? '').split('\n').findIndex((line) => /new RuntimeI/.test(line));

  for (const args of [[], ['lock'], ['lock', '--check']]) {
    const { code, stdout, stderr } = await run(folder, args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n').map((line) => line.trim())).toEqual([
      'error E_DEBIAN_VERSIONS_DISAGREE  hello: package "libc6" differs between platforms',
      'App',
      expect.stringMatching(`^└─ hello +app\\.ts:${image + 1}:1$`),
      `got       ${rightVersion} on linux/amd64, 2.99-1 on linux/arm64`,
      'expected  the same version on all platforms of the image, but for rebuilds (+b1)',
      expect.stringMatching(
        /^fix {7}take another snapshot date than "\d{8}T\d{6}Z", one at which /,
      ),
      'more      synth explain E_DEBIAN_VERSIONS_DISAGREE',
      '',
    ]);
  }
  expect(readFileSync(join(folder, 'synth.lock.json'), 'utf8')).toBe(lockFile);

  writeFiles(folder, { 'synth.lock.json': files['synth.lock.json'] ?? '' });
  expect(await run(folder, ['lock', '--check'])).toMatchObject({ code: 0, stderr: '' });

  // An assembly that was made with the right lock, and a lock that has changed since.
  writeFiles(folder, { 'synth.lock.json': lockFile });
  const later = await run(folder, ['lock', '--check', '--app', 'synth.out']);
  expect(later.code).toBe(1);
  expect(later.stderr).toContain(
    'error E_DEBIAN_VERSIONS_DISAGREE  hello: package "libc6" differs',
  );
});

test('fails for refs that are not there, all of them at once, and leaves the lock as it was', async () => {
  const url = `${git.httpUrl}/hello.git`;
  const folder = installed.project({ 'app.js': asks(url, [TAG]) });
  await run(folder, ['lock']);
  const before = readFileSync(join(folder, 'synth.lock.json'), 'utf8');
  writeFiles(folder, { 'app.js': asks(url, [TAG, 'refs/tags/v1.0.1', 'refs/heads/nope']) });

  const { code, stdout, stderr } = await run(folder, ['lock']);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.match(/^error E_GIT_REF_UNKNOWN /gm)).toHaveLength(2);
  expect(stderr).toContain('└─ source1    app.js:2:1\n');
  expect(stderr).toContain('└─ source2    app.js:3:1\n');
  expect(stderr).toMatch(/\n2 errors\n$/);
  expect(readFileSync(join(folder, 'synth.lock.json'), 'utf8')).toBe(before);
});

test.each([
  ['{', 'error E_LOCK_FORMAT  synth.lock.json is no JSON'],
  ['{"version": 99}', 'error E_LOCK_FORMAT  synth.lock.json has version 99'],
  ['<<<<<<< ours\n{}\n', 'error E_LOCK_FORMAT  synth.lock.json is no JSON'],
])('rejects the lock %j and leaves it alone', async (text, message) => {
  const folder = installed.project({
    'app.js': asks(`${git.httpUrl}/hello.git`, [TAG]).replace(
      "existsSync('synth.lock.json')",
      'false',
    ),
    'synth.lock.json': text,
  });

  const { code, stderr } = await run(folder, ['lock']);

  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(readFileSync(join(folder, 'synth.lock.json'), 'utf8')).toBe(text);
});

test('Ctrl-C while a server keeps it waiting exits 130 and leaves the lock as it was', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((done) => {
    asked = done;
  });
  const server = await listenOnLoopback(() => asked());
  const folder = installed.project({ 'app.js': asks(`${git.httpUrl}/hello.git`, [TAG]) });
  await run(folder, ['lock']);
  const before = readFileSync(join(folder, 'synth.lock.json'), 'utf8');
  writeFiles(folder, { 'app.js': asks(`${server.url}/hello.git`, [TAG]) });

  const { code, stdout, stderr } = await run(folder, ['lock'], {
    onStart: ({ kill }) => void isAsked.then(() => kill('SIGINT')),
  });
  await server.close();

  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toBe('interrupted: stopping; press Ctrl-C again to kill\ninterrupted\n');
  expect(readFileSync(join(folder, 'synth.lock.json'), 'utf8')).toBe(before);
  expect(readdirSync(folder).sort()).toEqual([
    '.cache',
    'app.js',
    'node_modules',
    'synth.lock.json',
    'synth.out',
  ]);
});
