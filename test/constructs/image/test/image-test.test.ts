import {
  App,
  BaseImage,
  ImageSource,
  ImageTest,
  type ImageTestProps,
  type RuntimeImage,
  type RuntimeImageProps,
} from '../../../../constructs';
import { Testing } from '../../../../constructs/testing';
import { helloApp } from '../../../support/hello-app';
import { codesOf } from '../../../support/lowered';
import { madeUpLock } from '../../../support/made-up-lock';

type Rest = Omit<ImageTestProps, 'image'>;

/** The app of the example with one test of its image. */
function tested(props: Rest, image: Partial<RuntimeImageProps> = {}): App {
  const app = helloApp({ image });
  const hello = app.node.findChild('hello') as RuntimeImage;
  new ImageTest(app, 'test', { image: hello, ...props });
  return app;
}

const platformOf = (app: App, platform = 'linux/amd64') =>
  Testing.synth(app).image('hello').platform(platform);

const run: Rest = { run: { command: ['/boot/bin/hello'], stdout: 'hello' } };

describe('a test of an image', () => {
  test('is a graph of its own, and moves no byte of the image', () => {
    const without = helloApp();
    const [before] = without.assemble(madeUpLock(without)).images;
    const app = tested(run);
    const [after] = app.assemble(madeUpLock(app)).images;

    expect(after?.platforms.map(({ tests = [] }) => tests.map(({ name }) => name))).toEqual([
      ['test'],
      [],
    ]);
    for (const [index, platform] of before?.platforms.entries() ?? []) {
      const same = after?.platforms[index];
      expect(same?.definition.toBytes()).toEqual(platform.definition.toBytes());
      expect(same?.config).toBe(platform.config);
    }
  });

  test('runs on the finished root, read-only, without network, and is seen by assertions', () => {
    const hello = platformOf(tested({ ...run, tmpfs: ['/tmp', '/run'] }, { user: '70:70' }));

    expect(hello.tests()).toEqual(['test']);
    hello.test('test').hasExec({
      name: 'hello linux/amd64: test test',
      args: ['/run/buildkit-cdk/test/program/test', '/run/buildkit-cdk/test/plan/test.json'],
      network: 'none',
      user: '0:0',
    });
    expect(() => hello.test('tset')).toThrow(
      'image "hello" for linux/amd64 has no test "tset": it has test',
    );
    const [plan] = hello.test('test').findFiles({ path: '/test.json' });
    expect(JSON.parse(String(plan?.content))).toMatchObject({
      user: '70:70',
      environment: ['PATH=/boot/bin:/usr/bin:/usr/sbin'],
      folder: '/',
      temporary: ['/tmp', '/run'],
      capable: false,
      run: { args: ['/boot/bin/hello'], status: 0, stdout: { text: 'hello' }, seconds: 60 },
    });
  });

  test('starts a service as an engine does, and asks with the probe', () => {
    const image = {
      cmd: ['--loud'],
      healthcheck: { command: ['/boot/bin/health'], timeoutSeconds: 5 },
      stopSignal: 'SIGQUIT',
      writable: ['/data'],
      waivers: { writable: 'it keeps a list' },
    };
    const service = {
      questions: [
        { tcp: '127.0.0.1:80' },
        { request: { url: 'http://127.0.0.1/', answer: /^hello/m } },
        { file: { path: '/data/list' } },
      ],
    };
    const test = platformOf(tested({ service }, image)).test('test');

    const [exec] = test.findExecs({ name: 'hello linux/amd64: test test' });
    expect(Object.keys(exec?.mounts ?? {})).toEqual(
      expect.arrayContaining(['/data', '/tmp', '/run/buildkit-cdk/test/probe']),
    );
    const [plan] = test.findFiles({ path: '/test.json' });
    expect(JSON.parse(String(plan?.content)).service).toMatchObject({
      args: ['/boot/bin/hello', '--loud'],
      healthcheck: { args: ['/boot/bin/health'], seconds: 5 },
      questions: [
        { run: { args: ['/run/buildkit-cdk/test/probe/probe', 'tcp', '127.0.0.1:80', '30s'] } },
        { request: { method: 'GET', status: 200, answer: { expression: '(?m)^hello' } } },
        { file: { path: '/data/list' } },
      ],
      stopSignal: 'SIGQUIT',
      startSeconds: 60,
      stopSeconds: 10,
    });
  });

  test('runs where it says', () => {
    const app = tested({ ...run, platforms: ['linux/arm64'] });

    expect(platformOf(app).tests()).toEqual([]);
    expect(platformOf(app, 'linux/arm64').tests()).toEqual(['test']);
  });

  test.each<[string, Rest, Partial<RuntimeImageProps>, string]>([
    ['neither a run nor a service', {}, {}, 'E_PROPERTY'],
    ['two of them', { ...run, service: {} }, {}, 'E_PROPERTY'],
    [
      'a platform that the image has not',
      { ...run, platforms: ['linux/riscv64'] },
      {},
      'E_PLATFORM',
    ],
    ['no platform that it runs on', run, { platforms: ['linux/arm64'] }, 'E_PLATFORM'],
    ['a service of which nothing tells whether it works', { service: {} }, {}, 'E_PROPERTY'],
    ['lookahead', { run: { command: ['x'], stdout: /a(?=b)/ } }, {}, 'E_PROPERTY'],
    [
      'a reference',
      { run: { command: ['x'], stdout: /(a)\1/ } },
      {},
      'E_PROPERTY',
    ],
    ['an empty text', { run: { command: ['x'], stdout: '' } }, {}, 'E_PROPERTY'],
    [
      'two questions in one',
      {
        service: { questions: [{ tcp: '127.0.0.1:1', file: { path: '/x' } }] },
      },
      {},
      'E_PROPERTY',
    ],
  ])('fails with %s', (_, props, image, code) => {
    const app = tested(props, image);

    expect(codesOf(() => app.assemble(madeUpLock(app)))).toEqual([code]);
  });

  test('fails for an image of another app, and for one that is of no Debian', () => {
    const app = new App();
    const other = helloApp().node.findChild('hello') as RuntimeImage;
    new ImageTest(app, 'test', { ...run, image: other } as ImageTestProps);
    expect(codesOf(() => app.assemble(madeUpLock(app)))).toEqual(['E_PROPERTY']);

    const bare = new App();
    const base = new ImageSource(bare, 'base', { reference: 'registry.example.org/base:1' });
    const image = new BaseImage(bare, 'image', { base, platforms: ['linux/amd64'] });
    new ImageTest(bare, 'test', { ...run, image } as ImageTestProps);
    expect(() => Testing.synth(bare)).toThrow('of no Debian that the test can be compiled with');
  });
});
