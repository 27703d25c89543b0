import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveFile } from '../../lib/assembly/manifest';
import type { Environment } from '../../lib/environment';
import { fetchArchiveFile } from '../../lib/fetch/archive-file';
import { PATIENCE, type ServedDebian, SNAPSHOT } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { useServedSnapshot } from './use-served-snapshot';

const snapshot = useServedSnapshot(temporaryFolder('files'));
let debian: ServedDebian;
let closed: string;
let file: ArchiveFile;
let url: string;
beforeAll(() => {
  ({ debian, closed, file, url } = snapshot());
});

describe('fetchArchiveFile', () => {
  const fetch = (environment: Environment, messages: string[] = []) =>
    fetchArchiveFile(url, file, {
      environment,
      patience: PATIENCE,
      onMessage: (message) => messages.push(message),
    });
  const content = () => readFileSync(join(debian.archive.directory, file.path));

  it('gets the file from the snapshot archive, and the next time from the cache', async () => {
    const environment = snapshot().aptEnvironment();
    const messages: string[] = [];
    expect(await fetch(environment, messages)).toEqual(content());
    expect(debian.server.requests.at(-1)).toBe(`/archive/debian/${SNAPSHOT}/${file.path}`);
    const count = debian.server.requests.length;
    expect(await fetch(environment, messages)).toEqual(content());
    expect(debian.server.requests).toHaveLength(count);
    expect(messages).toEqual([]);
  });

  it('gets it from a mirror of apt when the snapshot archive is down, and says so', async () => {
    snapshot().base = closed;
    const messages: string[] = [];
    expect(await fetch(snapshot().aptEnvironment(), messages)).toEqual(content());
    expect(messages).toEqual([
      expect.stringMatching(/stands in: .*snapshot\.debian\.org.*cannot be reached/),
    ]);
  });

  it('asks the mirror that the user named first', async () => {
    const before = debian.server.requests.length;
    await fetch(snapshot().aptEnvironment({ debian: [debian.server.mirror()] }));
    expect(debian.server.requests.slice(before)).toEqual([`/debian/${file.path}`]);
  });

  it('rejects other bytes than the locked ones, from wherever they come', async () => {
    for (const fault of [{ alter: true }, { truncateAt: 100 }] as const) {
      debian.server.setFault(file.path, fault);
      await expect(fetch(snapshot().aptEnvironment())).rejects.toMatchObject({
        code: expect.stringMatching(/^E_HTTP_(HASH|SIZE)$/),
        message: expect.stringContaining(url),
      });
    }
    debian.server.setFault(file.path, undefined);
  });

  it('fails where nobody has the file, with all reasons', async () => {
    debian.server.setFault(file.path, { status: 404 });
    await expect(fetch(snapshot().aptEnvironment())).rejects.toMatchObject({
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
      const environment = snapshot().aptEnvironment({ debian: [debian.server.mirror()] });
      debian.server.setFault(`/debian/${file.path}`, fault);
      try {
        const options = { environment, patience: PATIENCE };
        const onMessage = (message: string) => messages.push(message);

        expect(await fetchArchiveFile(url, file, { ...options, onMessage })).toHaveLength(
          file.size ?? 0,
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
