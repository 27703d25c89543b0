import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWith } from '../support/engine';
import { InstalledPackage, interruptAt, type RunOptions } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';
import { L1_PROJECT } from './l1-app';

const NAME = `buildkit-cdk-test-${process.pid}`;
const SOCKET = '/run/buildkit/buildkitd.sock';
const installed = new InstalledPackage();
const root = temporaryFolder('container');

jest.setTimeout(60_000);

describeWith(['engine', 'buildkitd'], 'a daemon that a program connects to', (services) => {
  const { buildkitd, engine } = services;
  const folder = installed.project(L1_PROJECT);
  const { docker: program } = engine;
  if (program === undefined) {
    process.stderr.write('skipped: docker-container://: the engine has no docker program\n');
  }
  const testWithDocker = program === undefined ? test.skip : test;
  const docker = (args: readonly string[], input?: Buffer) =>
    execFileSync(program ?? 'docker', args, {
      env: { ...process.env, DOCKER_HOST: engine.address },
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    });
  /** With a `docker` on PATH that speaks to the engine of the tests. */
  const synth = (args: readonly string[], options: RunOptions = {}) =>
    installed.synth(folder, args, {
      ...options,
      env: {
        PATH: `${dirname(program ?? '/')}:${process.env.PATH}`,
        DOCKER_HOST: engine.address,
        ...options.env,
      },
    });

  beforeAll(() => {
    if (program === undefined) return;
    // A container that holds nothing but buildctl, and the socket of the daemon beside the engine.
    mkdirSync(join(root, 'bin'));
    cpSync(buildkitd.buildctl, join(root, 'bin/buildctl'));
    const tar = execFileSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 1 << 28 });
    docker(['import', '-', NAME], tar);
    const socket = `${buildkitd.address.replace('unix://', '')}:${SOCKET}`;
    const options = ['--name', NAME, '--volume', socket, '--env', 'PATH=/bin'];
    docker(['run', '--detach', '--interactive', ...options, NAME, 'buildctl', 'dial-stdio']);
  });
  afterAll(() => {
    if (program === undefined) return;
    docker(['rm', '--force', NAME]);
    docker(['rmi', NAME]);
  });

  testWithDocker('builds there, and leaves no program behind', async () => {
    const address = `docker-container://${NAME}`;
    const { code, stdout, stderr } = await synth(['build', '--json', '--addr', address]);

    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const near = await installed.synth(folder, ['build', '--json', '--addr', buildkitd.address]);
    expect(JSON.parse(stdout)[0].digest).toBe(JSON.parse(near.stdout)[0].digest);
    expect(docker(['top', NAME]).trim().split('\n')).toHaveLength(2);
  });

  testWithDocker('is asked to end by Ctrl-C, by us and not by the terminal', async () => {
    const env = { BUILDKIT_HOST: `docker-container://${NAME}`, TEST_IMAGES: 'waiting' };
    const onStart = interruptAt('run wait');

    const { code } = await synth(['build', '--progress', 'plain'], { env, onStart });

    expect(code).toBe(130);
    while (docker(['top', NAME]).trim().split('\n').length > 2) await delay(20);
  });

  testWithDocker('is not there where the container is not', async () => {
    const { code, stdout, stderr } = await synth(['build', '--addr', 'docker-container://nobody']);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^error E_DAEMON_UNREACHABLE {2}no BuildKit daemon at docker-container:\/\/nobody: .*No such container: nobody/,
    );
    expect(stderr).toContain('by "docker exec -i nobody buildctl dial-stdio"');
  });

  test('is not there where the program is not, or ends at once', async () => {
    const PATH = dirname(process.execPath);
    const missing = await synth(['build', '--addr', 'nerdctl-container://x'], { env: { PATH } });
    const wrong = await synth(['build', '--addr', 'ssh://127.0.0.1:1']);

    expect(missing.stderr).toContain('there is no program "nerdctl"');
    expect(wrong.stderr).toMatch(
      /^error E_DAEMON_UNREACHABLE {2}no BuildKit daemon at ssh:\/\/127\.0\.0\.1:1: (ssh: connect to|there is no program)/,
    );
  });

  test('takes no TLS options', async () => {
    const { code, stderr } = await synth(['build', '--addr', 'ssh://host', '--tlsservername', 'x']);

    expect(code).toBe(2);
    expect(stderr).toContain('needs a daemon that is reached by tcp');
  });
});
