import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { sha256 } from '../support/debian-package';
import { FIRST_LINE, filesApp } from '../support/files-app';
import { InstalledPackage, type RunResult, writeFiles } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { startProxy } from '../support/proxy-server';

jest.setTimeout(30_000);

const installed = new InstalledPackage();
let server: LoopbackServer;
let answer: RequestListener;
let requests: string[];

beforeAll(async () => {
  server = await listenOnLoopback((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
});
afterAll(() => server.close());
beforeEach(() => {
  requests = [];
  answer = (_, response) => void response.end('content\n');
});

const url = () => `${server.url}/tool.tar.gz`;
const appOf = (...props: readonly string[]) =>
  filesApp(
    `const file = new HttpFile(app, 'file', { ${[`url: '${url()}'`, ...props].join(', ')} });`,
    "new FilesImage(app, 'files', [file]);",
  );
const lockOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'synth.lock.json'), 'utf8'));
const CONTENT = { size: 8, sha256: sha256(Buffer.from('content\n')) };

/** Nothing on stdout, no lock, and the construct with its line. */
function expectFailure({ code, stdout, stderr }: RunResult, folder: string, error: RegExp): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(error);
  expect(stderr).toContain(`└─ file (HttpFile)    app.js:${FIRST_LINE}:14\n`);
  expect(existsSync(join(folder, 'synth.lock.json'))).toBe(false);
}

test('a file is read by the proxy of the variables, and the command ends', async () => {
  const far = 'http://files.corp.example/tool.tar.gz';
  const folder = installed.project({ 'app.js': appOf().replace(url(), far) });
  const proxy = await startProxy({ target: server.port });
  try {
    const env = { http_proxy: proxy.url };

    expect(await installed.synth(folder, ['lock'], { env })).toMatchObject({ code: 0 });

    expect(proxy.requests).toEqual([`GET ${far}`]);
    expect(lockOf(folder).http).toEqual({ [far]: CONTENT });
  } finally {
    await proxy.close();
  }
});

test('a file is read once, and its hash and size are locked', async () => {
  const folder = installed.project({ 'app.js': appOf() });

  const { code, stderr, stdout } = await installed.synth(folder, ['lock']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe('synth.lock.json written: 1 file (1 request resolved, 0 entries removed)\n');
  expect(requests).toEqual(['GET /tool.tar.gz']);
  expect(lockOf(folder)).toEqual({ version: 2, http: { [url()]: CONTENT } });
  expect(await installed.synth(folder, ['lock', '--check'])).toEqual({
    code: 0,
    stdout: 'synth.lock.json fits: 1 file\n',
    stderr: '',
  });
  await installed.synth(folder, []);
  const dump = await installed.synth(folder, ['dump', 'synth.out/files.linux-amd64.llb']);
  expect(dump.stdout).toContain(`sha256:${CONTENT.sha256}`);
});

test('what the server changes later does not matter until the entry is dropped', async () => {
  const folder = installed.project({ 'app.js': appOf() });
  await installed.synth(folder, ['lock']);
  answer = (_, response) => void response.end('something else\n');
  requests = [];

  expect((await installed.synth(folder, ['lock'])).stdout).toBe(
    'synth.lock.json is up to date: 1 file\n',
  );
  expect(await installed.synth(folder, ['lock', '--check'])).toMatchObject({ code: 0 });
  expect(lockOf(folder).http).toEqual({ [url()]: CONTENT });
  expect(requests).toEqual([]);

  writeFiles(folder, { 'synth.lock.json': '{ "version": 2 }' });
  await installed.synth(folder, ['lock']);
  expect(lockOf(folder).http[url()].sha256).toBe(sha256(Buffer.from('something else\n')));
});

test('a hash in the app needs no lock, and nobody is asked', async () => {
  const folder = installed.project({ 'app.js': appOf(`sha256: '${CONTENT.sha256}'`) });

  expect(await installed.synth(folder, [])).toMatchObject({ code: 0, stderr: '' });
  expect(await installed.synth(folder, ['lock', '--check'])).toMatchObject({
    code: 0,
    stdout: 'synth.lock.json fits: nothing\n',
  });
  expect(requests).toEqual([]);
});

test('a redirect is followed; the lock names what the app names', async () => {
  answer = ({ url: path }, response) => {
    if (path === '/tool.tar.gz') response.writeHead(302, { location: '/elsewhere' }).end();
    else response.end('content\n');
  };
  const folder = installed.project({ 'app.js': appOf() });

  expect(await installed.synth(folder, ['lock'])).toMatchObject({ code: 0, stderr: '' });

  expect(requests).toEqual(['GET /tool.tar.gz', 'GET /elsewhere']);
  expect(lockOf(folder).http).toEqual({ [url()]: CONTENT });
});

test('a file that is not there fails with the construct and its line', async () => {
  answer = (_, response) => void response.writeHead(404).end('no such file\n');
  const folder = installed.project({ 'app.js': appOf() });

  const result = await installed.synth(folder, ['lock']);

  expectFailure(result, folder, /^error E_HTTP_STATUS {2}http:\S+\/tool\.tar\.gz.*404/m);
});

test('a body that is cut short is tried again, and never locked', async () => {
  answer = (request, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half of it', () => request.socket.destroy());
  };
  const folder = installed.project({ 'app.js': appOf() });

  expectFailure(await installed.synth(folder, ['lock']), folder, /^error E_HTTP_\w+ {2}/m);
  expect(requests.length).toBeGreaterThan(1);

  const broken = answer;
  let left = 2;
  answer = (request, response) => {
    left -= 1;
    if (left >= 0) broken(request, response);
    else response.end('content\n');
  };
  expect(await installed.synth(folder, ['lock'])).toMatchObject({ code: 0, stderr: '' });
  expect(lockOf(folder).http).toEqual({ [url()]: CONTENT });
});
