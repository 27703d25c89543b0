import { execFile, execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianMirror } from '../support/debian-mirror';
import { ELF_MACHINE, elfMachine } from '../support/elf';
import { describeWith } from '../support/engine';
import { snapshotNow } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(600_000);

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: a healthcheck: ${mirror}\n`);

describeWith(['engine'], 'an image whose healthcheck is a question', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs Debian: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  let folder = '';
  const probeOf = (platform: string) => join(folder, `linux_${platform}/boot/bin/probe`);

  beforeAll(async () => {
    folder = installed.project({
      'app.js': `
        const { App, DebianBase, RuntimeImage } = require('buildkit-cdk');
        const app = new App();
        const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
        new RuntimeImage(app, 'web', {
          base: debian.runtime(),
          platforms: ['linux/amd64', 'linux/arm64'],
          entrypoint: ['/boot/bin/probe'],
          env: { PORT: '8080' },
          healthcheck: { http: 'http://127.0.0.1:\${PORT}/health' },
        });
        app.synth();`,
    });
    const env = { ...mirror.env, BUILDKIT_HOST: engine.address, HOME: process.env.HOME ?? '/' };
    for (const args of [['lock'], ['build', '--output', 'type=tar,dest=out.tar']]) {
      const { code, stderr } = await installed.synth(folder, args, { env });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }
    const members = ['amd64', 'arm64'].map((platform) => `linux_${platform}/boot/bin/probe`);
    execFileSync('tar', ['-xf', join(folder, 'out.tar'), '-C', folder, ...members]);
  });

  test.each(['amd64', 'arm64'])('has a static probe of %s', (platform) => {
    expect(elfMachine(probeOf(platform))).toBe(ELF_MACHINE[platform]);
    expect(execFileSync('stat', ['-c', '%a', probeOf(platform)], { encoding: 'utf8' })).toBe(
      '755\n',
    );
  });

  test('is healthy while its server says so', async () => {
    let status = 200;
    const server = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const own = process.arch === 'arm64' ? 'arm64' : 'amd64';
    const ask = () =>
      promisify(execFile)(probeOf(own), ['http', 'http://127.0.0.1:${PORT}/health'], {
        env: { PORT: `${port}` },
      });

    await expect(ask()).resolves.toMatchObject({ stdout: '' });
    status = 503;
    await expect(ask()).rejects.toMatchObject({
      code: 1,
      stdout: `unhealthy: http://127.0.0.1:${port}/health answered 503\n`,
    });
    server.close();
  });
});
