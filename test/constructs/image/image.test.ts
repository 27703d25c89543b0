import {
  App,
  Construct,
  DebianBase,
  type IConstruct,
  Image,
  type ImageProps,
  type LoweredImage,
  RuntimeImage,
  type Target,
} from '../../../constructs';
import { mkfile, scratch } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { formatPlatform } from '../../../lib/oci/platform';
import { errorsOf } from '../../support/lowered';
import { madeUpLock } from '../../support/made-up-lock';

/** An image of a class of the user's own: one file, which tells the platform. */
class PlainImage extends Image {
  readonly sourceDateEpoch = 1_000_000;
  private readonly texts: readonly string[];

  constructor(scope: IConstruct, id: string, props: ImageProps, texts: readonly string[] = ['x']) {
    super(scope, id, props);
    this.texts = texts;
  }

  lower({ platform }: Target): LoweredImage {
    let state = scratch();
    const layers = this.texts.map((text, index) => {
      state = state.file(mkfile(`/${index}`, 0o644, `${text} ${formatPlatform(platform)}`));
      return { state, says: `file ${text}`, packages: [{ name: text, version: `${index}` }] };
    });
    return { layers, config: { Labels: this.labels, Cmd: ['/0'] } };
  }
}

const withPackages = (packages: readonly unknown[]) => ({
  layers: [{ state: scratch(), says: 'x', packages }],
  config: {},
});

const AMD64: ImageProps = { platforms: ['linux/amd64'] };

function only(app: App) {
  const [image, ...others] = app.assemble(EMPTY_LOCK).images;
  if (image === undefined || others.length > 0) throw new Error('not one image');
  return image;
}

describe('an image of any class', () => {
  test('has as history what its layers say, and as many packages as they add', () => {
    const app = new App();
    new PlainImage(app, 'plain', AMD64, ['lower', 'middle', 'upper']);

    const [platform] = only(app).platforms;
    const { created, history } = JSON.parse(platform?.config ?? '');

    expect(history.map((entry: { created_by: string }) => entry.created_by)).toEqual([
      'file lower',
      'file middle',
      'file upper',
    ]);
    expect(created).toBe('1970-01-12T13:46:40Z');
    expect(platform?.packages).toBe(3);
    // Three layers, and the op that says which is the result.
    expect(platform?.definition.ops).toHaveLength(4);
  });

  test('is lowered once for each of its platforms, whichever they are', () => {
    const app = new App();
    const platforms = ['linux/amd64', 'linux/loong64', 'windows/amd64', 'linux/arm/v7'];
    new PlainImage(app, 'plain', { platforms });

    const image = only(app);

    expect(image.platforms.map(({ platform }) => platform)).toEqual(platforms);
    expect(new Set(image.platforms.map(({ definition }) => definition.digest)).size).toBe(4);
    expect(JSON.parse(image.platforms[3]?.config ?? '')).toMatchObject({
      architecture: 'arm',
      os: 'linux',
      variant: 'v7',
    });
  });

  test('asks for its layers to be rewritten at export unless it dates them itself', () => {
    class Dated extends PlainImage {
      override get isDated(): boolean {
        return true;
      }
    }
    const app = new App();
    new PlainImage(app, 'a', AMD64);
    new Dated(app, 'b', AMD64);

    expect(app.assemble(EMPTY_LOCK).images.map(({ isDated }) => isDated)).toEqual([false, true]);
  });

  test('sorts its labels, which are no order of anything', () => {
    const app = new App();
    new PlainImage(app, 'plain', { ...AMD64, labels: { 'b.c': '2', 'a.b': '1' } });

    expect(Object.keys(JSON.parse(only(app).platforms[0]?.config ?? '').config.Labels)).toEqual([
      'a.b',
      'b.c',
    ]);
  });

  test('is published under its names with the tag latest, unless others are given', () => {
    const names = ['registry.example.org/a', 'registry.example.org/b'];
    const published = (publish: ImageProps['publish']) => {
      const app = new App();
      new PlainImage(app, 'plain', { ...AMD64, publish });
      return only(app).publish;
    };

    expect(published(undefined)).toEqual({ names: [], tags: ['latest'] });
    expect(published({ names })).toEqual({ names, tags: ['latest'] });
    expect(published({ names, tags: ['1', '1.2'] })).toEqual({ names, tags: ['1', '1.2'] });
  });

  test.each([
    ['throws', () => Object(undefined).x.y, /^plain: "lower" throws TypeError/],
    ['gives no layers', () => ({ config: {} }), /^plain: "lower" gives no layers/],
    ['gives nothing', () => undefined, /^plain: "lower" gives no layers/],
    ['gives other layers', () => ({ layers: [{}], config: {} }), /^plain: "lower" gives no layers/],
    ['gives no config', () => ({ layers: [] }), /^plain: "lower" gives no layers/],
    ['gives no package', () => withPackages([null]), /^plain: "lower" gives no layers/],
    ['gives a package by name', () => withPackages(['libc6']), /^plain: "lower" gives no layers/],
    ['gives no version', () => withPackages([{ name: 'a' }]), /^plain: "lower" gives no layers/],
  ])('that %s is told with its construct and a line', (_what, lower, message) => {
    const app = new App();
    Object.assign(new PlainImage(app, 'plain', AMD64), { lower });

    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toMatchObject([
      {
        message: expect.stringMatching(message),
        details: {
          constructPath: 'plain',
          source: { file: 'test/constructs/image/image.test.ts' },
        },
      },
    ]);
  });
});

describe('the date of an image', () => {
  const errors = (descriptor: PropertyDescriptor) => {
    const app = new App();
    Object.defineProperty(new PlainImage(app, 'plain', AMD64), 'sourceDateEpoch', descriptor);
    return errorsOf(() => app.assemble(EMPTY_LOCK));
  };

  test.each([Number.NaN, undefined, -1, 1.5, 253_402_300_800, '0'])(
    'cannot be %p, which is told with its construct',
    (value) => {
      expect(errors({ value })).toMatchObject([
        {
          code: 'E_PROPERTY',
          message: 'plain: "sourceDateEpoch" is no date',
          details: { constructPath: 'plain', got: expect.any(String) },
        },
      ]);
    },
  );

  test('that throws is told with its construct', () => {
    const get = () => {
      throw new Error('no clock');
    };

    expect(errors({ get })).toMatchObject([
      {
        code: 'E_USER_FUNCTION',
        message: 'plain: "sourceDateEpoch" throws Error: no clock',
        details: { constructPath: 'plain' },
      },
    ]);
  });

  test('may be any second until the year 9999', () => {
    expect(errors({ value: 0 })).toEqual([]);
    expect(errors({ value: 253_402_300_799 })).toEqual([]);
  });
});

describe('the name of an image', () => {
  /** A composition of the user's, which holds an image that is always called the same. */
  class Service extends Construct {
    constructor(scope: IConstruct, id: string, name?: string) {
      super(scope, id);
      const debian = new DebianBase(this, 'debian', {
        suite: 'trixie',
        snapshot: '20261101T000000Z',
      });
      new RuntimeImage(this, 'image', {
        ...(name === undefined ? {} : { name }),
        base: debian.runtime(),
        entrypoint: ['/bin/x'],
        waivers: { healthcheck: 'a test' },
        platforms: ['linux/amd64'],
      });
    }
  }

  test('is its id, or the one that is given, so that a composition can be used twice', () => {
    const app = new App();
    new Service(app, 'api', 'api');
    new Service(app, 'web', 'web');
    new Service(app, 'other');

    const { images } = app.assemble(madeUpLock(app));

    expect(images.map(({ constructPath, name }) => [constructPath, name])).toEqual([
      ['api/image', 'api'],
      ['other/image', 'image'],
      ['web/image', 'web'],
    ]);
  });

  test('that two images have is told, with a name that would do', () => {
    const app = new App();
    new Service(app, 'api');
    new Service(app, 'web');

    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toMatchObject([
      {
        code: 'E_IMAGE_DUPLICATE',
        details: { fix: "give one of them another: name: 'web-image'" },
      },
    ]);
  });

  test('moves no digest', () => {
    const digestOf = (name: string) => {
      const app = new App();
      new Service(app, 'api', name);
      const [image] = app.assemble(madeUpLock(app)).images;
      return image?.platforms[0]?.definition.digest;
    };

    expect(digestOf('one')).toBe(digestOf('two'));
  });

  test.each(['Hello', 'a b', '-a', 'a--b'])('cannot be the id %j', (id) => {
    const app = new App();
    new PlainImage(app, id, AMD64);

    expect(errorsOf(() => app.assemble(EMPTY_LOCK)).map(({ code }) => code)).toEqual([
      'E_IMAGE_NAME',
    ]);
  });

  test('saves an id that could not be one', () => {
    const app = new App();
    new PlainImage(app, 'My Image', { ...AMD64, name: 'my-image' });

    expect(only(app).name).toBe('my-image');
  });
});
