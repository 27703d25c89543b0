import { nearMisses } from '../../lib/errors/near-miss';

describe('nearMisses', () => {
  it('finds the closest names first', () => {
    expect(nearMisses('trixi', ['bookworm', 'trixie', 'trixie-x', 'sid'])).toEqual([
      'trixie',
      'trixie-x',
    ]);
  });

  it('finds names that begin alike', () => {
    expect(nearMisses('libssl3', ['libssl-dev', 'libssl3t64', 'zlib1g'])).toContain('libssl3t64');
  });

  it('finds nothing where nothing is near, and no more than asked for', () => {
    expect(nearMisses('make', ['xyz', 'abcdefgh'])).toEqual([]);
    expect(nearMisses('a1', ['a2', 'a3', 'a4'], 2)).toEqual(['a2', 'a3']);
  });

  it('takes a slip of the fingers for less than another letter', () => {
    expect(nearMisses('mian', ['mia', 'mean', 'main'])).toEqual(['main', 'mia', 'mean']);
    expect(nearMisses('comit', ['comic', 'commit'])[0]).toBe('commit');
  });

  it('leaves out what is farther by a letter than the nearest', () => {
    expect(nearMisses('libicu72', ['libicu76', 'libcue2'])).toEqual(['libicu76']);
  });

  it('finds a name that lacks a version or a word of what was wanted', () => {
    expect(nearMisses('v1.2.3-rc1', ['v1.2.3', 'v1.2', 'main'])[0]).toBe('v1.2.3');
  });

  it('does not offer a name for a word that merely shares its first letters', () => {
    expect(nearMisses('makefile', ['ma', 'make'])).toEqual([]);
  });
});
