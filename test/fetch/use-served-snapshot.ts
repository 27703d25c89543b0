import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ArchiveFile } from '../../lib/assembly/manifest';
import { snapshotUrl } from '../../lib/debian';
import type { Environment } from '../../lib/environment';
import { freePort } from '../support/loopback-server';
import {
  mirrorEnvironment,
  type ServedDebian,
  SNAPSHOT,
  serveDebian,
} from '../support/served-debian';

/** An archive on loopback, and what stands behind the fixed address of the snapshot archive. */
export interface ServedSnapshot {
  readonly debian: ServedDebian;
  /** An address where nobody listens. */
  readonly closed: string;
  /** A package of the archive, and its canonical URL. */
  readonly file: ArchiveFile;
  readonly url: string;
  /** Stands behind the snapshot archive; before each test the archive itself. */
  base: string;
  /** A folder that no other test has for its cache. */
  freshCache(): string;
  /** A machine whose apt uses the served mirror. */
  aptEnvironment(mirrors?: Environment['mirrors']): Environment;
}

/** Serves an archive for the tests of a file, which ask for it once they run. */
export function useServedSnapshot(folder: string): () => ServedSnapshot {
  const realFetch = globalThis.fetch;
  const freshCache = () => join(folder, `cache-${randomBytes(4).toString('hex')}`);
  let served: ServedSnapshot | undefined;
  const snapshot = (): ServedSnapshot => {
    if (served === undefined) throw new Error('the archive is served while tests run');
    return served;
  };
  beforeAll(async () => {
    const debian = await serveDebian(join(folder, 'archive'));
    const { path, size, sha256 } = debian.archive.package('hello', 'amd64');
    served = {
      debian,
      closed: `http://127.0.0.1:${await freePort()}`,
      file: { archive: 'debian', path, size, sha256 },
      url: snapshotUrl('debian', SNAPSHOT, path),
      base: debian.server.url,
      freshCache,
      aptEnvironment: (mirrors = {}) => {
        const environment = mirrorEnvironment(debian, freshCache());
        return { ...environment, mirrors, aptMirrors: environment.mirrors };
      },
    };
    globalThis.fetch = (input, init) =>
      realFetch(String(input).replace('https://snapshot.debian.org', snapshot().base), init);
  });
  afterAll(async () => {
    globalThis.fetch = realFetch;
    await served?.debian.server.close();
  });
  beforeEach(() => {
    snapshot().base = snapshot().debian.server.url;
  });
  return snapshot;
}
