import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { InstalledPackage, type RunningProcess } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { waitUntil } from '../support/processes';
import { PushedImage } from '../support/pushed-image';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';
import { tinyProgram } from '../support/tiny-program';

/** A step that takes a while, and that no daemon has run before. */
const PROJECT = {
  ...L1_PROJECT,
  'app.js': (L1_PROJECT['app.js'] ?? '').replace(
    'const states = {',
    `const states = {
  sleeping: ({ architecture }) =>
    scratch()
      .file(mkfile('/program', 0o755, program('sleep')))
      .run({ args: ['/program', process.env.TEST_NAMES, '${Date.now()}'], customName: 'run sleep' })
      .root.file(mkfile('/for', 0o644, architecture)),`,
  ),
  'programs/sleep.base64': tinyProgram({ sleepsSeconds: 4 }).toString('base64'),
};

const installed = new InstalledPackage();
jest.setTimeout(240_000);

describeWith(['buildkitd', 'registry'], 'a builder that is lost', ({ buildkitd, registry }) => {
  const folder = installed.project(PROJECT);
  let doomed: TcpBuildkitd;
  beforeEach(async () => {
    doomed = await startTcpBuildkitd({ name: 'doomed' });
  });
  afterEach(async () => {
    try {
      process.kill(doomed.pid, 'SIGCONT');
    } catch {} // it was killed
    await doomed.stop();
  });

  /** Platforms of the builder that stays, and of the one that is lost. */
  const builders = (stays: string, other = doomed.address) => [
    '--builder',
    `${buildkitd.address},name=stays${stays}`,
    '--builder',
    `${other},name=doomed,platform=linux/arm64`,
  ];
  const run = async (
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    onStart?: (running: RunningProcess) => void,
  ) =>
    installed.synth(folder, [...args, '--progress', 'plain', '--json'], {
      env: { SYNTH_PATIENCE: '6', ...env },
      ...(onStart ? { onStart } : {}),
    });
  const tagsOf = async (repository: string) => {
    const answer = await fetch(`http://${registry.host}/v2/${repository}/tags/list`);
    if (answer.status === 404) return [];
    return ((await answer.json()) as { tags: string[] | null }).tags ?? [];
  };

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'in a step, by %s, has its work done by the other',
    async (signal) => {
      const gone: string[] = [];
      const { code, stderr, stdout } = await run(
        ['push', ...builders('')],
        { TEST_IMAGES: 'sleeping', TEST_NAMES: `${registry.host}/lost/${signal.toLowerCase()}` },
        (running) => {
          void waitUntil('step', () => /doomed: run sleep/.test(running.stderr())).then(() => {
            process.kill(doomed.pid, signal);
            gone.push(signal);
          });
        },
      );

      expect({ code, gone, stderr: code === 0 ? '' : stderr }).toEqual({
        code: 0,
        gone: [signal],
        stderr: '',
      });
      expect(stderr).toMatch(/^builder doomed is not used any more: /m);
      expect(JSON.parse(stdout)).toMatchObject([
        {
          builds: [
            { builder: 'stays', platforms: ['linux/amd64'] },
            { builder: 'stays', platforms: ['linux/arm64'] },
          ],
        },
      ]);
      const image = new PushedImage(`${registry.host}/lost/${signal.toLowerCase()}`);
      for (const tag of ['one', 'two']) {
        expect((await image.index(tag)).manifests.map(({ platform }) => platform)).toEqual([
          { architecture: 'amd64', os: 'linux' },
          { architecture: 'arm64', os: 'linux' },
        ]);
      }
    },
  );

  test('by SIGTERM ends what it has begun', async () => {
    const { code, stderr } = await run(
      ['push', ...builders('')],
      { TEST_IMAGES: 'sleeping', TEST_NAMES: `${registry.host}/lost/sigterm` },
      (running) => {
        void waitUntil('step', () => /doomed: run sleep/.test(running.stderr())).then(() =>
          process.kill(doomed.pid, 'SIGTERM'),
        );
      },
    );

    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { manifests } = await new PushedImage(`${registry.host}/lost/sigterm`).index('two');
    expect(manifests).toHaveLength(2);
  });

  test('has its share of many images built by the other', async () => {
    const images = ['hello', 'other', 'folder', 'working', 'sleeping'];
    const { code, stderr, stdout } = await run(
      ['build', '--builder', buildkitd.address, '--builder', `${doomed.address},name=doomed`],
      { TEST_IMAGES: images.join(), TEST_NAMES: 'x.example/many' },
      (running) => {
        void waitUntil('step', () => /run sleep/.test(running.stderr())).then(() =>
          process.kill(doomed.pid, 'SIGKILL'),
        );
      },
    );

    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toMatch(/^5 images: /m);
    expect(JSON.parse(stdout).map(({ image }: { image: string }) => image)).toEqual(images);
  });

  test('before it was reached has its work done by the other, which is told', async () => {
    process.kill(doomed.pid, 'SIGKILL');

    const { code, stderr, stdout } = await run(['push', ...builders('')], {
      TEST_NAMES: `${registry.host}/lost/before`,
    });

    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stderr).toMatch(/^builder doomed is not used any more: /m);
    expect(JSON.parse(stdout)).toMatchObject([{ builds: [{ builder: 'stays' }] }]);
  });

  test('and leaves none for a platform fails the build, and no tag is written', async () => {
    const { code, stderr, stdout } = await run(
      ['push', ...builders(',platform=linux/amd64')],
      { TEST_IMAGES: 'sleeping', TEST_NAMES: `${registry.host}/lost/none` },
      (running) => {
        void waitUntil('step', () => /doomed: run sleep/.test(running.stderr())).then(() =>
          process.kill(doomed.pid, 'SIGKILL'),
        );
      },
    );

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('error E_BUILDERS_LOST  no builder is left for image "sleeping"');
    expect(stderr).toContain('expected  one for linux/arm64');
    expect(stderr).toMatch(/doomed: connection to the daemon at tcp:.* was lost/);
    expect(await tagsOf('lost/none')).toEqual([]);
  });

  describe('in its push', () => {
    /** A registry that answers nothing: a push to it never ends. */
    let deaf: LoopbackServer;
    let asked = 0;
    beforeAll(async () => {
      deaf = await listenOnLoopback(() => {
        asked++;
      });
    });
    afterAll(() => deaf.close());

    test('leaves no tag where the other is lost as well', async () => {
      const { code, stderr } = await run(
        [
          'push',
          '--builder',
          `${doomed.address},name=doomed,platform=linux/amd64,platform=linux/arm64`,
        ],
        { TEST_NAMES: `${registry.host}/lost/pushed,127.0.0.1:${deaf.port}/pushed` },
        () => {
          void waitUntil('push', () => asked > 0).then(() => process.kill(doomed.pid, 'SIGKILL'));
        },
      );

      expect(code).toBe(1);
      expect(stderr).toContain('error E_BUILDERS_LOST');
      expect(await tagsOf('lost/pushed')).toEqual([]);
    });
  });

  test('is no reason to begin again where a step fails', async () => {
    const { code, stderr } = await run(['push', ...builders('')], {
      TEST_IMAGES: 'failing',
      TEST_NAMES: `${registry.host}/lost/failing`,
    });

    expect(code).toBe(1);
    expect(stderr.match(/^error /gm)).toHaveLength(1);
    expect(stderr).toContain('error E_SOLVE');
    expect(stderr).not.toContain('is not used any more');
    expect(await tagsOf('lost/failing')).toEqual([]);
  });
});
