import { join } from 'node:path';
import { readGoSumDatabase } from '../../../lib/environment/go-sum-database';
import { fetchContext } from '../../../lib/fetch/fetch-context';
import { requireListed } from '../../../lib/inputs/go/resolve/checksum-database';
import { ChecksumLog } from '../../support/checksum-log';
import {
  type MadeModule,
  type ModuleServer,
  serveModules,
  sumLines,
} from '../../support/go-modules';
import { PATIENCE } from '../../support/served-debian';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('sumdb');
const moduleOf = (path: string): MadeModule => ({
  path,
  version: 'v1.0.0',
  files: { 'go.mod': `module ${path}\n`, 'a.go': 'package a\n' },
});
const [FIRST, MIDDLE, LAST] = ['example.org/Upper/first', 'example.org/m', 'example.org/z'].map(
  moduleOf,
) as [MadeModule, MadeModule, MadeModule];
const sumsOf = (module: MadeModule) =>
  sumLines(module)
    .trim()
    .split('\n')
    .map((line) => {
      const [path, version, h1 = ''] = line.split(' ');
      return { name: `${path}@${version}`, h1 };
    });
const filler = (count: number) =>
  Array.from({ length: count }, (_, at) => sumLines(moduleOf(`filler.example/${count}/n${at}`)));

let count = 0;
let server: ModuleServer;
let log: ChecksumLog;
beforeEach(async () => {
  count += 1;
  server = await serveModules([]);
  log = new ChecksumLog();
  log.records.push(
    sumLines(FIRST),
    ...filler(299),
    sumLines(MIDDLE),
    ...filler(310),
    sumLines(LAST),
  );
  serve(log);
});
afterEach(() => server.close());

function serve(served: ChecksumLog, prefix = `/sumdb/${served.name}`): void {
  for (const [path, content] of served.files(prefix)) server.files.set(path, content);
}

/** What goes wrong, of the log's database or of another one. */
async function failure(
  modules: readonly MadeModule[],
  env: object = {},
  sums = modules.flatMap(sumsOf),
) {
  const goSumDatabase = readGoSumDatabase({ HOME: folder, GOSUMDB: log.key, ...env });
  const environment = {
    ...{ mirrors: {}, aptMirrors: {}, keyrings: [], goSumDatabase },
    cacheFolder: join(folder, `cache${count}`),
    goProxies: { servers: [{ url: server.url, isFallible: false }], end: 'off', notFor: [] },
  } as const;
  return requireListed(sums, fetchContext({ environment, patience: PATIENCE })).then(
    () => undefined,
    (error) => error,
  );
}

describe('hashes of go.sum', () => {
  test('are held to the checksum database, which proves that it has them', async () => {
    expect(await failure([FIRST, MIDDLE, LAST])).toBeUndefined();
    expect(server.requests).toContain(`/sumdb/${log.name}/lookup/example.org/!upper/first@v1.0.0`);
    expect(server.requests).toContain(`/sumdb/${log.name}/tile/8/0/000`);
    expect(server.requests).toContain(`/sumdb/${log.name}/tile/8/0/002.p/100`);
  });

  test.each([1, 2, 3, 7, 255, 256, 257, 512])('in a log of %d records too', async (size) => {
    log.records.splice(0, log.records.length, ...filler(size - 1), sumLines(LAST));
    serve(log);

    expect(await failure([LAST])).toBeUndefined();
  });

  test('fail where the database has another, or none', async () => {
    const [zip, mod] = sumsOf(FIRST);
    const other = { name: zip?.name ?? '', h1: mod?.h1 ?? '' };

    expect(await failure([], {}, [other])).toMatchObject({
      code: 'E_GO_HASH',
      details: { got: other.h1, expected: zip?.h1 },
    });
    expect(await failure([moduleOf('example.org/unknown')])).toMatchObject({ code: 'E_GO_SUMDB' });
  });

  test('of private modules are passed over, and all are where there is no database', async () => {
    const unknown = moduleOf('corp.example/x');

    expect(await failure([unknown], { GOPRIVATE: 'corp.example' })).toBeUndefined();
    expect(await failure([unknown], { GONOSUMDB: '*.example' })).toBeUndefined();
    expect(
      await failure([unknown], { GOPRIVATE: 'corp.example', GONOSUMDB: 'none' }),
    ).toMatchObject({ code: 'E_GO_SUMDB' });
    expect(await failure([unknown], { GOSUMDB: 'off' })).toBeUndefined();
    expect(await failure([unknown], { GOSUMDB: '' })).toBeUndefined();
  });

  test('are asked for at the address that GOSUMDB names', async () => {
    serve(log, '/own');
    const GOSUMDB = `${log.key} ${server.url}/own/`;

    expect(await failure([FIRST], { GOSUMDB })).toBeUndefined();
    expect(server.requests.every((path) => path.startsWith('/own/'))).toBe(true);
  });
});

describe('a checksum database', () => {
  test('fails that another one signs, whatever it says', async () => {
    const other = new ChecksumLog(log.name);
    other.records.push(...log.records);
    serve(other);

    expect(await failure([FIRST])).toMatchObject({
      code: 'E_GO_SUMDB',
      details: { got: 'a log that is not signed by its key' },
    });
  });

  test('fails where a record is not in its log', async () => {
    const path = `/sumdb/${log.name}/lookup/example.org/m@v1.0.0`;
    const said = String(server.files.get(path));
    server.files.set(path, Buffer.from(said.replace(/h1:./, 'h1:x')));

    expect((await failure([MIDDLE]))?.details.got).toContain('does not follow');
    server.files.set(path, Buffer.from(said.replace('300\n', '301\n')));
    expect((await failure([MIDDLE]))?.details.got).toContain('does not follow');
    server.files.set(path, Buffer.from(said.replace('300\n', '700\n')));
    expect((await failure([MIDDLE]))?.details.got).toContain('does not follow');
  });

  test('fails where a tile was changed, or is gone', async () => {
    const path = `/sumdb/${log.name}/tile/8/0/001`;
    const tile = Buffer.from(server.files.get(path) as Buffer);
    tile[5] = (tile[5] ?? 0) ^ 1;
    server.files.set(path, tile);

    expect(await failure([MIDDLE])).toMatchObject({ code: 'E_GO_SUMDB' });
    server.files.set(path, 404);
    expect(await failure([MIDDLE])).toMatchObject({ code: 'E_GO_SUMDB' });
  });

  test('goes on from what it was, and fails where it does not', async () => {
    const all = [...log.records];
    log.records.splice(400);
    serve(log);
    expect(await failure([MIDDLE])).toBeUndefined();

    // An older state is one of the same log, as a mirror may have it.
    log.records.splice(350);
    serve(log);
    log.records.splice(0, 350, ...all.slice(0, 400));
    for (const [path, content] of log.files(`/sumdb/${log.name}`)) {
      if (path.includes('/tile/')) server.files.set(path, content);
    }
    expect(await failure([MIDDLE])).toBeUndefined();

    log.records.push(...all.slice(400));
    serve(log);
    expect(await failure([LAST])).toBeUndefined();

    log.records.splice(0, 1, sumLines(moduleOf('example.org/instead')));
    serve(log);
    expect((await failure([LAST]))?.details.got).toContain('does not go on');
  });

  test('is named by a key, or by a name that Go knows', () => {
    const read = (GOSUMDB: string) => readGoSumDatabase({ HOME: folder, GOSUMDB });

    expect(read('sum.golang.org')?.key).toMatchObject({ name: 'sum.golang.org', id: '033de0ae' });
    for (const wrong of [
      'sum.example.org',
      log.key.replace(/\+[0-9a-f]{8}/, '+00000000'),
      `${log.key} x`,
    ]) {
      expect(() => read(wrong)).toThrow('GOSUMDB cannot be read');
    }
  });
});
