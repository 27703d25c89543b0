import {
  App,
  BuildError,
  BuildStage,
  type BuildStageProps,
  DebianBase,
  type StageOutput,
} from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { type Definition, decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

function stage(props: Partial<BuildStageProps> = {}): BuildStage {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  return new BuildStage(app, 'stage', { base: debian, run: [['make']], ...props });
}

function lowered(output: { lower: StageOutput['lower'] }): Definition {
  const target = new Lowering(EMPTY_LOCK, AMD64).target(ARM64);
  return output.lower(target).marshal({ platform: AMD64 });
}

/** Source and destination of the last copy. */
function lastCopy({ ops }: Definition) {
  const actions = ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    return body?.kind === 'file' ? body.actions.map(({ action }) => action) : [];
  });
  const copy = actions.at(-1);
  return copy?.kind === 'copy' ? [copy.src, copy.dest] : undefined;
}

describe('a folder that a stage writes', () => {
  test('is the output itself, without a vertex of its own', () => {
    const { ops } = lowered(stage().directory('/out'));

    expect(decodeOp(ops.at(-2)?.bytes ?? new Uint8Array()).body?.kind).toBe('exec');
  });

  test('is copied out of the output where it lies deeper', () => {
    expect(lastCopy(lowered(stage().directory('/out/usr/lib')))).toEqual(['/usr/lib', '/']);
  });

  test('can be put elsewhere', () => {
    expect(lastCopy(lowered(stage().directory('/out').at('/boot/bin')))).toEqual([
      '/',
      '/boot/bin',
    ]);
  });

  test('is of the output that holds it, not of one whose name begins alike', () => {
    const made = stage({ outputs: ['/out', '/output'] });

    expect(made.directory('/output/x')).toMatchObject({ output: '/output', subdirectory: 'x' });
    expect(made.directory('/out/x/y')).toMatchObject({ output: '/out', subdirectory: 'x/y' });
  });

  test.each(['/', '/tmp', '/out/', '/out/../etc', '/out//x', 'out', '/outside'])(
    'cannot be %j, which is told with the stage and its line',
    (path) => {
      expect(() => stage().directory(path)).toThrow(
        expect.objectContaining({
          code: 'E_STAGE_OUTPUT',
          details: expect.objectContaining({
            constructPath: 'stage',
            source: expect.objectContaining({ file: 'test/constructs/stage/stage-output.test.ts' }),
            expected: 'a path at or below "/out"',
          }),
        }),
      );
      expect(() => stage().directory(path)).toThrow(BuildError);
    },
  );
});

test('two folders of a stage are of the same execs', () => {
  const made = stage();
  const target = new Lowering(EMPTY_LOCK, AMD64).target(ARM64);
  const execs = ['/out/a', '/out/b'].map((path) => {
    const { ops } = made.directory(path).lower(target).marshal({ platform: AMD64 });
    return ops
      .filter(({ bytes }) => decodeOp(bytes).body?.kind === 'exec')
      .map(({ digest }) => digest);
  });

  expect(execs[0]).toEqual(execs[1]);
});

test('a folder in an output inside of another is of the inner one, in whatever order they are', () => {
  for (const outputs of [
    ['/out', '/out/lib'],
    ['/out/lib', '/out'],
  ]) {
    const app = new App();
    const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
    const stage = new BuildStage(app, 'stage', { base, outputs, run: [['make']] });

    const { output, subdirectory } = stage.directory('/out/lib/x');

    expect([output, subdirectory]).toEqual(['/out/lib', 'x']);
    expect(stage.directory('/out/library').output).toBe('/out');
  }
});
