import { App, BaseImage, type BaseImageProps, DebianBase } from '../../../constructs';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { supportedPlatforms } from '../../../lib/debian/architecture';
import { decodeOp } from '../../../lib/llb';
import { formatPlatform } from '../../../lib/oci/platform';
import { codesOf } from '../../support/lowered';
import { layersOf } from '../../support/seen-graph';

const ALL = supportedPlatforms().map(formatPlatform);

function imageOf(packages: readonly string[], props: Partial<BaseImageProps> = {}) {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const base = debian.minbase({ packages });
  new BaseImage(app, 'base', { base, platforms: ALL, ...props });
  const [image] = app.lower(new FakeAnswers()).content.images;
  if (image === undefined) throw new Error('no image');
  return image;
}

/** Arguments of the execs of a platform that run a script, the script first. */
function scripts(definition: ReturnType<typeof imageOf>['platforms'][number]['definition']) {
  return definition.ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    const args = body?.kind === 'exec' ? (body.meta?.args ?? []) : [];
    const at = args.findIndex((arg) => arg.endsWith('.sh'));
    return at < 0 ? [] : [[args[at]?.split('/').at(-1), ...args.slice(at + 1)]];
  });
}

describe('a base image', () => {
  const { isDated, platforms, sourceDateEpoch } = imageOf(['make']);

  test('is of every platform that Debian has', () => {
    expect(platforms.map(({ platform }) => platform)).toEqual(ALL);
    expect(new Set(platforms.map(({ definition }) => definition.digest)).size).toBe(ALL.length);
  });

  test.each(platforms.map((platform) => [platform.platform, platform] as const))(
    'for %s has layers of its packages, made by programs of the build platform alone',
    (name, { config, definition, layers, packages }) => {
      const [, architecture, variant] = name.split('/');
      const json = JSON.parse(config);

      expect(layers).toHaveLength(4);
      expect(layersOf(definition)).toBe(4);
      expect(json).toMatchObject({ os: 'linux', architecture });
      expect(json.variant).toBe(variant);
      expect(packages).toBe(platforms[0]?.packages);
      for (const { bytes } of definition.ops) {
        const { body, platform } = decodeOp(bytes);
        if (body?.kind === 'exec') expect(platform?.architecture).toBe('amd64');
      }
    },
  );

  test('is configured by what scripts changed in the same packages of the build platform', () => {
    const s390x = platforms.find(({ platform }) => platform === 'linux/s390x');
    if (s390x === undefined) throw new Error('no such platform');
    const date = `${sourceDateEpoch}`;

    expect(
      scripts(s390x.definition)
        .map((args) => (args[0] === 'configure.sh' ? args.slice(0, 3) : args))
        .sort(),
    ).toEqual([
      ['carry.sh', 'x86_64-linux-gnu', 'amd64', 's390x-linux-gnu', 's390x', date],
      ['carry.sh', 'x86_64-linux-gnu', 'amd64', 's390x-linux-gnu', 's390x', date],
      ['configure.sh', 'amd64', date],
      ['configure.sh', 'amd64', date],
      ['unpack.sh', 'install ok unpacked', 'amd64', date],
      ['unpack.sh', 'install ok unpacked', 'amd64', date],
      ['unpack.sh', 'install ok unpacked', 's390x', date],
      ['unpack.sh', 'install ok unpacked', 's390x', date],
    ]);
  });

  test('configures the packages of each layer, and those alone', () => {
    const [amd64] = platforms;
    if (amd64 === undefined) throw new Error('no platform');
    const [, , added] = amd64.layers;
    const configured = scripts(amd64.definition).filter(([script]) => script === 'configure.sh');

    expect(added?.packages?.map(({ name }) => name)).toEqual(['make']);
    expect(configured.at(-1)?.slice(3)).toEqual(['make']);
    expect(configured[0]?.slice(3)).toEqual(amd64.layers[0]?.packages?.map(({ name }) => name));
  });

  test('has a shell to start, the date of the snapshot, and dates its files itself', () => {
    expect(JSON.parse(platforms[0]?.config ?? '')).toMatchObject({
      created: '2026-11-01T00:00:00Z',
      config: {
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
        Cmd: ['/bin/bash'],
        WorkingDir: '/',
      },
    });
    expect([isDated, sourceDateEpoch]).toEqual([true, Date.UTC(2026, 10, 1) / 1000]);
  });

  test('has labels where they are given, and no member for them where not', () => {
    const config = (props: Partial<BaseImageProps>) =>
      JSON.parse(imageOf([], { platforms: ['linux/amd64'], ...props }).platforms[0]?.config ?? '')
        .config;

    expect(Object.keys(config({}))).toEqual(['Env', 'Cmd', 'WorkingDir']);
    expect(config({ labels: { 'org.example.a': '1' } }).Labels).toEqual({ 'org.example.a': '1' });
  });

  test('tells a platform that Debian does not have before anything is lowered', () => {
    const app = new App();
    const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: 'never' });
    new BaseImage(app, 'base', { base, platforms: ['linux/amd64', 'linux/loong64'] });

    expect(codesOf(() => app.lower(new FakeAnswers()))).toEqual([
      'E_DEBIAN_SNAPSHOT',
      'E_PLATFORM',
    ]);
  });

  test('of a Debian itself is its minbase', () => {
    const app = new App();
    const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
    new BaseImage(app, 'a', { base, platforms: ['linux/arm64'] });
    new BaseImage(app, 'b', { base: base.minbase(), platforms: ['linux/arm64'] });

    const [a, b] = app.lower(new FakeAnswers()).content.images;

    expect(a?.platforms[0]?.definition.digest).toBe(b?.platforms[0]?.definition.digest);
    expect(a?.platforms[0]?.layers).toHaveLength(2);
  });
});
