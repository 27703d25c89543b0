import { Closures } from '../../../lib/debian';
import { BuildError } from '../../../lib/errors';
import { candidates, type IndexEntry } from '../index-text';

/** What is told of packages that cannot be installed. */
function problem(
  entries: readonly IndexEntry[],
  include: readonly string[],
  variant: 'minbase' | 'none' = 'none',
) {
  const closures = new Closures('amd64', new Map([['amd64', candidates({ trixie: entries })]]));
  try {
    closures.resolve({ variant, include });
  } catch (error) {
    if (BuildError.is(error)) {
      const { code, details, message } = error;
      return { code, message, got: details.got, expected: details.expected };
    }
    throw error;
  }
  throw new Error('there is a closure');
}

describe('what cannot be installed', () => {
  it('is told by the version that the suite has', () => {
    const entries: IndexEntry[] = [
      ['x', '1', { Depends: 'y (>= 2)' }],
      ['y', '1.9'],
    ];
    expect(problem(entries, ['x'])).toEqual({
      code: 'E_DEBIAN_UNSATISFIABLE',
      message: 'package "x" 1: dependency cannot be satisfied',
      got: 'the suite has y 1.9',
      expected: 'y (>= 2)',
    });
  });

  it('is told by the shortest way to it', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b, far' }],
      ['b', '1', { Depends: 'bad' }],
      ['far', '1', { Depends: 'farther' }],
      ['farther', '1', { Depends: 'bad' }],
      ['bad', '2', { Depends: 'nothing' }],
    ];
    expect(problem(entries, ['a'])).toMatchObject({
      message: 'package "bad" 2: dependency cannot be satisfied',
      got: 'a needs b; b needs bad; there is no nothing',
      expected: 'nothing',
    });
  });

  it('is told for each alternative', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b | c (>= 2) | d' }],
      ['b', '1', { Depends: 'e' }],
      ['c', '1'],
      ['d', '1', { Conflicts: 'f' }],
      ['f', '1'],
      ['g', '1', { Depends: 'f' }],
    ];
    expect(problem(entries, ['a', 'g'])).toEqual({
      code: 'E_DEBIAN_CONFLICT',
      message: 'package "a" 1: dependency cannot be satisfied',
      got: 'b needs e, there is no e; the suite has c 1; d conflicts with f, g needs f',
      expected: 'b | c (>= 2) | d',
    });
  });

  it('is told by who conflicts, and who brought each', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'x' }],
      ['b', '1', { Depends: 'c (>= 1)' }],
      ['c', '1', { Depends: 'y' }],
      ['x', '1', { Conflicts: 'mail' }],
      ['y', '1', { Provides: 'mail' }],
    ];
    expect(problem(entries, ['a', 'b'])).toEqual({
      code: 'E_DEBIAN_CONFLICT',
      message: 'packages "x" and "y" cannot be installed together',
      got: 'a needs x; b needs c (>= 1); c needs y; x conflicts with mail, which y provides',
      expected: 'packages without conflicts',
    });
  });

  it('is told where something of the minbase would have to go', () => {
    const entries: IndexEntry[] = [
      ['apt', '3'],
      ['tar', '1', { Priority: 'required' }],
      ['other', '1', { Conflicts: 'tar' }],
    ];
    expect(problem(entries, ['other'], 'minbase')).toMatchObject({
      code: 'E_DEBIAN_CONFLICT',
      message: 'packages "other" and "tar" cannot be installed together',
      got: 'tar is part of the minbase; other conflicts with tar',
    });
  });

  it('is told where it takes a choice to find out', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b | c, d | e' }],
      ['b', '1', { Conflicts: 'd, e' }],
      ['c', '1', { Conflicts: 'd, e' }],
      ['d', '1'],
      ['e', '1'],
    ];
    expect(problem(entries, ['a'])).toMatchObject({
      code: 'E_DEBIAN_CONFLICT',
      message: 'no choice of alternatives lets all packages be installed together',
      got: 'a',
    });
  });
});
