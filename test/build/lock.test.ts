import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildLibrary } from '../support/build-library';
import { InstalledPackage, writeFiles } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';

const installed = new InstalledPackage();
const { compareLock, lock, synthesize } = buildLibrary(installed);
const home = temporaryFolder('home');
let server: LoopbackServer;
let asked: string[] = [];

beforeAll(async () => {
  server = await listenOnLoopback((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/absent') response.writeHead(404).end();
    else response.end(`content of ${request.url}`);
  });
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
});

/** An app whose image is made of files of a server; they are known by their hash once locked. */
const app = (files: readonly string[]) => `
const { App, HttpFile, Image } = require('buildkit-cdk');
class Files extends Image {
  constructor(scope, id, props) { super(scope, id, props); this.files = props.files; }
  get sourceDateEpoch() { return 0; }
  lower(target) { return { layers: this.files.map((file) => ({ state: file.lower(target), says: 'a file' })), config: {} }; }
}
const app = new App();
const files = ${JSON.stringify(files)}.map((name) => new HttpFile(app, name, { url: '${server.url}/' + name }));
new Files(app, 'files', { files, platforms: ['linux/amd64'] });
app.synth();
`;
const project = (files: readonly string[]) => {
  const cwd = installed.project({ 'app.js': app(files) });
  return { cwd, env: { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, cwd) } };
};
const codesOf = (promise: Promise<unknown>): Promise<string[]> =>
  promise.then(
    () => [],
    ({ all }) => all.map(({ code }: { code: string }) => code),
  );

test('resolves what is missing, and writes the lock once', async () => {
  const options = project(['one', 'two']);
  expect(await codesOf(synthesize(options))).toEqual(['E_LOCK_MISSING', 'E_LOCK_MISSING']);

  const first = await lock(options);
  const second = await lock(options);

  const file = join(options.cwd, 'synth.lock.json');
  expect(first).toMatchObject({ file, changed: true, added: 2, removed: 0 });
  expect(second).toEqual({ ...first, changed: false, added: 0 });
  expect(asked.sort()).toEqual(['/one', '/two']);
  expect((await synthesize(options)).manifest.missing).toEqual([]);
});

test('drops what nothing asks for', async () => {
  const options = project(['one', 'two']);
  await lock(options);
  writeFiles(options.cwd, { 'app.js': app(['two']) });

  expect(await lock(options)).toMatchObject({ changed: true, added: 0, removed: 1 });
});

test('writes the lock where it is told to', async () => {
  const options = { ...project(['one']), lock: 'locks/images.json' };
  writeFiles(options.cwd, { 'locks/README': '' });

  const { file } = await lock(options);

  expect(file).toBe(join(options.cwd, 'locks/images.json'));
  expect(existsSync(join(options.cwd, 'synth.lock.json'))).toBe(false);
  expect((await synthesize(options)).manifest.missing).toEqual([]);
});

test('throws every request that nobody answers, and leaves the lock as it was', async () => {
  const options = project(['one']);
  const { file } = await lock(options);
  const before = readFileSync(file, 'utf8');
  writeFiles(options.cwd, { 'app.js': app(['one', 'absent']) });

  expect(await codesOf(lock(options))).toEqual([expect.stringMatching(/^E_HTTP_/)]);

  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('compares without asking anybody, and without writing', async () => {
  const options = project(['one', 'two']);
  await lock(options);
  const file = join(options.cwd, 'synth.lock.json');
  const before = readFileSync(file, 'utf8');
  asked = [];
  writeFiles(options.cwd, { 'app.js': app(['two', 'three']) });

  const { changed, missing, unused } = await compareLock(options);

  expect(changed).toEqual([]);
  expect(missing.map(({ constructPath }) => constructPath)).toEqual(['three']);
  expect(unused).toEqual([`http["${server.url}/one"]`]);
  expect(asked).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('leaves the lock as it was when it is aborted', async () => {
  const options = project(['one']);
  const { file } = await lock(options);
  const before = readFileSync(file, 'utf8');
  writeFiles(options.cwd, { 'app.js': app(['one', 'two']) });
  const reason = new Error('enough');
  const controller = new AbortController();
  server.server.once('request', () => controller.abort(reason));

  await expect(lock({ ...options, signal: controller.signal })).rejects.toBe(reason);

  expect(readFileSync(file, 'utf8')).toBe(before);
});
