import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ArchiveFile } from '../../lib/assembly/manifest';
import { snapshotUrl } from '../../lib/debian';
import type { Environment } from '../../lib/environment';
import { planMirrors } from '../../lib/fetch/mirror-plan';
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

describe('planMirrors', () => {
  function files(): Record<string, ArchiveFile> {
    return Object.fromEntries(
      debian.archive.packages.map(({ path, size, sha256 }) => [
        snapshotUrl('debian', SNAPSHOT, path),
        { archive: 'debian', path, size, sha256 },
      ]),
    );
  }
  const plan = (environment: Environment, messages: string[] = []) =>
    planMirrors(files(), {
      environment,
      patience: PATIENCE,
      onMessage: (message) => messages.push(message),
    });

  it('leaves every file where it is when the snapshot archive has it', async () => {
    const messages: string[] = [];
    const found = await plan(aptEnvironment(), messages);
    expect([...found]).toEqual(Object.keys(files()).map((each) => [each, each]));
    expect(messages).toEqual([]);
  });

  it('puts a mirror in the place of a snapshot archive that is down', async () => {
    snapshotBase = closed;
    const messages: string[] = [];
    const found = await plan(aptEnvironment(), messages);
    expect(found.get(url)).toBe(`${debian.server.mirror()}/${file.path}`);
    expect([...found.keys()]).toEqual(Object.keys(files()));
    expect(messages).toEqual([
      `${debian.server.mirror()} stands in for the snapshot archive: ${found.size} of ${found.size} files`,
    ]);
  });

  it('takes from the snapshot archive what the named mirror no longer has', async () => {
    const onMirror = new RegExp(`^/debian/${file.path.replace(/\./g, '\\.')}`);
    debian.server.setFault(onMirror, { status: 404 });
    try {
      const found = await plan(aptEnvironment({ debian: [debian.server.mirror()] }));
      expect(found.get(url)).toBe(url);
      expect(
        [...found.values()].filter((each) => each.startsWith(debian.server.mirror())),
      ).toHaveLength(found.size - 1);
    } finally {
      debian.server.setFault(onMirror, undefined);
    }
  });

  it('passes over a mirror whose file has another size', async () => {
    debian.server.setFault(file.path, { truncateAt: 10 }, 1);
    const found = await plan(aptEnvironment({ debian: [debian.server.mirror()] }));
    expect(found.get(url)).toBe(url);
    debian.server.setFault(file.path, undefined);
  });

  it('fails with one error that lists every file which nobody has', async () => {
    const hello = /\/hello/;
    debian.server.setFault(hello, { status: 404 });
    try {
      const error = await plan(aptEnvironment()).catch((thrown: unknown) => thrown);
      const gone = Object.keys(files()).filter((each) => each.includes('/hello'));
      expect(error).toMatchObject({
        code: 'E_DEBIAN_FILE_GONE',
        message: `${gone.length} of ${Object.keys(files()).length} locked Debian files can be fetched from nowhere`,
        details: { log: gone.sort().join('\n') },
      });
    } finally {
      debian.server.setFault(hello, undefined);
    }
  });

  it('fails otherwise where no server answers at all', async () => {
    snapshotBase = closed;
    const environment = aptEnvironment({ debian: [`${closed}/debian`] });
    await expect(plan(environment)).rejects.toMatchObject({
      code: 'E_DEBIAN_ARCHIVE_UNREACHABLE',
      details: { got: expect.stringContaining('cannot be reached') },
    });
  });

  it('stops when it is aborted', async () => {
    const reason = new Error('interrupted');
    const signal = AbortSignal.abort(reason);
    await expect(planMirrors(files(), { environment: aptEnvironment(), signal })).rejects.toBe(
      reason,
    );
  });
});
