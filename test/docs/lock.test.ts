import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isPartOfExample } from '../support/example-sources';
import { fencedBlocks, shellCommands } from '../support/fenced-blocks';
import { InstalledPackage } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';

const blocks = fencedBlocks(resolve(__dirname, '../../docs/lock.md'));
const [shownLock = '', shownConfig = ''] = blocks
  .filter(({ language }) => language === 'json')
  .map(({ text }) => text);
const commands = shellCommands(blocks).map((command) =>
  command.replace(/^npx (--no-install )?synth /, '').split(' '),
);

describe('what docs/lock.md says', () => {
  const installed = new InstalledPackage();
  let server: LoopbackServer;
  let content = 'one';
  beforeAll(async () => {
    server = await listenOnLoopback((_request, response) => void response.end(content));
  });
  afterAll(() => server.close());

  /** An app with two files of URLs. */
  const app = () => `
    const { App, HttpFile, Image } = require('buildkit-cdk');
    const app = new App();
    const files = ['a', 'b'].map((name) => new HttpFile(app, name, { url: '${server.url}/' + name }));
    class Files extends Image {
      sourceDateEpoch = 0;
      lower(target) {
        return { layers: files.map((file) => ({ state: file.lower(target), says: 'file' })), config: {} };
      }
    }
    new Files(app, 'files', { platforms: ['linux/amd64'] });
    app.synth();`;
  const project = (files: Readonly<Record<string, string>> = { 'app.js': app() }) => {
    const folder = installed.project(files);
    symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
    return folder;
  };
  const read = (folder: string, name = 'synth.lock.json') =>
    readFileSync(join(folder, name), 'utf8');
  const write = (folder: string, text: string) =>
    writeFileSync(join(folder, 'synth.lock.json'), text);
  const entries = (folder: string, name?: string): Record<string, { sha256: string }> =>
    JSON.parse(read(folder, name)).http;

  /** Runs a command that must succeed. */
  async function run(folder: string, ...args: readonly string[]): Promise<void> {
    const { code, stderr } = await installed.synth(folder, args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  }

  /** A project that is locked while the server has one content, and then has another. */
  async function locked(): Promise<string> {
    content = 'one';
    const folder = project();
    await run(folder, 'lock');
    content = 'two';
    return folder;
  }

  test('it shows a lock of an example', () => {
    expect(isPartOfExample(shownLock)).toBe(true);
  });

  test('an entry that is deleted is locked anew, and no other', async () => {
    const folder = await locked();
    const before = entries(folder);
    await run(folder, 'lock');
    expect(entries(folder)).toEqual(before);

    const [first = '', second = ''] = Object.keys(before);
    const { [second]: _deleted, ...left } = before;
    write(folder, JSON.stringify({ version: 2, http: left }));
    await run(folder, 'lock');
    expect(entries(folder)[first]).toEqual(before[first]);
    expect(entries(folder)[second]?.sha256).not.toBe(before[second]?.sha256);
  });

  test('in CI the check exits with 3 where an entry is missing, and where one is too many', async () => {
    const folder = await locked();
    const whole = read(folder);
    const checked = () => installed.synth(folder, ['lock', '--check']);
    expect(commands).toContainEqual(['lock', '--check']);
    expect((await checked()).code).toBe(0);

    for (const text of [
      '{ "version": 2 }',
      whole.replace(
        '"http": {',
        `"http": { "http://other": { "size": 1, "sha256": "${'a'.repeat(64)}" },`,
      ),
    ]) {
      write(folder, text);
      const { code, stderr } = await checked();
      expect({ code, told: stderr.includes('E_LOCK_DIFFERS') }).toEqual({ code: 3, told: true });
      expect(read(folder)).toBe(text);
    }
  });

  test('a merge conflict is told, and mended from either side', async () => {
    const folder = await locked();
    const whole = read(folder);
    write(folder, `<<<<<<< ours\n${whole}=======\n{}\n>>>>>>> theirs\n`);
    const { code, stderr } = await installed.synth(folder, ['ls']);
    expect({ code, told: stderr.includes('E_LOCK_FORMAT') }).toEqual({ code: 1, told: true });
    expect(stderr).toContain('take either side of the conflict, then run "synth lock"');

    write(folder, '{ "version": 2 }');
    await run(folder, 'lock');
    expect(Object.keys(entries(folder))).toEqual(Object.keys(JSON.parse(whole).http));
  });

  test('two apps of one repository have each their own lock', async () => {
    content = 'one';
    const apps = commands.filter((words) => words.includes('--app'));
    expect(apps).toHaveLength(2);
    const files = apps.map((words) => [words.at(-1) ?? '', app()]);
    const folder = project(Object.fromEntries(files));
    for (const words of apps) {
      await run(folder, ...words);
      const lock = (words.at(-1) ?? '').replace('app.ts', 'synth.lock.json');
      expect(Object.keys(entries(folder, lock))).toHaveLength(2);
    }
  });

  test('synth.json says where the lock of its app is', async () => {
    const { app: file, lock } = JSON.parse(shownConfig);
    const folder = project({ 'synth.json': shownConfig, [file]: app() });
    await run(folder, 'lock');
    expect(Object.keys(entries(folder, lock))).toHaveLength(2);
  });

  test('a lock of version 1 is written anew, and one of a newer version is refused', async () => {
    const folder = await locked();
    const whole = read(folder);
    write(folder, whole.replace('"version": 2', '"version": 1'));
    await run(folder, 'lock');
    expect(read(folder)).toBe(whole);

    write(folder, whole.replace('"version": 2', '"version": 3'));
    const { code, stderr } = await installed.synth(folder, ['lock']);
    expect({ code, told: stderr.includes('E_LOCK_FORMAT') }).toEqual({ code: 1, told: true });
    expect(stderr).toContain('update buildkit-cdk');
  });
});
