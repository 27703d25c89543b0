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
});
