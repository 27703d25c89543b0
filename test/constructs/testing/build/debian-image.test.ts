import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DebianBase, RuntimeImage } from '../../../../constructs';
import { Testing } from '../../../../constructs/testing';
import { snapshotEpoch } from '../../../../lib/debian/snapshot';
import { loadEnvironment } from '../../../../lib/environment';
import { formatLock } from '../../../../lib/lock/format-lock';
import { EMPTY_LOCK } from '../../../../lib/lock/lock-file';
import { resolveLock } from '../../../../lib/lock/resolve-lock';
import { debianMirror } from '../../../support/debian-mirror';
import { describeWith } from '../../../support/engine';
import { snapshotNow } from '../../../support/hello-project';
import { PATIENCE } from '../../../support/served-debian';
import { temporaryFolder } from '../../../support/temporary-folder';

const [ARCHITECTURE, LOADER] =
  process.arch === 'arm64'
    ? ['arm64', '/lib/ld-linux-aarch64.so.1']
    : ['amd64', '/lib64/ld-linux-x86-64.so.2'];

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: an image of packages: ${mirror}\n`);

describeWith(['engine'], 'an image of packages, built by a test', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs a mirror: ${mirror}`, () => undefined);
    return;
  }
  const folder = temporaryFolder('testing-debian');
  const snapshot = snapshotNow();
  const lock = join(folder, 'synth.lock.json');
  const debianApp = () => {
    const app = Testing.app({ buildPlatform: `linux/${ARCHITECTURE}` });
    const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot });
    new RuntimeImage(app, 'small', {
      base: debian.runtime({ packages: ['libc6'] }),
      entrypoint: [LOADER, '--version'],
      waivers: { healthcheck: 'it says its version and ends' },
      platforms: [`linux/${ARCHITECTURE}`],
    });
    return app;
  };
  beforeAll(async () => {
    const mirrors = { debian: mirror.debian, 'debian-security': mirror.security };
    writeFileSync(join(folder, 'synth.environment.json'), JSON.stringify({ mirrors }));
    const environment = loadEnvironment({ folder, env: process.env });
    const { requests } = debianApp().assemble(EMPTY_LOCK);
    const locked = await resolveLock(requests, EMPTY_LOCK, { environment, patience: PATIENCE });
    writeFileSync(lock, formatLock(locked));
  }, 120_000);

  test('is made of what the lock names, fetched from the mirrors of the folder', async () => {
    const built = await Testing.build(debianApp(), 'small', {
      address: engine.address,
      folder,
      lock,
    });

    try {
      expect(await built.readText('/etc/passwd')).toContain('nonroot:x:65532:65532:');
      const { modTime } = await built.stat('/etc/passwd');
      expect(modTime).toEqual(new Date((snapshotEpoch(snapshot) ?? 0) * 1000));
    } finally {
      await built.close();
    }
    const platform = Testing.synth(debianApp(), { lock }).image('small').platform();
    expect(Object.keys(platform.packages())).toEqual(
      expect.arrayContaining(['base-files', 'libc6', 'libgcc-s1']),
    );
  }, 120_000);
});
