import {
  App,
  BuildStage,
  type BuildStageProps,
  DebianBase,
  type IArtifact,
  place,
  RuntimeImage,
} from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { decodeOp, type FileAction, mkfile, scratch } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { helloApp } from '../../support/hello-app';
import { errorsOf } from '../../support/lowered';
import { madeUpLock } from '../../support/made-up-lock';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const file: FileAction = mkfile('/hello', 0o644, 'hello');
const FILES: IArtifact = { lower: () => scratch().file(file) };

describe('an artifact in another place', () => {
  test('is copied there, with the folders above', () => {
    const target = new Lowering(EMPTY_LOCK, AMD64).target(AMD64);

    const { ops } = place(FILES, '/usr/share/hello').lower(target).marshal({ platform: AMD64 });
    const actions = ops.flatMap(({ bytes }) => {
      const { body } = decodeOp(bytes);
      return body?.kind === 'file' ? body.actions : [];
    });

    expect(actions.at(-1)?.action).toMatchObject({
      kind: 'copy',
      src: '/',
      dest: '/usr/share/hello',
      dirCopyContents: true,
      createDestPath: true,
    });
  });

  test('is one vertex, however often it is used', () => {
    const target = new Lowering(EMPTY_LOCK, AMD64).target(AMD64);
    const placed = place(FILES, '/etc');

    expect(placed.lower(target)).toBe(placed.lower(target));
  });

  test.each(['etc', '/etc/', '/a//b', '/a/../b', ''])(
    'rejects the path %j, with the line',
    (path) => {
      const [error] = errorsOf(() => place(FILES, path));

      expect(error).toMatchObject({
        code: 'E_ARTIFACT_PATH',
        details: { source: { file: 'test/constructs/core/artifacts.test.ts' } },
      });
    },
  );
});

describe('an artifact in another place that is none', () => {
  const put = (artifact: unknown) => place(Object(artifact), '/x');

  test.each([{}, [], new Map(), { lower: true }])('is told at once: %p', (artifact) => {
    expect(errorsOf(() => put(artifact))).toMatchObject([
      {
        code: 'E_ARTIFACT',
        details: { source: { file: 'test/constructs/core/artifacts.test.ts' } },
      },
    ]);
  });

  test.each([undefined, null, '/out', {}])('but gives %p is no empty folder', (given) => {
    const app = helloApp({ image: { files: [put({ lower: () => given })] } });

    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toMatchObject([
      {
        code: 'E_ARTIFACT',
        message: 'an artifact gives no state',
        details: { source: { file: 'test/constructs/core/artifacts.test.ts' } },
      },
    ]);
  });

  test('and throws what is no error is told with the line that puts it there', () => {
    const artifact = {
      lower: () => {
        throw Object.create(null);
      },
    };
    const placed = put(artifact);
    const app = helloApp({ image: { files: [placed] } });

    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toMatchObject([
      { code: 'E_USER_FUNCTION', details: { source: placed.source } },
    ]);
  });
});

describe('an artifact of the user', () => {
  const withFile = (artifact: IArtifact) => helloApp({ image: { files: [artifact] } });

  test('may be any object that can be lowered', () => {
    const app = withFile(FILES);
    const [image] = app.assemble(madeUpLock(app)).images;

    expect(image?.platforms).toHaveLength(2);
  });

  test('that throws is told with the image that uses it and the line that threw', () => {
    const artifact: IArtifact = {
      lower: () => {
        throw new TypeError('no such thing');
      },
    };

    expect(errorsOf(() => withFile(artifact).assemble(EMPTY_LOCK))).toMatchObject([
      {
        code: 'E_USER_FUNCTION',
        message: 'hello: "lower" throws TypeError: no such thing',
        details: {
          constructPath: 'hello',
          source: { file: 'test/constructs/core/artifacts.test.ts', line: expect.any(Number) },
        },
      },
    ]);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', '/out'],
    ['another object', new Map()],
  ])('that gives %s is told', (_what, given) => {
    const artifact = { lower: () => given };
    // The compiler would not have it; a JavaScript app may.
    const errors = errorsOf(() => withFile(Object(artifact)).assemble(EMPTY_LOCK));

    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['E_ARTIFACT', 'hello: an artifact gives no state'],
    ]);
  });

  test('is told as no artifact where it cannot be lowered, before anything is', () => {
    const errors = errorsOf(() => withFile(Object({ path: '/out' })).assemble(EMPTY_LOCK));

    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['E_PROPERTY', expect.stringContaining('files[0]')],
    ]);
  });
});

describe('a function of the user', () => {
  test('that throws is told with its stage and the line, before anything is locked', () => {
    const run: BuildStageProps['run'] = ({ target }) => {
      if (target.debian === 'arm64') throw new RangeError('not for arm64');
      return [['make']];
    };

    expect(errorsOf(() => helloApp({ stage: { run } }).assemble(EMPTY_LOCK))).toMatchObject([
      {
        code: 'E_USER_FUNCTION',
        message: 'build: "run" throws RangeError: not for arm64',
        details: {
          constructPath: 'build',
          source: { file: 'test/constructs/core/artifacts.test.ts' },
        },
      },
    ]);
  });

  test('that throws for two images and two platforms is told once', () => {
    const app = new App();
    const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
    let calls = 0;
    const stage = new BuildStage(app, 'stage', {
      base: debian,
      run: () => {
        calls += 1;
        throw new Error('always');
      },
    });
    for (const id of ['a', 'b', 'c']) {
      new RuntimeImage(app, id, {
        base: debian.runtime(),
        files: [stage.directory('/out'), stage.directory('/out/lib')],
        entrypoint: ['/bin/x'],
        waivers: { healthcheck: 'a test' },
        platforms: ['linux/amd64', 'linux/arm64'],
      });
    }

    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toHaveLength(1);
    expect(calls).toBe(2);
  });
});

test('a chain of stages that mount two folders of the one before is walked once', () => {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  let calls = 0;
  let last: BuildStage | undefined;
  for (let index = 0; index < 60; index += 1) {
    const before: BuildStage | undefined = last;
    last = new BuildStage(app, `stage-${index}`, {
      base: debian,
      mounts:
        before === undefined
          ? {}
          : { '/a': before.directory('/out/a'), '/b': before.directory('/out/b') },
      run: () => {
        calls += 1;
        return [['make', `${index}`]];
      },
    });
  }
  if (last === undefined) throw new Error('no stage');
  new RuntimeImage(app, 'image', {
    base: debian.runtime(),
    files: [last.directory('/out')],
    entrypoint: ['/bin/x'],
    waivers: { healthcheck: 'a test' },
    platforms: ['linux/amd64', 'linux/arm64'],
  });
  const lock = madeUpLock(app);
  calls = 0;

  const [image] = app.assemble(lock).images;

  expect(calls).toBe(60 * 2);
  expect(image?.platforms[0]?.definition.ops.length).toBeLessThan(60 * 4 + 40);
});
