import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveFile } from '../../lib/assembly/manifest';
import { snapshotUrl } from '../../lib/debian';
import type { Environment } from '../../lib/environment';
import { fetchArchiveFile } from '../../lib/fetch/archive-file';
import { freePort } from '../support/loopback-server';
import {
  mirrorEnvironment,
  PATIENCE,
  type ServedDebian,
  SNAPSHOT,
  serveDebian,
} from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('files');
const freshCache = () => join(folder, `cache-${randomBytes(4).toString('hex')}`);
const realFetch = globalThis.fetch;
let debian: ServedDebian;
let closed: string;
/** What stands behind the fixed address of the snapshot archive. */
let snapshotBase: string;
let file: ArchiveFile;
let url: string;

beforeAll(async () => {
  debian = await serveDebian(join(folder, 'archive'));
  closed = `http://127.0.0.1:${await freePort()}`;
  globalThis.fetch = (input, init) =>
    realFetch(String(input).replace('https://snapshot.debian.org', snapshotBase), init);
  const { path, size, sha256 } = debian.archive.package('hello', 'amd64');
  file = { archive: 'debian', path, size, sha256 };
  url = snapshotUrl('debian', SNAPSHOT, path);
});
afterAll(async () => {
  globalThis.fetch = realFetch;
  await debian.server.close();
});
beforeEach(() => {
  snapshotBase = debian.server.url;
});

/** A machine whose apt uses the served mirror. */
function aptEnvironment(mirrors: Environment['mirrors'] = {}): Environment {
  const served = mirrorEnvironment(debian, freshCache());
  return { ...served, mirrors, aptMirrors: served.mirrors };
}

describe('fetchArchiveFile', () => {
  const fetch = (environment: Environment, messages: string[] = []) =>
    fetchArchiveFile(url, file, {
      environment,
      patience: PATIENCE,
      onMessage: (message) => messages.push(message),
    });
  const content = () => readFileSync(join(debian.archive.directory, file.path));

  it('gets the file from the snapshot archive, and the next time from the cache', async () => {
    const environment = aptEnvironment();
    const messages: string[] = [];
    expect(await fetch(environment, messages)).toEqual(content());
    expect(debian.server.requests.at(-1)).toBe(`/archive/debian/${SNAPSHOT}/${file.path}`);
    const count = debian.server.requests.length;
    expect(await fetch(environment, messages)).toEqual(content());
    expect(debian.server.requests).toHaveLength(count);
    expect(messages).toEqual([]);
  });

  it('gets it from a mirror of apt when the snapshot archive is down, and says so', async () => {
    snapshotBase = closed;
    const messages: string[] = [];
    expect(await fetch(aptEnvironment(), messages)).toEqual(content());
    expect(messages).toEqual([
      expect.stringMatching(/stands in: .*snapshot\.debian\.org.*cannot be reached/),
    ]);
  });

  it('asks the mirror that the user named first', async () => {
    const before = debian.server.requests.length;
    await fetch(aptEnvironment({ debian: [debian.server.mirror()] }));
    expect(debian.server.requests.slice(before)).toEqual([`/debian/${file.path}`]);
  });

  it('rejects other bytes than the locked ones, from wherever they come', async () => {
    for (const fault of [{ alter: true }, { truncateAt: 100 }] as const) {
      debian.server.setFault(file.path, fault);
      await expect(fetch(aptEnvironment())).rejects.toMatchObject({
        code: expect.stringMatching(/^E_HTTP_(HASH|SIZE)$/),
        message: expect.stringContaining(url),
      });
    }
    debian.server.setFault(file.path, undefined);
  });

  it('fails where nobody has the file, with all reasons', async () => {
    debian.server.setFault(file.path, { status: 404 });
    await expect(fetch(aptEnvironment())).rejects.toMatchObject({
      code: 'E_DEBIAN_FILE_GONE',
      details: {
        got: expect.stringMatching(/snapshot\.debian\.org.*404.*; http:.*404/),
        fix: expect.stringContaining('newer snapshot date'),
      },
    });
    debian.server.setFault(file.path, undefined);
  });
});

describe('fetchArchiveFile from a damaged mirror', () => {
  it.each([{ alter: true }, { truncateAt: 100 }, { html: true }, { resetAt: 10 }] as const)(
    'goes on to the next after %j, and names it',
    async (fault) => {
      const messages: string[] = [];
      const environment = aptEnvironment({ debian: [debian.server.mirror()] });
      debian.server.setFault(`/debian/${file.path}`, fault);
      try {
        const options = { environment, patience: PATIENCE };
        const onMessage = (message: string) => messages.push(message);

        expect(await fetchArchiveFile(url, file, { ...options, onMessage })).toHaveLength(
          file.size,
        );

        expect(messages).toEqual([
          expect.stringMatching(`^${url} stands in: ${debian.server.mirror()}/`),
        ]);
      } finally {
        debian.server.setFault(`/debian/${file.path}`, undefined);
      }
    },
  );
});
