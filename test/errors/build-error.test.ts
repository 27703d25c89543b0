import { BuildError, BuildErrors } from '../../lib/errors';

const makee = (constructPath: string) =>
  new BuildError('E_DEBIAN_PACKAGE_UNKNOWN', 'package "makee" does not exist', { constructPath });

function thrownBy(errors: readonly BuildError[]): unknown {
  try {
    BuildErrors.throwIfAny(errors);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('BuildErrors.throwIfAny', () => {
  test('throws nothing for no error', () => {
    expect(thrownBy([])).toBeUndefined();
  });

  test('throws the error itself where there is one, also found several times', () => {
    const first = makee('build');

    const thrown = thrownBy([first, makee('build')]);

    expect(BuildError.is(thrown)).toBe(true);
    expect(thrown).not.toBeInstanceOf(BuildErrors);
    expect(thrown).toMatchObject({ code: 'E_DEBIAN_PACKAGE_UNKNOWN', details: first.details });
  });

  test('throws all where there are several', () => {
    const thrown = thrownBy([makee('build'), makee('other'), makee('build')]);

    expect(thrown).toBeInstanceOf(BuildErrors);
    expect((thrown as BuildErrors).errors.map(({ details }) => details.constructPath)).toEqual([
      'build',
      'other',
    ]);
  });
});

test('a BuildError made by another copy of the package is known by its mark', () => {
  const other = Object.assign(new Error('x'), { [Symbol.for('buildkit-cdk.BuildError')]: true });

  expect(BuildError.is(other)).toBe(true);
  expect(BuildError.is(new Error('x'))).toBe(false);
});
