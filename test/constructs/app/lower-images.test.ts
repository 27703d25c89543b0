import {
  App,
  BaseImage,
  BuildStage,
  DebianBase,
  entrySection,
  type InputKind,
  RuntimeImage,
} from '../../../constructs';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { BuildErrors } from '../../../lib/errors';
import { mkfile, scratch } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { errorsOf, execsOf } from '../../support/lowered';
import { OwnImage } from '../../support/own-image';

const AMD64 = ['linux/amd64'];

const file = scratch().file(mkfile('/a', 0o644, 'a'));
const folder = (path: string) => ({ type: 'directory', path, include: [], exclude: [] }) as const;

describe('the inputs of images', () => {
  test('are sorted by name, in whatever order they are used', () => {
    const app = new App();
    new OwnImage(app, 'a', AMD64, (target) => {
      target.mirrored('https://example.org/z', { archive: 'a', path: 'z', size: 1, sha256: '' });
      target.mirrored('https://example.org/b', { archive: 'a', path: 'b', size: 1, sha256: '' });
      target.local('y', folder('y'));
      return { layers: [{ state: target.local('x', folder('x')), says: 'x' }], config: {} };
    });

    const { archiveFiles, locals } = app.assemble(EMPTY_LOCK);

    expect(Object.keys(locals)).toEqual(['x', 'y']);
    expect(Object.keys(archiveFiles)).toEqual(['https://example.org/b', 'https://example.org/z']);
  });
});

describe('errors of images', () => {
  test('are told all, of all images and platforms, what is the same once', () => {
    const app = new App();
    for (const id of ['b', 'a']) {
      new OwnImage(app, id, ['linux/amd64', 'linux/arm64'], ({ platform }, image) => {
        throw new BuildErrors([
          image.error('E_PROPERTY', 'on both'),
          image.error('E_PROPERTY', `on ${platform.architecture}`),
        ]);
      });
    }

    expect(errorsOf(() => app.assemble(EMPTY_LOCK)).map(({ message }) => message)).toEqual([
      'a: on both',
      'a: on amd64',
      'a: on arm64',
      'b: on both',
      'b: on amd64',
      'b: on arm64',
    ]);
  });

  test('of one platform do not keep others from being asked for', () => {
    const app = new App();
    const asked: string[] = [];
    new OwnImage(app, 'a', ['linux/amd64', 'linux/arm64'], ({ platform }, image) => {
      asked.push(platform.architecture);
      throw image.error('E_PROPERTY', platform.architecture);
    });

    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toHaveLength(2);
    expect(asked).toEqual(['amd64', 'arm64']);
  });

  test('of versions wait until the lock answers everything', () => {
    const key = () => 'x';
    const kind: InputKind<Record<string, never>, { a: number }> = {
      name: 'acme/x',
      key,
      describe: key,
      readRequest: () => ({}),
      fake: () => ({ a: 1 }),
      resolve: async () => ({ a: 1 }),
      section: entrySection({ key, nouns: ['x', 'xs'], read: () => ({ a: 1 }) }),
    };
    const app = new App();
    new OwnImage(app, 'a', ['linux/amd64', 'linux/arm64'], (target, image) => {
      target.ask(image, kind, {});
      const version = target.platform.architecture === 'amd64' ? '1-1' : '1-2';
      return {
        layers: [{ state: file, says: 'x', packages: [{ name: 'p', version }] }],
        config: {},
      };
    });

    expect(app.assemble(EMPTY_LOCK).missing).toHaveLength(1);
    expect(errorsOf(() => app.lower(new FakeAnswers())).map(({ code }) => code)).toEqual([
      'E_DEBIAN_VERSIONS_DISAGREE',
    ]);
  });

  test('leave answers of other kinds out of what tells locks apart', () => {
    const key = () => 'x';
    const kind: InputKind<Record<string, never>, { a: number }> = {
      name: 'acme/x',
      key,
      describe: key,
      readRequest: () => ({}),
      fake: () => ({ a: 1 }),
      resolve: async () => ({ a: 1 }),
      section: entrySection({ key, nouns: ['x', 'xs'], read: () => ({ a: 1 }) }),
    };
    const app = new App();
    new OwnImage(app, 'a', AMD64, (target, image) => {
      target.ask(image, kind, {});
      return { layers: [{ state: file, says: 'x' }], config: {} };
    });

    const [request] = app.lower(new FakeAnswers()).content.requests;

    expect(request).toMatchObject({ kind: 'acme/x', key: 'x', constructPath: 'a' });
    expect(Object.keys(request ?? {})).not.toContain('answer');
  });
});

test('a root that is an image and a stage is one chain of steps for both', () => {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const base = debian.minbase({ packages: ['make'] });
  new BaseImage(app, 'a-image', { base, platforms: AMD64 });
  const stage = new BuildStage(app, 'stage', { base, run: [['make']] });
  new RuntimeImage(app, 'runtime', {
    base: debian.runtime(),
    files: [stage.directory('/out')],
    entrypoint: ['/x'],
    waivers: { healthcheck: 'a test' },
    platforms: AMD64,
  });

  const configured = app
    .lower(new FakeAnswers())
    .content.images.map(({ platforms: [platform] }) => {
      if (platform === undefined) throw new Error('no platform');
      // The packages that scripts run for stand last; the layer above minbase has "make" alone.
      return execsOf(platform.definition, '/bin/sh')
        .filter(({ args }) => args.at(-1) === 'make')
        .map(({ args }) => args.slice(2, 3));
    });

  expect(configured).toEqual([[['amd64']], [['amd64']]]);
});
