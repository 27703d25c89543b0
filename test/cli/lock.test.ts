import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_LINE, filesApp } from '../support/files-app';
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

/** An app that asks for tags of a repository, each on a line of its own. */
const asks = (url: string, tags: readonly string[]) =>
  filesApp(
    ...tags.map(
      (tag, index) =>
        `const source${index} = new PinnedGitSource(app, 'source${index}', { url: '${url}', tag: '${tag}' });`,
    ),
    `new FilesImage(app, 'files', [${tags.map((_, index) => `source${index}`)}]);`,
  );

const TAG = 'v1.0.0';
const LIGHT = 'light';
const keyOf = (url: string, tag: string) => `${url}#refs/tags/${tag}`;
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
    'synth.lock.json written: 2 git refs (2 requests resolved, 0 entries removed)\n',
  );
  const locked = lockOf(folder).git;
  expect(Object.keys(locked)).toEqual([keyOf(url, LIGHT), keyOf(url, TAG)]);
  expect(locked[keyOf(url, TAG)]).toEqual({
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
    entries: { git: 2 },
  });
  expect(git.requests).toHaveLength(requests);

  writeFiles(folder, { 'app.js': asks(url, [TAG]) });
  const less = await run(folder, ['lock']);
  expect(less.stdout).toContain('(0 requests resolved, 1 entry removed)');
  expect(Object.keys(lockOf(folder).git)).toEqual([keyOf(url, TAG)]);
});

test('resolves in the same run what an answer leads to, and writes the lock once', async () => {
  const files = await listenOnLoopback(({ url }, response) => void response.end(`file of ${url}`));
  const url = `${git.httpUrl}/hello.git`;
  const app = filesApp(
    'class Release extends LocatedConstruct {',
    '  lower(target) {',
    `    const answer = target.ask(this, GIT, { url: '${url}', ref: 'refs/tags/${TAG}' });`,
    '    if (answer === undefined) return scratch();',
    `    const url = '${files.url}/' + answer.commit + '.tar.gz';`,
    '    const file = target.ask(this, HTTP, { url });',
    "    return file === undefined ? scratch() : http(url, { checksum: 'sha256:' + file.sha256 });",
    '  }',
    '}',
    "new FilesImage(app, 'files', [new Release(app, 'release')]);",
  );
  const folder = installed.project({ 'app.js': app });
  try {
    const { code, stderr, stdout } = await run(folder, ['lock']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      'synth.lock.json written: 1 git ref, 1 file (2 requests resolved, 0 entries removed)\n',
    );
    const { git: refs, http: locked } = lockOf(folder);
    const { commit } = refs[keyOf(url, TAG)];
    expect(Object.keys(locked)).toEqual([`${files.url}/${commit}.tar.gz`]);
  } finally {
    await files.close();
  }
  expect(await run(folder, ['lock', '--check'])).toMatchObject({ code: 0 });
  expect(await run(folder, [])).toMatchObject({ code: 0, stderr: '' });

  // Nothing of the first answer is kept where the second cannot be had.
  rmSync(join(folder, 'synth.lock.json'));
  const { code, stderr } = await run(folder, ['lock']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error E_HTTP_UNREACHABLE /m);
  expect(existsSync(join(folder, 'synth.lock.json'))).toBe(false);
});

test('drops what an answer led to when that is locked anew', async () => {
  const moving = git.addRepository('moving', [{ message: 'one', files: { a: '1' } }]);
  const url = `${git.httpUrl}/moving.git`;
  const files = await listenOnLoopback((_, response) => void response.end('a file'));
  const app = filesApp(
    'class Release extends LocatedConstruct {',
    '  lower(target) {',
    `    const answer = target.ask(this, GIT, { url: '${url}', ref: 'refs/heads/main' });`,
    `    if (answer !== undefined) target.ask(this, HTTP, { url: '${files.url}/' + answer.commit });`,
    '    return scratch();',
    '  }',
    '}',
    "new FilesImage(app, 'files', [new Release(app, 'release')]);",
  );
  const folder = installed.project({ 'app.js': app });
  await run(folder, ['lock']);
  const { git: _, ...rest } = lockOf(folder);
  const { commits } = moving.add([{ message: 'two', files: { a: '2' } }]);
  writeFiles(folder, { 'synth.lock.json': JSON.stringify(rest) });

  const { code, stderr } = await run(folder, ['lock']);
  await files.close();

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(Object.keys(lockOf(folder).http)).toEqual([`${files.url}/${commits.at(-1)}`]);
});

test('keeps what is locked though it is asked for only after another answer', async () => {
  const url = `${git.httpUrl}/hello.git`;
  let content = 'first';
  const files = await listenOnLoopback((_, response) => void response.end(content));
  const app = filesApp(
    'class Release extends LocatedConstruct {',
    '  lower(target) {',
    `    const answer = target.ask(this, GIT, { url: '${url}', ref: 'refs/tags/${TAG}' });`,
    `    if (answer !== undefined) target.ask(this, HTTP, { url: '${files.url}/' + answer.commit });`,
    '    return scratch();',
    '  }',
    '}',
    "new FilesImage(app, 'files', [new Release(app, 'release')]);",
  );
  const folder = installed.project({ 'app.js': app });
  await run(folder, ['lock']);
  const before = lockOf(folder);
  const { git: _, ...rest } = before;
  writeFiles(folder, { 'synth.lock.json': JSON.stringify(rest) });
  content = 'second';

  const { code, stdout } = await run(folder, ['lock']);
  await files.close();

  expect(code).toBe(0);
  expect(stdout).toContain('(1 request resolved, 0 entries removed)');
  expect(lockOf(folder)).toEqual(before);
});

test('an assembly tells which answers have changed since it was made', async () => {
  const url = `${git.httpUrl}/hello.git`;
  const folder = installed.project({ 'app.js': asks(url, [TAG, LIGHT]) });
  await run(folder, ['lock']);
  await run(folder, []);
  const ofAssembly = ['lock', '--check', '--app', 'synth.out'];
  expect(await run(folder, ofAssembly)).toMatchObject({ code: 0, stderr: '' });
  const moved = lockOf(folder);
  moved.git[keyOf(url, TAG)].commit = '0'.repeat(40);
  writeFiles(folder, { 'synth.lock.json': JSON.stringify(moved) });

  const { code, stderr } = await run(folder, ofAssembly);
  const json = await run(folder, [...ofAssembly, '--json']);

  expect(code).toBe(3);
  expect(stderr).toContain(
    `error E_LOCK_DIFFERS  source0: "refs/tags/${TAG}" of ${url} is locked otherwise now\n`,
  );
  expect(stderr).toContain('fix       run "synth" again\n');
  expect(stderr).not.toContain('source1');
  expect(JSON.parse(json.stdout)).toMatchObject({
    missing: [],
    changed: [{ constructPath: 'source0' }],
    unused: [],
  });
  // The app itself takes the lock as it is.
  expect(await run(folder, ['lock', '--check'])).toMatchObject({ code: 0 });
});

test('--check exits 0 where the lock fits, 3 where it does not, and writes nothing', async () => {
  const url = `${git.httpUrl}/hello.git`;
  const folder = installed.project({ 'app.js': asks(url, [TAG]) });

  const missing = await run(folder, ['lock', '--check']);
  expect(missing).toMatchObject({ code: 3, stdout: '' });
  expect(missing.stderr).toContain(
    `error E_LOCK_DIFFERS  source0: "refs/tags/${TAG}" of ${url} is not locked\n`,
  );
  expect(missing.stderr).toContain(`└─ source0 (PinnedGitSource)    app.js:${FIRST_LINE}:17\n`);
  expect(existsSync(join(folder, 'synth.lock.json'))).toBe(false);

  await run(folder, ['lock']);
  expect(await run(folder, ['lock', '--check'])).toEqual({
    code: 0,
    stdout: 'synth.lock.json fits: 1 git ref\n',
    stderr: '',
  });

  writeFiles(folder, { 'app.js': asks(url, [LIGHT]) });
  const both = await run(folder, ['lock', '--check', '--json']);
  expect(both.code).toBe(3);
  expect(JSON.parse(both.stdout)).toMatchObject({
    missing: [{ constructPath: 'source0' }],
    changed: [],
    unused: [`git["${keyOf(url, TAG)}"]`],
  });
  expect(both.stderr).toContain(
    `entry git["${keyOf(url, TAG)}"] of synth.lock.json is asked for by nothing`,
  );
  expect(Object.keys(lockOf(folder).git)).toEqual([keyOf(url, TAG)]);
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
      expect.stringMatching(/^fix {7}take another snapshot date, one at which /),
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
  expect(later.code).toBe(3);
  expect(later.stderr).toMatch(
    /^error E_LOCK_DIFFERS {2}hello: the package set .* for arm64 is locked otherwise now$/m,
  );
  expect(later.stderr).not.toContain('amd64 is locked otherwise');
  expect(later.stderr).toContain('fix       run "synth" again\n');
});

test('fails for refs that are not there, all of them at once, and leaves the lock as it was', async () => {
  const url = `${git.httpUrl}/hello.git`;
  const folder = installed.project({ 'app.js': asks(url, [TAG]) });
  await run(folder, ['lock']);
  const before = readFileSync(join(folder, 'synth.lock.json'), 'utf8');
  writeFiles(folder, { 'app.js': asks(url, [TAG, 'v1.0.1', 'nope']) });

  const { code, stdout, stderr } = await run(folder, ['lock']);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.match(/^error E_GIT_REF_UNKNOWN /gm)).toHaveLength(2);
  expect(stderr).toContain(`└─ source1 (PinnedGitSource)    app.js:${FIRST_LINE + 1}:17\n`);
  expect(stderr).toContain(`└─ source2 (PinnedGitSource)    app.js:${FIRST_LINE + 2}:17\n`);
  expect(stderr).toMatch(/\n2 errors\n$/);
  expect(readFileSync(join(folder, 'synth.lock.json'), 'utf8')).toBe(before);
});

test.each([
  ['{', 'error E_LOCK_FORMAT  synth.lock.json is no JSON'],
  ['{"version": 99}', 'error E_LOCK_FORMAT  synth.lock.json has version 99'],
  ['<<<<<<< ours\n{}\n', 'error E_LOCK_FORMAT  synth.lock.json is no JSON'],
])('rejects the lock %j and leaves it alone', async (text, message) => {
  const folder = installed.project({
    'app.js': asks(`${git.httpUrl}/hello.git`, [TAG]),
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
