import { join } from 'node:path';
import { InstalledPackage } from '../support/installed-package';
import { freePort } from '../support/loopback-server';
import type { ServedDebian } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { mirrorOptions, serveTinyDebian, tinyFiles } from '../support/tiny-debian';
import { WatchedProject, type WatchedRun } from '../support/watched-project';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const folder = temporaryFolder('bad-archive');
let sound: ServedDebian;

beforeAll(async () => {
  sound = await serveTinyDebian(join(folder, 'sound'));
});
afterAll(() => sound.server.close());

const ofSynthOut = (change: string) => change.slice(2).startsWith('synth.out/');

/** A lock that failed: nothing on stdout, nothing changed but the assembly that it started from. */
function expectFailure(run: WatchedRun, ...texts: (string | RegExp)[]): void {
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
  for (const text of texts) expect(run.stderr).toMatch(text);
  expect(run.changes.filter((change) => !ofSynthOut(change))).toEqual([]);
  expect(run.leftovers).toEqual([]);
}

/** Locks with an archive that has something wrong in it. */
async function lockUnsound(specs: Parameters<typeof serveTinyDebian>[1]): Promise<WatchedRun> {
  const debian = await serveTinyDebian(join(folder, `${Math.random()}`), specs);
  try {
    const project = new WatchedProject(installed, tinyFiles(debian), folder);
    return await project.synth(['lock', ...mirrorOptions(debian)]);
  } finally {
    await debian.server.close();
  }
}

describe('synth lock', () => {
  test('locks a sound archive, in one file', async () => {
    const project = new WatchedProject(installed, tinyFiles(sound), folder);
    const { code, changes, leftovers, stderr } = await project.synth([
      'lock',
      ...mirrorOptions(sound),
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(changes.filter((change) => !ofSynthOut(change))).toEqual(['+ synth.lock.json']);
    expect(leftovers).toEqual([]);
  });

  test.each([
    ['altered', /^error E_DEBIAN_SIGNATURE {2}http:\S+\/dists\/trixie\/InRelease: signature/m],
    ['other-key', /^error E_DEBIAN_SIGNER {2}http:\S+\/InRelease: signed by no trusted key$/m],
    ['missing', /^error E_DEBIAN_SIGNATURE {2}http:\S+\/dists\/trixie\/Release/m],
  ] as const)('fails where the signature of Release is wrong: %s', async (signature, message) => {
    const run = await lockUnsound({ trixie: { signature } });
    expectFailure(run, message, /└─ debian|└─ tiny/, /app\.js:2[12]/, /^ {2}fix /m);
  });

  test('fails where an index is not the one that Release names', async () => {
    const run = await lockUnsound({ trixie: { tamperIndex: (text) => `${text}\n` } });
    expectFailure(run, /^error E_HTTP_(HASH|SIZE) {2}http:\S+\/main\/binary-amd64\//m);
  });

  test('fails where the mirror is down, and keeps the lock that was there', async () => {
    const port = await freePort();
    const project = new WatchedProject(installed, tinyFiles(sound), folder);
    await project.synth(['lock', ...mirrorOptions(sound)]);
    const other = new WatchedProject(
      installed,
      {
        ...tinyFiles(sound, { packages: ['libzstd1', 'libgomp1'] }),
        'synth.lock.json': project.text('synth.lock.json'),
      },
      folder,
    );
    const mirrors = [`debian=http://127.0.0.1:${port}`, `debian-security=http://127.0.0.1:${port}`];
    const run = await other.synth(['lock', ...mirrors.flatMap((one) => ['--mirror', one])]);
    expectFailure(run, 'error E_HTTP_UNREACHABLE', `127.0.0.1:${port}`, 'ECONNREFUSED');
    expect(other.text('synth.lock.json')).toBe(project.text('synth.lock.json'));
  });

  test('fails for a suite that does not exist, and names one that does', async () => {
    const project = new WatchedProject(installed, tinyFiles(sound, { suite: 'trixi' }), folder);
    const run = await project.synth(['lock', ...mirrorOptions(sound)]);
    expectFailure(
      run,
      'error E_DEBIAN_SUITE_UNKNOWN  suite "trixi" does not exist',
      'did you mean "trixie"?',
    );
  });

  test('fails for packages that do not exist, all of them, and names one that does', async () => {
    const files = tinyFiles(sound, { packages: ['libzst1', 'no-such-package'] });
    const run = await new WatchedProject(installed, files, folder).synth([
      'lock',
      ...mirrorOptions(sound),
    ]);
    expectFailure(
      run,
      /E_DEBIAN_PACKAGE_UNKNOWN.*"libzst1"/,
      'no-such-package',
      '"libzstd1"',
      'tiny',
    );
  });

  test('shows no password of a mirror, whatever goes wrong', async () => {
    const secret = 'pa55w0rd';
    const port = await freePort();
    const mirror = `http://me:${secret}@127.0.0.1:${port}/debian`;
    const project = new WatchedProject(installed, tinyFiles(sound), folder);
    for (const args of [[], ['--debug']]) {
      const run = await project.synth(['lock', ...args], {
        env: { SYNTH_DEBIAN_MIRROR: mirror, SYNTH_DEBIAN_SECURITY_MIRROR: mirror },
      });
      expectFailure(run, 'error E_');
      expect(run.stderr).not.toContain(secret);
    }
  });
});
