import {
  App,
  BaseImage,
  type BaseImageProps,
  BuildStage,
  type BuildStageProps,
  DebianBase,
  ImageSource,
  InlineFile,
  RuntimeImage,
  type RuntimeImageProps,
} from '../../../constructs';
import type { LoweredImageContent } from '../../../constructs/app/lower-images';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { IMAGE } from '../../../lib/inputs/image/kind';
import type { LockedImage } from '../../../lib/inputs/image/section';
import { decodeOp } from '../../../lib/llb';
import { codesOf, errorsOf, execsOf, lowered } from '../../support/lowered';

const REFERENCE = 'registry.example.org/me/tool:1.2';

/** Answers of which those for images have more in them. */
class Answers extends FakeAnswers {
  constructor(private readonly more: Partial<LockedImage>) {
    super();
  }

  override find: FakeAnswers['find'] = (kind, request) => {
    const answer = FakeAnswers.prototype.find.call(this, kind, request);
    return kind.name === IMAGE.name ? { ...Object(answer), ...this.more } : answer;
  };
}

function manifestOf(platform: string, reference = REFERENCE): string {
  return IMAGE.fake?.({ reference, platform }).manifest ?? '';
}

/** Sources of images in a definition, with their platform. */
function pulled(definition: ReturnType<typeof lowered>): string[] {
  return definition.ops.flatMap(({ bytes }) => {
    const { body, platform } = decodeOp(bytes);
    if (body?.kind !== 'source' || !body.identifier.startsWith('docker-image:')) return [];
    const { architecture, os, variant } = platform ?? {};
    return [`${body.identifier} ${os}/${architecture}${variant} ${JSON.stringify(body.attrs)}`];
  });
}

function appOf(make: (app: App, tool: ImageSource, debian: DebianBase) => unknown): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  make(app, new ImageSource(app, 'tool', { reference: REFERENCE }), debian);
  return app;
}

const PLATFORMS = ['linux/amd64', 'linux/arm64'];

describe('an image as a source', () => {
  test('is the manifest of each platform by its digest, without the tag', () => {
    const app = new App();
    const tool = new ImageSource(app, 'tool', { reference: REFERENCE });
    const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
    const files = [tool.file('bin/tool').at('/bin/tool')];
    new BaseImage(app, 'image', { base: debian, platforms: PLATFORMS, files });
    for (const platform of PLATFORMS) {
      expect(pulled(lowered(app, platform))).toEqual([
        `docker-image://registry.example.org/me/tool@${manifestOf(platform)} ${platform} {}`,
      ]);
    }
  });

  test.each([
    ['no tag', 'registry.example.org/me/tool', /no tag/],
    ['upper case', 'registry.example.org/Me:1', /malformed/],
    ['a digest of sha512', `r.example/x@sha512:${'0'.repeat(128)}`, /digest/],
    ['nothing', '', /malformed/],
  ])('is refused with %s', (_what, reference, message) => {
    const app = new App();
    new ImageSource(app, 'tool', { reference });

    const errors = errorsOf(() => app.lower(new FakeAnswers()));

    expect(errors.map(({ code }) => code)).toEqual(['E_IMAGE_REFERENCE']);
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.details.constructPath).toBe('tool');
  });
});

describe('a stage in an image', () => {
  function stageApp(props: Partial<BuildStageProps> = {}): App {
    return appOf((app, tool, debian) => {
      const stage = new BuildStage(app, 'stage', { base: tool, run: [['make']], ...props });
      new BaseImage(app, 'image', {
        base: debian,
        platforms: PLATFORMS,
        files: [stage.directory('/out')],
      });
    });
  }

  test('runs in that of the build platform, with its variables under those of the stage', () => {
    const config = {
      Env: ['PATH=/go/bin:/bin', 'GO=1', 'A=x=y'],
      User: 'builder',
      WorkingDir: '/go',
    };
    const app = stageApp({ env: { A: 'mine' } });
    const [image] = app.lower(new Answers({ config, created: 1_600_000_000 })).content.images;
    const definition = image?.platforms[1]?.definition;
    if (definition === undefined) throw new Error('no definition');
    const [make] = execsOf(definition, 'make');

    expect(pulled(definition)).toEqual([
      `docker-image://registry.example.org/me/tool@${manifestOf('linux/amd64')} linux/amd64 {}`,
    ]);
    expect(make?.env).toEqual(
      expect.arrayContaining([
        'PATH=/go/bin:/bin',
        'GO=1',
        'A=mine',
        'SOURCE_DATE_EPOCH=1600000000',
      ]),
    );
    expect(make?.message.meta).toMatchObject({ cwd: '/', user: '' });
    expect(make?.network).toBe('none');
  });

  test('gets no toolchain of Debian', () => {
    expect(codesOf(() => stageApp({ cross: 'c' }).lower(new FakeAnswers()))).toEqual([
      'E_PROPERTY',
    ]);
  });
});

describe('an image on an image', () => {
  const below = {
    layers: 3,
    config: {
      User: 'tool',
      Env: ['PATH=/bin', 'A=1'],
      Entrypoint: ['/tool'],
      Cmd: ['--help'],
      WorkingDir: '/work',
      Labels: { a: '1', b: '1' },
      StopSignal: 'SIGINT',
      Volumes: { '/data': {} },
    },
  };

  function image(props: Partial<BaseImageProps> = {}): LoweredImageContent {
    const app = appOf((scope, tool) => {
      new BaseImage(scope, 'image', { base: tool, platforms: ['linux/arm64'], ...props });
    });
    const [content] = app.lower(new Answers(below)).content.images;
    if (content === undefined) throw new Error('no image');
    return content;
  }

  const configOf = ({ platforms }: LoweredImageContent) => JSON.parse(platforms[0]?.config ?? '{}');

  test('has its layers, its config, and a line of history for each layer', () => {
    const content = image({ files: [InlineFile.text('x').at('/x')] });
    const { config, history } = configOf(content);

    expect(config).toEqual(below.config);
    const name = `registry.example.org/me/tool@${manifestOf('linux/arm64')}`;
    expect(history.map((line: { created_by: string }) => line.created_by)).toEqual([
      `${name}: layer 1 of 3`,
      `${name}: layer 2 of 3`,
      `${name}: layer 3 of 3`,
      'files',
    ]);
    const definition = content.platforms[0]?.definition;
    expect(definition && pulled(definition)).toEqual([`docker-image://${name} linux/arm64 {}`]);
    expect(content).toMatchObject({ isDated: true, sourceDateEpoch: 0 });
  });

  test('says otherwise what it is given', () => {
    const content = image({
      env: { A: '2', B: '3' },
      user: '1:1',
      workingDirectory: '/',
      entrypoint: ['/mine'],
      labels: { b: '2' },
      sourceDateEpoch: 1_700_000_000,
    });

    expect(configOf(content).config).toEqual({
      User: '1:1',
      Env: ['PATH=/bin', 'A=2', 'B=3'],
      Entrypoint: ['/mine'],
      WorkingDir: '/',
      StopSignal: 'SIGINT',
      Volumes: { '/data': {} },
      Labels: { a: '1', b: '2' },
    });
    expect(configOf(content).created).toBe('2023-11-14T22:13:20Z');
    expect(configOf(image({ cmd: ['x'] })).config).toMatchObject({
      Entrypoint: ['/tool'],
      Cmd: ['x'],
    });
  });
});

describe('a runtime on an image', () => {
  function runtime(props: Partial<RuntimeImageProps> = {}, more: Partial<LockedImage> = {}) {
    const app = appOf((scope, tool, debian) => {
      new RuntimeImage(scope, 'image', {
        base: tool.runtime(debian),
        platforms: ['linux/arm64'],
        entrypoint: ['/tool'],
        waivers: { healthcheck: 'a test' },
        ...props,
      });
    });
    const [content] = app.lower(new Answers({ layers: 2, ...more })).content.images;
    if (content === undefined) throw new Error('no image');
    return content;
  }

  test('is held to the contract by programs of Debian, and takes variables and folder over', () => {
    const config = {
      Env: ['PATH=/opt/bin', 'LD_LIBRARY_PATH=/opt/lib'],
      User: 'root',
      WorkingDir: '/opt',
    };
    const { platforms, sourceDateEpoch } = runtime({ env: { A: '1' } }, { config });
    const [platform] = platforms;
    if (platform === undefined) throw new Error('no platform');
    const [contract] = execsOf(platform.definition, '/usr/bin/perl');

    expect(JSON.parse(platform.config).config).toMatchObject({
      User: '65532:65532',
      Env: ['PATH=/opt/bin', 'LD_LIBRARY_PATH=/opt/lib', 'A=1'],
      WorkingDir: '/opt',
    });
    expect(contract?.args).toEqual(
      expect.arrayContaining(['user=65532', 'libraries=/opt/lib', 'program=/tool']),
    );
    expect(platform.layers).toHaveLength(3);
    expect(sourceDateEpoch).toBe(Date.UTC(2026, 10, 1) / 1000);
  });

  test('needs a waiver to be root, as any', () => {
    expect(codesOf(() => runtime({ user: '0:0' }))).toEqual(['E_RUNTIME_CONTRACT']);
  });
});
