import type { ArchiveFile } from '../../lib/assembly/manifest';
import { snapshotUrl } from '../../lib/debian';
import type { Environment } from '../../lib/environment';
import { planMirrors } from '../../lib/fetch/mirror-plan';
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
    const found = await plan(snapshot().aptEnvironment(), messages);
    expect([...found]).toEqual(Object.keys(files()).map((each) => [each, each]));
    expect(messages).toEqual([]);
  });

  it('puts a mirror in the place of a snapshot archive that is down', async () => {
    snapshot().base = closed;
    const messages: string[] = [];
    const found = await plan(snapshot().aptEnvironment(), messages);
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
      const found = await plan(snapshot().aptEnvironment({ debian: [debian.server.mirror()] }));
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
    const found = await plan(snapshot().aptEnvironment({ debian: [debian.server.mirror()] }));
    expect(found.get(url)).toBe(url);
    debian.server.setFault(file.path, undefined);
  });

  it('fails with one error that lists every file which nobody has', async () => {
    const hello = /\/hello/;
    debian.server.setFault(hello, { status: 404 });
    try {
      const error = await plan(snapshot().aptEnvironment()).catch((thrown: unknown) => thrown);
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
    snapshot().base = closed;
    const environment = snapshot().aptEnvironment({ debian: [`${closed}/debian`] });
    await expect(plan(environment)).rejects.toMatchObject({
      code: 'E_DEBIAN_ARCHIVE_UNREACHABLE',
      details: { got: expect.stringContaining('cannot be reached') },
    });
  });

  it('stops when it is aborted', async () => {
    const reason = new Error('interrupted');
    const signal = AbortSignal.abort(reason);
    await expect(
      planMirrors(files(), { environment: snapshot().aptEnvironment(), signal }),
    ).rejects.toBe(reason);
  });

  describe.each([
    ['crates', 'crates.io', 'crate'],
    ['pypi', 'the public index of Python packages', 'wheel'],
  ])('for files of %s, whose size nobody may know', (archive, name, kind) => {
    const wanted = { archive, path: 'x/1.0.0/file', sha256: 'a'.repeat(64) };
    let canonical = '';
    beforeAll(() => {
      canonical = `${closed}/x/1.0.0/file`;
    });

    it('takes the mirror that has them, and says what it stands in for', async () => {
      const messages: string[] = [];
      const environment = {
        ...snapshot().aptEnvironment(),
        mirrors: { [archive]: [debian.server.mirror()] },
      };
      const served = { ...wanted, path: file.path };
      const found = await planMirrors(
        { [canonical]: served },
        { environment, patience: PATIENCE, onMessage: (message) => messages.push(message) },
      );

      expect(found.get(canonical)).toBe(`${debian.server.mirror()}/${file.path}`);
      expect(messages).toEqual([`${debian.server.mirror()} stands in for ${name}: 1 of 1 files`]);
    });

    it('fails where they are nowhere, and says how a mirror is named', async () => {
      const options = { environment: snapshot().aptEnvironment(), patience: PATIENCE };

      await expect(planMirrors({ [canonical]: wanted }, options)).rejects.toMatchObject({
        code: 'E_HTTP_UNREACHABLE',
        message: `1 of 1 locked ${kind}s can be fetched from nowhere`,
        details: { fix: expect.stringContaining(`--mirror ${archive}=`) },
      });
    });
  });
});
