import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { type ServedOther, serveOther } from '../support/other-archive';
import { onBoth, type ServedDebian } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { mirrorOptions, serveTinyDebian, tinyFiles } from '../support/tiny-debian';

jest.setTimeout(60_000);

const LOGIN = 'somebody:s3cr3t';

describeWith(['engine'], 'an archive that asks who reads it', ({ engine }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('other-archive');
  let debian: ServedDebian;
  let vendor: ServedOther;
  let project: string;

  beforeAll(async () => {
    debian = await serveTinyDebian(join(folder, 'debian'));
    // A daemon fetches a file of a hash once.
    const Description = `of ${randomUUID()}`;
    vendor = await serveOther(join(folder, 'vendor'), {
      packages: onBoth('libzstd1', '3.0', { Depends: 'libc6', Description }),
      isFlat: true,
      login: LOGIN,
    });
    const { login, suite, url } = vendor.archive;
    const archives = [{ url, suite, keyring: 'keys/vendor.asc', login }];
    project = installed.project({
      ...tinyFiles(debian, { archives }),
      'keys/vendor.asc': vendor.key.publicKey,
      '.netrc': `machine http://${vendor.host} login somebody password s3cr3t\n`,
    });
  });
  afterAll(() => Promise.all([debian.server.close(), vendor.close()]));

  const synth = (...args: string[]) =>
    installed.synth(project, [...args, ...mirrorOptions(debian)], {
      env: { BUILDKIT_HOST: engine.address },
    });

  test('is read by synth lock and by the daemon, and nothing of the login is kept', async () => {
    const locked = await synth('lock');
    expect(locked).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') });
    const before = vendor.requests.length;
    const built = await synth('build', '--output', 'type=oci,dest=tiny.tar');
    expect({ code: built.code, stderr: built.code === 0 ? '' : built.stderr }).toEqual({
      code: 0,
      stderr: '',
    });

    const ofDaemon = vendor.requests.slice(before).filter(({ path }) => path.endsWith('.deb'));
    expect(ofDaemon.length).toBeGreaterThan(0);
    const files = [
      'synth.lock.json',
      ...readdirSync(join(project, 'synth.out')).map((file) => `synth.out/${file}`),
    ];
    const kept = files.map((file) => readFileSync(join(project, file), 'latin1')).join('');
    expect(kept).toContain(`HTTP_AUTH_HEADER.${vendor.host}`);
    const header = Buffer.from(LOGIN).toString('base64');
    for (const word of ['s3cr3t', 'somebody', header]) {
      expect(kept + locked.stderr + built.stderr + built.stdout).not.toContain(word);
    }
  });

  test('is told before the build where nothing knows the login', async () => {
    writeFileSync(join(project, '.netrc'), '');
    const { code, stderr } = await synth('build', '--output', 'type=oci,dest=tiny.tar');

    expect(code).toBe(1);
    expect(stderr).toContain('error E_SECRET_MISSING');
    expect(stderr).toContain(`HTTP_AUTH_HEADER.${vendor.host}`);
    expect(stderr).toContain('auth.conf of apt');
    expect(stderr).toMatch(/debian \(DebianBase\) +app\.js:/);
  });
});
