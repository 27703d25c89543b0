import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import type { ServedDebian } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { mirrorOptions, serveTinyDebian, tinyFiles } from '../support/tiny-debian';
import { WatchedProject } from '../support/watched-project';

jest.setTimeout(60_000);

const EXPECTED = /^ {2}expected {2}(sha256[: ][0-9a-f]{64}|\d+ bytes)$/m;
const FEWER = /^ {2}got .*\.deb: 100 bytes instead of \d+/m;

describeWith(['engine'], 'a build from a mirror', ({ engine }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('bad-deb');
  let debian: ServedDebian;
  let project: WatchedProject;

  beforeEach(async () => {
    debian = await serveTinyDebian(join(folder, `${Math.random()}`));
    project = new WatchedProject(installed, tinyFiles(debian), folder);
    const { code, stderr } = await project.synth(['lock', ...mirrorOptions(debian)]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });
  // One test closes it itself.
  afterEach(() => debian.server.close().catch(() => undefined));

  const build = (...args: string[]) =>
    project.synth(
      ['build', '--output', 'type=oci,dest=tiny.tar', ...mirrorOptions(debian), ...args],
      { env: { BUILDKIT_HOST: engine.address } },
    );

  test('makes an image where every .deb is the locked one', async () => {
    const { code, stderr, changes } = await build();
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(changes).toEqual(expect.arrayContaining(['+ tiny.tar']));
  });

  test.each([
    ['other bytes', 'libzstd1_2.0', { alter: true }, 'E_HTTP_HASH', EXPECTED],
    // Which is told without fetching it; the snapshot archive, which has it, is not reached.
    ['fewer bytes', 'libzstd1_2.0', { truncateAt: 100 }, 'E_DEBIAN_FILE_GONE', FEWER],
    ['a login page', 'libzstd1_2.0', { html: true }, 'E_HTTP_HASH', EXPECTED],
    ['other bytes for the unpacker', 'busybox-static', { alter: true }, 'E_HTTP_HASH', EXPECTED],
  ] as const)('fails where the mirror serves %s', async (_what, name, fault, error, reason) => {
    const served = new RegExp(`/${name}.*\\.deb$`);
    debian.server.setFault(served, fault);

    const { code, stdout, stderr, changes, leftovers } = await build();

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error ${error} [^]*/${name}\\S*\\.deb`, 'm'));
    expect(stderr).toMatch(reason);
    expect(changes.filter((change) => !change.includes('synth.out/'))).toEqual([]);
    expect(leftovers).toEqual([]);

    debian.server.setFault(served, undefined);
    expect(await build()).toMatchObject({ code: 0 });
  });

  test('fails where the mirror is down, and says which files are nowhere', async () => {
    await debian.server.close();

    const { code, stdout, stderr, changes } = await build();

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error E_(DEBIAN_|HTTP_)/m);
    expect(stderr).toContain(new URL(debian.server.url).host);
    expect(changes.filter((change) => !change.includes('synth.out/'))).toEqual([]);
  });
});
