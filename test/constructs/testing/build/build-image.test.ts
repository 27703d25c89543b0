import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type App,
  Image,
  type LoweredImage,
  PinnedGitSource,
  type Target,
} from '../../../../constructs';
import { type BuiltImage, Testing } from '../../../../constructs/testing';
import { copy, mkdir, mkfile, type State, scratch } from '../../../../lib/llb';
import { describeWith } from '../../../support/engine';
import { temporaryFolder } from '../../../support/temporary-folder';

const DATE = '2026-11-01T00:00:00.000Z';
const LARGE = 'a line\n'.repeat(1_000_000);

/** An image of a state that a test gives, with no package and no input from outside. */
class TinyImage extends Image {
  constructor(
    scope: App,
    id: string,
    private readonly make: (target: Target) => State,
  ) {
    super(scope, id, { platforms: ['linux/amd64', 'linux/arm64'] });
  }

  get sourceDateEpoch(): number {
    return Date.parse(DATE) / 1000;
  }

  lower(target: Target): LoweredImage {
    return { layers: [{ state: this.make(target), says: 'files' }], config: {} };
  }
}

function tinyApp(make: (target: Target) => State): App {
  const app = Testing.app();
  new TinyImage(app, 'tiny', make);
  return app;
}

const timestamp = new Date(DATE);

describeWith(['engine'], 'an image of a test, built', ({ engine }) => {
  const folder = temporaryFolder('testing');
  const options = { address: engine.address, lock: join(folder, 'synth.lock.json') };

  describe('has files that', () => {
    let built: BuiltImage;
    beforeAll(async () => {
      const files = mkdir('/etc', 0o750, { timestamp })
        .mkfile('/etc/name', 0o640, 'tiny\n', { timestamp, owner: { user: 7, group: 8 } })
        .symlink('name', '/etc/link')
        .mkdir('/etc/below', 0o755)
        .mkfile('/large', 0o755, LARGE);
      const app = tinyApp(({ platform }) =>
        scratch()
          .file(files)
          .file(mkfile('/for', 0o644, platform.architecture)),
      );
      built = await Testing.build(app, 'tiny', { ...options, platform: 'linux/arm64' });
    });
    afterAll(() => built.close());

    test('can be read, of the platform that was asked for', async () => {
      expect(await built.readText('/for')).toBe('arm64');
      expect(await built.readFile('/etc/name')).toEqual(Buffer.from('tiny\n'));
      expect(await built.readText('/etc/link')).toBe('tiny\n');
    });

    test('are read whole, though no message holds them', async () => {
      expect((await built.readText('/large')) === LARGE).toBe(true);
    });

    test('say kind, mode, owner, size and time', async () => {
      expect(await built.stat('/etc/name')).toEqual({
        name: 'name',
        type: 'file',
        mode: 0o640,
        uid: 7,
        gid: 8,
        size: 5,
        modTime: timestamp,
      });
      expect(await built.stat('/etc')).toMatchObject({ name: 'etc', type: 'dir', mode: 0o750 });
      expect(await built.stat('/')).toMatchObject({ name: '', type: 'dir' });
      expect(await built.stat('/large')).toMatchObject({ mode: 0o755, size: LARGE.length });
    });

    test('are listed by folder, sorted', async () => {
      const entries = await built.readdir('/etc');

      expect(entries.map(({ name, type }) => [name, type])).toEqual([
        ['below', 'dir'],
        ['link', 'symlink'],
        ['name', 'file'],
      ]);
      expect(entries[1]).toMatchObject({ target: 'name' });
      expect(await built.readdir('/etc/below')).toEqual([]);
    });

    test('are there or not', async () => {
      const paths = ['/etc', '/etc/link', '/nowhere', '/etc/name/below'];

      expect(await Promise.all(paths.map((path) => built.exists(path)))).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });

    test.each([
      ['a file that is not there', () => built.readFile('/no'), '/no', 'no such file or directory'],
      ['a folder as a file', () => built.readFile('/etc'), '/etc', 'is a directory'],
      ['a file as a folder', () => built.readdir('/for'), '/for', 'not a directory'],
      ['what is not there', () => built.stat('/a/b'), '/a/b', 'no such file or directory'],
    ])('fail to give %s, and name no path of the daemon', async (_, read, path, got) => {
      await expect(read()).rejects.toMatchObject({
        code: 'E_RESULT_FILE',
        message: `"${path}" of the linux/arm64 result cannot be read: ${got}`,
        details: { got },
      });
    });
  });

  test('reads folders of the app from the folder that is named', async () => {
    writeFileSync(join(folder, 'note'), 'from here');
    const app = tinyApp((target) => {
      const input = { type: 'directory', path: '.', include: ['note'], exclude: [] } as const;
      return scratch().file(copy(target.local('notes', input), '/note', '/note'));
    });

    const built = await Testing.build(app, 'tiny', { ...options, folder, platform: 'linux/amd64' });
    try {
      expect(await built.readText('/note')).toBe('from here');
    } finally {
      await built.close();
    }
  });

  test('fails as a build does, where a step fails', async () => {
    const app = tinyApp(() => scratch().file(copy(scratch(), '/nothing', '/x')));

    await expect(
      Testing.build(app, 'tiny', { ...options, platform: 'linux/amd64' }),
    ).rejects.toMatchObject({ code: 'E_SOLVE', message: expect.stringContaining('/nothing') });
  });

  test('can be closed twice, and reads nothing then', async () => {
    const app = tinyApp(() => scratch().file(mkfile('/x', 0o644, 'x')));
    const built = await Testing.build(app, 'tiny', { ...options, platform: 'linux/amd64' });

    await built.close();
    await built.close();

    await expect(built.readFile('/x')).rejects.toThrow();
  });
});

describe('nothing is built, and no daemon is asked', () => {
  const options = { address: 'unix:///nowhere', lock: '/nowhere/synth.lock.json' };

  test('where the lock misses an answer', async () => {
    const app = tinyApp((target) => {
      const [source] = app.node.children.filter((it) => it instanceof PinnedGitSource);
      return source?.lower(target) ?? scratch();
    });
    new PinnedGitSource(app, 'source', { url: 'https://git.example.org/x', tag: 'v1' });

    await expect(Testing.build(app, 'tiny', options)).rejects.toMatchObject({
      code: 'E_LOCK_MISSING',
    });
  });

  test.each([
    ['an image that there is not', 'tony', 'linux/amd64', 'did you mean "tiny"?'],
    ['a platform that there is not', 'tiny', 'linux/s390x', 'no platform "linux/s390x"'],
    ['no platform of several', 'tiny', undefined, 'several platforms, say which'],
  ])('for %s', async (_, image, platform, message) => {
    const app = tinyApp(() => scratch());

    await expect(
      Testing.build(app, image, { ...options, ...(platform === undefined ? {} : { platform }) }),
    ).rejects.toThrow(message);
  });
});
