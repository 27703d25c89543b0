import { lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { filesApp } from '../support/files-app';
import { InstalledPackage, runNode, writeFiles } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';

jest.setTimeout(30_000);

const installed = new InstalledPackage();
let server: LoopbackServer;

beforeAll(async () => {
  server = await listenOnLoopback((_, response) => void response.end('content'));
});
afterAll(() => server.close());

/** An app with one image of one file. */
const appOf = (name: string) =>
  filesApp(
    `const file = new HttpFile(app, 'file', { url: '${server.url}/${name}' });`,
    `new FilesImage(app, '${name}', [file]);`,
  );
const text = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');
const urlsOf = (folder: string, path: string) => Object.keys(JSON.parse(text(folder, path)).http);

test('two apps of one repository have each their own lock beside them', async () => {
  const folder = installed.project({ 'a/app.js': appOf('one'), 'b/app.js': appOf('two') });

  for (const app of ['a/app.js', 'b/app.js']) {
    expect(await installed.synth(folder, ['lock', '--app', app])).toMatchObject({ code: 0 });
  }

  expect(urlsOf(folder, 'a/synth.lock.json')).toEqual([`${server.url}/one`]);
  expect(urlsOf(folder, 'b/synth.lock.json')).toEqual([`${server.url}/two`]);
  expect(readdirSync(folder)).not.toContain('synth.lock.json');
  for (const app of ['a/app.js', 'b/app.js']) {
    expect(await installed.synth(folder, ['--app', app])).toMatchObject({ code: 0 });
    expect(await installed.synth(folder, ['lock', '--check', '--app', app])).toMatchObject({
      code: 0,
    });
  }
  // Run by itself, from anywhere, an app finds the same file.
  const byItself = await runNode([join(folder, 'a/app.js')], join(folder, 'b'));
  expect(byItself).toMatchObject({ code: 0, stderr: '' });
});

test('"lock" of synth.json names the file, for every command', async () => {
  const folder = installed.project({
    'images/app.js': appOf('one'),
    'synth.json': JSON.stringify({ app: 'images/app.js', lock: 'locks/images.lock.json' }),
    'locks/readme': '',
  });

  const locked = await installed.synth(folder, ['lock', '--json']);

  expect(JSON.parse(locked.stdout)).toMatchObject({ file: 'images.lock.json', changed: true });
  expect(urlsOf(folder, 'locks/images.lock.json')).toEqual([`${server.url}/one`]);
  expect(readdirSync(join(folder, 'images'))).toEqual(['app.js']);
  expect(await installed.synth(folder, [])).toMatchObject({ code: 0 });
  const { code, stdout } = await installed.synth(folder, ['lock', '--check']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'images.lock.json fits: 1 file\n' });
});

test('a command as the app has its lock in the working folder', async () => {
  const folder = installed.project({ 'a/app.js': appOf('one') });

  const { code } = await installed.synth(folder, ['lock', '--app', 'true && node a/app.js']);

  expect(code).toBe(0);
  expect(urlsOf(folder, 'synth.lock.json')).toEqual([`${server.url}/one`]);
});

test('a link stays a link, and what it leads to is written', async () => {
  const folder = installed.project({
    'app.js': appOf('one'),
    'shared/lock.json': '{"version": 2}',
  });
  symlinkSync('shared/lock.json', join(folder, 'synth.lock.json'));

  expect(await installed.synth(folder, ['lock'])).toMatchObject({ code: 0 });

  expect(lstatSync(join(folder, 'synth.lock.json')).isSymbolicLink()).toBe(true);
  expect(urlsOf(folder, 'shared/lock.json')).toEqual([`${server.url}/one`]);
});

describe('before anything is locked', () => {
  test('ls lists the images and their platforms, and says what is to be done', async () => {
    const folder = installed.project({ 'app.js': appOf('one') });

    const table = await installed.synth(folder, ['ls']);
    const json = await installed.synth(folder, ['ls', '--json']);

    expect(table.code).toBe(0);
    expect(table.stdout.split('\n')[1]?.trim().split(/ {2,}/)).toEqual([
      'one',
      'linux/amd64,linux/arm64',
      'not locked',
    ]);
    expect(table.stderr).toContain('run "synth lock"');
    expect(JSON.parse(json.stdout)).toMatchObject([
      { name: 'one', platforms: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }] },
    ]);
  });

  test.each([
    [['build', 'onne'], 'error E_IMAGE_UNKNOWN  image "onne" is not part of the app\n'],
    [
      ['build', '--platform', 'linux/s390x'],
      'error E_PLATFORM_UNKNOWN  image "one" is not made for linux/s390x\n',
    ],
  ])('%j is told as what it is', async (args, message) => {
    const folder = installed.project({ 'app.js': appOf('one') });

    const options = ['--output', 'out', '--addr', 'unix:///nowhere/x.sock'];
    const { code, stderr } = await installed.synth(folder, [...args, ...options]);

    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  test('a build is refused with what is not locked, before any daemon is asked', async () => {
    const folder = installed.project({ 'app.js': appOf('one') });

    const options = ['--output', 'out', '--addr', 'unix:///nowhere/x.sock'];
    const { code, stderr } = await installed.synth(folder, ['build', 'one', ...options]);

    expect(code).toBe(1);
    expect(stderr).toContain(`file: the content of ${server.url}/one is not locked\n`);
    expect(stderr).not.toContain('nowhere');
  });

  test('an app that runs by itself fails with what is not locked', async () => {
    const folder = installed.project({ 'app.js': appOf('one') });
    writeFiles(folder, { 'elsewhere/synth.lock.json': '{' });

    const { code, stderr } = await runNode(['../app.js'], join(folder, 'elsewhere'));

    expect(code).toBe(1);
    expect(stderr).toContain(`file: the content of ${server.url}/one is not locked`);
  });
});
