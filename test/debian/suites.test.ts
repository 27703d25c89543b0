import { formatSnapshot, suitesOf } from '../../lib/debian';

describe('suitesOf', () => {
  it('adds updates and security updates to a release', () => {
    expect(suitesOf('trixie')).toEqual([
      { archive: 'debian', suite: 'trixie' },
      { archive: 'debian', suite: 'trixie-updates' },
      { archive: 'debian-security', suite: 'trixie-security' },
    ]);
  });

  it('adds what is read beside it, by the name of the release where it has none of its own', () => {
    expect(suitesOf('trixie', ['backports', 'experimental']).slice(3)).toEqual([
      { archive: 'debian', suite: 'trixie-backports' },
      { archive: 'debian', suite: 'experimental' },
    ]);
    expect(suitesOf('sid', ['experimental'])).toHaveLength(2);
  });

  it('leaves unstable alone, which has none', () => {
    expect(suitesOf('sid')).toEqual([{ archive: 'debian', suite: 'sid' }]);
  });
});

describe('formatSnapshot', () => {
  it('writes a moment as the snapshot archive does', () => {
    expect(formatSnapshot(new Date('2026-11-01T02:03:04.567Z'))).toBe('20261101T020304Z');
  });
});
