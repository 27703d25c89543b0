import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DebianBase, RuntimeImage } from '../../../../constructs';
import { Testing } from '../../../../constructs/testing';
import { loadEnvironment } from '../../../../lib/environment';
import { formatLock } from '../../../../lib/lock/format-lock';
import { EMPTY_LOCK } from '../../../../lib/lock/lock-file';
import { resolveLock } from '../../../../lib/lock/resolve-lock';
import { describeWith } from '../../../support/engine';
import { PATIENCE, type ServedDebian, SNAPSHOT } from '../../../support/served-debian';
import { temporaryFolder } from '../../../support/temporary-folder';
import { serveTinyDebian } from '../../../support/tiny-debian';

const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'amd64';

function debianApp() {
  const app = Testing.app({ buildPlatform: `linux/${ARCHITECTURE}` });
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: SNAPSHOT });
  new RuntimeImage(app, 'tiny', {
    base: debian.runtime({ packages: ['hello'] }),
    entrypoint: ['/usr/bin/hello'],
    waivers: { healthcheck: 'it says hello and ends' },
    platforms: [`linux/${ARCHITECTURE}`],
  });
  return app;
}

describeWith(['engine'], 'an image of packages, built by a test', ({ engine }) => {
  const folder = temporaryFolder('testing-debian');
  let debian: ServedDebian;
  beforeAll(async () => {
    mkdirSync(join(folder, 'archive'));
    debian = await serveTinyDebian(join(folder, 'archive'));
    const { keyring, server } = debian;
    const mirrors = {
      debian: server.mirror('debian'),
      'debian-security': server.mirror('debian-security'),
    };
    const facts = { keyrings: [keyring], mirrors };
    writeFileSync(join(folder, 'synth.environment.json'), JSON.stringify(facts));
    const environment = loadEnvironment({ folder, env: process.env });
    const { requests } = debianApp().assemble(EMPTY_LOCK);
    const lock = await resolveLock(requests, EMPTY_LOCK, { environment, patience: PATIENCE });
    writeFileSync(join(folder, 'synth.lock.json'), formatLock(lock));
  });
  afterAll(() => debian?.server.close());

  test('is made of what the lock names, fetched from the mirrors of the folder', async () => {
    const lock = join(folder, 'synth.lock.json');

    const built = await Testing.build(debianApp(), 'tiny', {
      address: engine.address,
      folder,
      lock,
    });

    try {
      expect(await built.readText('/etc/passwd')).toContain('nonroot:x:65532:65532:');
      expect((await built.stat('/etc/passwd')).modTime).toEqual(new Date('2026-01-10T00:00:00Z'));
    } finally {
      await built.close();
    }
    const platform = Testing.synth(debianApp(), { lock }).image('tiny').platform();
    expect(platform.packages()).toEqual({ 'base-files': '13', hello: '2.0', libc6: '2.41' });
  });
});
