import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CARGO } from '../../../lib/inputs/cargo/kind';
import type { CargoCrateRequest } from '../../../lib/inputs/cargo/request';
import { SchemaReader } from '../../../lib/json';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { resolveLock } from '../../../lib/lock/resolve-lock';
import { asked } from '../../support/asked';
import { type LoopbackServer, listenOnLoopback } from '../../support/loopback-server';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('published-crate');
const SUM = 'a'.repeat(64);
const LOCK = `version = 4

[[package]]
name = "serde"
version = "1.0.219"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "${SUM}"

[[package]]
name = "tool"
version = "1.2.3"
dependencies = [
 "serde",
]
`;

const archives = new Map<string, Buffer>();
let server: LoopbackServer;

beforeAll(async () => {
  archives.set('/tool/1.2.3/download', archive({ 'tool-1.2.3/Cargo.lock': LOCK }));
  archives.set('/library/1.0.0/download', archive({ 'library-1.0.0/Cargo.toml': '[package]\n' }));
  archives.set('/deep/1.0.0/download', archive({ 'deep-1.0.0/tests/Cargo.lock': LOCK }));
  archives.set('/odd/1.0.0/download', archive({ 'odd-1.0.0/Cargo.lock': 'version = 2\n' }));
  archives.set('/page/1.0.0/download', Buffer.from('<html>'));
  server = await listenOnLoopback(({ url = '' }, response) => {
    const bytes = archives.get(url);
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
});
afterAll(() => server.close());

/** As "cargo package" makes it. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(root, 'crate-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const file = join(folder, 'x.crate');
  execFileSync('tar', ['-czf', file, '-C', folder, ...Object.keys(files)]);
  return readFileSync(file);
}

const sha256 = (bytes: Buffer = Buffer.alloc(0)) =>
  createHash('sha256').update(bytes).digest('hex');

async function resolve(given: Omit<CargoCrateRequest, 'type'>) {
  const request = { type: 'crate', ...given } as const;
  const environment = { mirrors: { crates: [server.url] }, keyrings: [], proxies: {} } as never;
  const patience = { attempts: 1 };
  const lock = await resolveLock(asked(CARGO, request), EMPTY_LOCK, {
    environment: { ...Object(environment), cacheFolder: root } as never,
    patience,
  });
  return { request, section: sectionOf(lock, CARGO) };
}

describe('the Cargo.lock in a published crate', () => {
  test('is read, and stands in the lock with the hash of the crate', async () => {
    const { request, section } = await resolve({ crate: 'tool', version: '1.2.3' });
    const hash = sha256(archives.get('/tool/1.2.3/download'));
    const ofRegistry = (name: string, version: string, sum: string) => ({
      name,
      version,
      source: { type: 'registry', id: '', sha256: sum },
    });

    expect(CARGO.section.find(section, request)).toEqual({
      program: ofRegistry('tool', '1.2.3', hash),
      crates: [ofRegistry('serde', '1.0.219', SUM)],
    });
    const text = CARGO.section.write(section, '');
    expect(text).toContain(`"program": "tool 1.2.3 sha256:${hash}",\n`);
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    expect(CARGO.section.read(JSON.parse(text), 'cargo', schema)).toEqual(section);
    const wrong = JSON.parse(text.replace('tool 1.2.3 sha', '../tool 1.2.3 sha'));
    expect(() => CARGO.section.read(wrong, 'cargo', schema)).toThrow(/cargo\[.*\]\.program/);
  });

  test('is held to a hash that the app says', async () => {
    const hash = sha256(archives.get('/tool/1.2.3/download'));
    const { request, section } = await resolve({ crate: 'tool', version: '1.2.3', sha256: hash });

    expect(CARGO.section.find(section, request)?.program).toMatchObject({ version: '1.2.3' });
    expect(CARGO.section.find(section, { ...request, sha256: SUM })).toBeUndefined();
    await expect(resolve({ crate: 'tool', version: '1.2.3', sha256: SUM })).rejects.toMatchObject({
      code: 'E_CARGO_SOURCE',
      details: { got: expect.stringContaining(hash) },
    });
  });

  test.each([
    ['library', 'E_CARGO_LOCK', /there is no Cargo\.lock in library 1\.0\.0/],
    ['deep', 'E_CARGO_LOCK', /there is no Cargo\.lock in deep 1\.0\.0/],
    ['odd', 'E_CARGO_LOCK', /in the crate odd 1\.0\.0 cannot be taken: version 2/],
    ['page', 'E_CARGO_SOURCE', /the archive of page 1\.0\.0 cannot be read/],
  ])('of %s is told with who asks', async (crate, code, message) => {
    const error = await resolve({ crate, version: '1.0.0' }).catch((failure) => failure);

    expect(error).toMatchObject({ code, details: { constructPath: 'app/0' } });
    expect(error.message).toMatch(message);
  });

  test('is asked for with a crate and a whole version alone', () => {
    const schema = new SchemaReader('E_LOCK_FORMAT', 'lock');
    const read = (value: unknown) => CARGO.readRequest(value, 'request', schema);

    expect(read({ type: 'crate', crate: 'tool', version: '1.2.3' })).toEqual({
      type: 'crate',
      crate: 'tool',
      version: '1.2.3',
    });
    expect(() => read({ type: 'crate', crate: '../tool', version: '1.2.3' })).toThrow(/request/);
    expect(() => read({ type: 'crate', crate: 'tool', version: '^1' })).toThrow(/request/);
    expect(() => read({ type: 'x' })).toThrow(/request\.type/);
  });
});
