import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { debianMirror } from '../support/debian-mirror';
import { describeWith } from '../support/engine';
import { snapshotNow } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(600_000);

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: the start of an image: ${mirror}\n`);

const IMAGE = 'buildkit-cdk.invalid/started';
const OWN = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
const STRICT = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];

/** Redis, whose password is that of its first start, on the port of a variable. */
const app = () => `
  const { App, DebianBase, RuntimeImage, template, variable } = require('buildkit-cdk');
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
  const port = variable('PORT', { default: '6379' });
  const password = variable('PASSWORD', { file: '/run/secrets/password' }).as('json');
  const config = template\`port \${port}\\ninclude /data/main/redis.conf\\ndir /data/main\\n\`;
  new RuntimeImage(app, 'started', {
    base: debian.runtime({ packages: ['busybox-static', 'redis-server'] }),
    platforms: ['${OWN}'],
    publish: { names: ['${IMAGE}'], tags: ['latest'] },
    user: 'redis',
    writable: [{ path: '/data', mode: 0o700 }],
    start: {
      folders: ['/tmp/redis'],
      files: [{ path: '/tmp/redis/redis.conf', content: config }],
      once: {
        folder: '/data/main',
        run: [{
          command: ['/usr/bin/busybox', 'tee', 'redis.conf'],
          input: [template\`requirepass \${password}\\n# \`, '/etc/hostname'],
        }],
      },
    },
    entrypoint: ['/usr/bin/redis-server', '/tmp/redis/redis.conf'],
    healthcheck: { tcp: '127.0.0.1:\${PORT}', intervalSeconds: 1 },
    waivers: { shell: 'a test', writable: 'a test' },
  });
  app.synth();`;

describeWith(['engine'], 'the start of an image', ({ engine }) => {
  const { docker: program } = engine;
  if (typeof mirror === 'string' || program === undefined) {
    test.skip('needs packages of Debian and a Docker Engine, which is not here', () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  let folder = '';
  const containers: string[] = [];

  function docker(...args: readonly string[]): string {
    const { status, stderr, stdout } = spawnSync(program ?? '', args, {
      encoding: 'utf8',
      env: { ...process.env, DOCKER_HOST: engine.address },
    });
    expect({ args, status, stderr: status === 0 ? '' : stderr }).toEqual({
      args,
      status: 0,
      stderr: '',
    });
    return stdout.trim();
  }

  /** Runs the image strictly, in the background; gives the container. */
  function run(...flags: readonly string[]): string {
    const id = docker(
      ...['run', '--detach', '--network=none', '--tmpfs=/tmp', '--tmpfs=/run', ...STRICT],
      ...['--hostname=first', ...flags, IMAGE],
    );
    containers.push(id);
    return id;
  }

  async function untilHealthy(id: string): Promise<void> {
    const health = () =>
      docker('inspect', '--format={{.State.Status}} {{.State.Health.Status}}', id);
    while (health() === 'running starting') await sleep(200);
    expect(`${health()} ${health() === 'running healthy' ? '' : docker('logs', id)}`).toBe(
      'running healthy ',
    );
  }

  const ask = (id: string, ...words: readonly string[]) =>
    docker(
      'exec',
      '--env=REDISCLI_AUTH=hidden "1"',
      id,
      '/usr/bin/redis-cli',
      '-p',
      '6400',
      ...words,
    );

  beforeAll(async () => {
    folder = installed.project({ 'app.js': app() });
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/password'), 'hidden "1"\n', { mode: 0o644 });
    const env = { ...mirror.env, BUILDKIT_HOST: engine.address, HOME: process.env.HOME ?? '/' };
    for (const args of [['lock'], ['build', '--output', 'type=docker']]) {
      const { code, stderr } = await installed.synth(folder, args, { env });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }
  });

  afterAll(() => {
    for (const id of containers) docker('rm', '--force', '--volumes', id);
    docker('image', 'rm', '--force', IMAGE);
  });

  test('fills its volume once, becomes the service, and keeps its data', async () => {
    const secrets = `--volume=${join(folder, 'secrets')}:/run/secrets:ro`;
    const id = run('--env=PORT=6400', '--volume=/data', secrets);
    await untilHealthy(id);

    expect(ask(id, 'set', 'greeting', 'hello')).toBe('OK');
    const busybox = (...words: readonly string[]) =>
      docker('exec', id, '/usr/bin/busybox', ...words);
    expect(busybox('cat', '/proc/1/comm')).toBe('redis-server');
    expect(busybox('env')).not.toContain('hidden');
    expect(busybox('stat', '-c', '%U %a', '/data')).toBe('redis 700');
    expect(busybox('cat', '/data/main/redis.conf')).toMatch(
      /^requirepass "hidden \\"1\\""\n# first/,
    );

    writeFileSync(join(folder, 'secrets/password'), 'other\n');
    docker('restart', id);
    await untilHealthy(id);
    expect(ask(id, 'get', 'greeting')).toBe('hello');

    docker('stop', id);
    expect(docker('inspect', '--format={{.State.ExitCode}}', id)).toBe('0');
  });

  test('ends, and says why, where a secret is missing', () => {
    const id = run();
    expect(docker('wait', id)).toBe('1');
    const { stderr } = spawnSync(program, ['logs', id], {
      encoding: 'utf8',
      env: { ...process.env, DOCKER_HOST: engine.address },
    });
    expect(stderr).toBe(
      'start: the file of the variable "PASSWORD": open /run/secrets/password: no such file or directory\n',
    );
  });
});
