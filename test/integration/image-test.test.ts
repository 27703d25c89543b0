import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { debianMirror } from '../support/debian-mirror';
import { describeWith } from '../support/engine';
import { snapshotNow } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(900_000);

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: tests of images: ${mirror}\n`);

/** Tests of one image, by the name that the app is given in the variable TESTS. */
const TESTS = `
  version: { run: { command: ['/usr/bin/memcached', '--version'], stdout: /^memcached \\d/ } },
  confined: { run: { command: ['cat', '/proc/self/status'],
    stdout: /Uid:\\t65532\\t65532.*CapEff:\\t0000000000000400.*CapBnd:\\t0000000000000400.*NoNewPrivs:\\t1/s } },
  variables: { run: { command: ['env'], stdout: /^WHO=me$/m }, env: { WHO: 'me' } },
  serves: { service: { questions: [
    { tcp: '127.0.0.1:\${PORT}' },
    { run: { command: ['ls', '/data/kept'], status: 2, stderr: 'No such file' } },
    { run: { command: ['touch', '/data/kept'] } },
    { file: { path: '/data/kept' } },
    { file: { path: '/given/text', content: 'given' } },
  ] }, mounts: { '/given': InlineFile.text('given\\n').at('/text') } },
  stage: { stages: [stage('true')] },

  status: { run: { command: ['false'] } },
  output: { run: { command: ['/usr/bin/memcached', '--version'], stdout: 'varnish' } },
  slow: { run: { command: ['sleep', '100'], timeoutSeconds: 0.5 } },
  readonly: { run: { command: ['touch', '/usr/new'] } },
  missing: { run: { command: ['/usr/bin/nothing'] } },
  ends: { service: { args: ['--no-such-option'] } },
  unhealthy: { service: { startSeconds: 1 }, env: { PORT: '11212' }, },
  unanswered: { service: { questions: [{ request: { url: 'http://127.0.0.1:11211/', timeoutSeconds: 1 } }] } },
  deaf: { service: { questions: [{ file: { path: '/etc/passwd' } }] }, image: sleeper },
  failingStage: { stages: [stage('false')] },
`;

const PASSING = 'version confined variables serves stage';
const FAILING = 'status output slow readonly missing ends unhealthy unanswered deaf failingStage';

describeWith(['engine'], 'tests of an image', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs Debian: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  let folder = '';
  const env = { ...mirror.env, BUILDKIT_HOST: engine.address, HOME: process.env.HOME ?? '/' };
  const synth = (tests: string, ...args: string[]) =>
    installed.synth(folder, args, { env: { ...env, TESTS: tests } });

  beforeAll(async () => {
    folder = installed.project({
      'app.js': `
        const { App, BuildStage, DebianBase, ImageTest, InlineFile, RuntimeImage } = require('buildkit-cdk');
        const app = new App();
        const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
        const base = debian.runtime({ packages: ['memcached', 'coreutils'] });
        const image = new RuntimeImage(app, 'server', {
          base,
          platforms: ['linux/amd64', 'linux/arm64'],
          entrypoint: ['/usr/bin/memcached'],
          cmd: ['-l', '127.0.0.1', '-p', '11211'],
          env: { PORT: '11211' },
          writable: ['/data'],
          healthcheck: { tcp: '127.0.0.1:\${PORT}' },
          waivers: { writable: 'it keeps what it is given' },
        });
        const sleeper = new RuntimeImage(app, 'sleeper', {
          base,
          platforms: ['linux/amd64'],
          entrypoint: ['/usr/bin/sleep', '1000'],
          waivers: { healthcheck: 'it sleeps' },
        });
        const stage = (program) => new BuildStage(app, program, {
          base: debian,
          run: [[program]],
        }).directory('/out');
        const tests = {${TESTS}};
        for (const name of (process.env.TESTS ?? '').split(' ').filter(Boolean)) {
          new ImageTest(app, name, { image, ...tests[name] });
        }
        app.synth();`,
    });
    const { code, stderr } = await synth(`${PASSING} ${FAILING}`, 'lock');
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('are run, and cached', async () => {
    const outcomes = (stdout: string) =>
      JSON.parse(stdout).map(({ cached, outcome, test }: Record<string, unknown>) => [
        test,
        outcome,
        cached,
      ]);
    const names = PASSING.split(' ').sort();

    const first = await synth(PASSING, 'test', '--json', '--progress', 'plain');
    expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    expect(outcomes(first.stdout)).toEqual(names.map((name) => [name, 'passed', false]));

    const second = await synth(PASSING, 'test', '--json');
    expect(outcomes(second.stdout)).toEqual(names.map((name) => [name, 'passed', true]));
  });

  test('tell each what has failed, with what the program wrote', async () => {
    const { code, stderr, stdout } = await synth(
      `version ${FAILING}`,
      'test',
      '--progress',
      'quiet',
    );

    expect(code).toBe(1);
    expect(stdout.match(/ failed /g)).toHaveLength(FAILING.split(' ').length);
    expect(stdout).toMatch(/ passed.* version\n/);
    for (const says of [
      'false ended with status 1, expected 0',
      '"varnish" is not in its stdout',
      'memcached 1.',
      'sleep 100 did not end within 500ms',
      "touch: cannot touch '/usr/new': Read-only file system",
      '/usr/bin/nothing cannot be started',
      'the service ended with status 1',
      'the service was not healthy within 1s',
      'GET http://127.0.0.1:11211/',
      'step "false amd64: false" failed',
      'the service has no handler for SIGTERM',
    ]) {
      expect(stderr).toContain(says);
    }
    expect(stderr).toMatch(/error E_IMAGE_TEST.* "server" for linux\/amd64 .*"status"/);
    expect(stderr).toMatch(/app\.js:\d+/);
  });

  test('keep an image that fails them from every output, and move no digest', async () => {
    const digests = (stdout: string) =>
      JSON.parse(stdout)[0].platforms.map(({ digest }: { digest: string }) => digest);
    const build = (tests: string, file: string, ...args: string[]) =>
      synth(tests, 'build', 'server', '--json', '--output', `type=oci,dest=${file}`, ...args);

    const failed = await build('version status', 'failed.tar');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('E_IMAGE_TEST');
    expect(existsSync(join(folder, 'failed.tar'))).toBe(false);

    const tested = await build('version', 'tested.tar');
    const untested = await build('status', 'untested.tar', '--no-tests');
    const without = await build('', 'without.tar');
    expect(digests(tested.stdout)).toEqual(digests(without.stdout));
    expect(digests(untested.stdout)).toEqual(digests(without.stdout));

    const other = await build('status', 'other.tar', '--platform', 'linux/arm64');
    expect({ code: other.code, stderr: other.stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('tests of "server" are not run: they are for linux/amd64'),
    });
  });
});
