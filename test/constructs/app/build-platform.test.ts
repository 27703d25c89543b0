import * as fc from 'fast-check';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { decodeOp } from '../../../lib/llb';
import { appPlan, generatedApp, type ImagePlan } from '../../support/generated-app';
import { helloApp } from '../../support/hello-app';
import { errorsOf } from '../../support/lowered';

type Plans = Readonly<Record<string, ImagePlan>>;

const lowered = (plans: Plans, buildPlatform: string) =>
  generatedApp(plans, { buildPlatform }).lower(new FakeAnswers()).content;

const holds = (numRuns: number, rule: (plans: Plans) => void) =>
  fc.assert(fc.property(appPlan, rule), { numRuns });

describe('the platform that execs run on', () => {
  test('is not seen in what images hold: packages, history, config', () => {
    const held = (plans: Plans, build: string) =>
      lowered(plans, build).images.map(({ name, platforms }) => [
        name,
        platforms.map(({ config, layers, packages, platform }) => [
          platform,
          config,
          packages,
          layers.map(({ packages: all = [], says }) => [says, all]),
        ]),
      ]);

    holds(40, (plans) => {
      expect(held(plans, 'linux/arm64')).toEqual(held(plans, 'linux/amd64'));
    });
  });

  test('is that of every exec, and of what runs in it', () => {
    holds(40, (plans) => {
      const { images, locals } = lowered(plans, 'linux/arm64');
      for (const { platforms } of images) {
        for (const { definition } of platforms) {
          for (const { bytes } of definition.ops) {
            const { body, platform } = decodeOp(bytes);
            if (body?.kind === 'exec') expect(platform?.architecture).toBe('arm64');
          }
        }
      }
      expect(Object.keys(locals)).toEqual([expect.stringMatching(/^unpacker-arm64-[0-9a-f]{12}$/)]);
    });
  });

  test('asks for a minbase and an unpacker of itself, and never for one of another', () => {
    holds(40, (plans) => {
      const { requests } = lowered(plans, 'linux/riscv64');
      const unpackers = requests.filter(({ key }) => key.includes('busybox-static'));

      expect(unpackers.map(({ key }) => key)).toEqual([
        'trixie@20261101T000000Z busybox-static (main) riscv64',
      ]);
    });
  });

  test('compiles natively where it is the target, and crosses else', () => {
    const compilers = (build: string) =>
      helloApp({ app: { buildPlatform: build } })
        .lower(new FakeAnswers())
        .content.requests.flatMap(({ key }) => /minbase (.*make) \(main\) (\w+)/.exec(key) ?? [])
        .filter((text) => text.startsWith('gcc'));

    expect(compilers('linux/amd64')).toEqual([
      'gcc libc6-dev make',
      'gcc-aarch64-linux-gnu libc6-dev-arm64-cross make',
    ]);
    expect(compilers('linux/arm64')).toEqual([
      'gcc libc6-dev make',
      'gcc-x86-64-linux-gnu libc6-dev-amd64-cross make',
    ]);
    expect(compilers('linux/s390x')).toEqual([
      'gcc-aarch64-linux-gnu libc6-dev-arm64-cross make',
      'gcc-x86-64-linux-gnu libc6-dev-amd64-cross make',
    ]);
  });

  test.each(['linux', '', '/', 'linux/', '/amd64', 'linux/arm/v7/x'])(
    'cannot be %j, which is told with what it could be',
    (buildPlatform) => {
      expect(errorsOf(() => helloApp({ app: { buildPlatform } }).lower(new FakeAnswers()))).toEqual(
        [
          expect.objectContaining({
            code: 'E_PLATFORM',
            message: 'app: the build platform is none',
            details: expect.objectContaining({ got: `"${buildPlatform}"` }),
          }),
        ],
      );
    },
  );

  test('is told where Debian has none of it, with the image that needs it', () => {
    const app = helloApp({ app: { buildPlatform: 'linux/loong64' } });

    expect(errorsOf(() => app.lower(new FakeAnswers()))).toMatchObject([
      { code: 'E_PLATFORM', details: { constructPath: 'hello', got: '"linux/loong64"' } },
    ]);
  });
});
