import { parseRelease } from '../../lib/debian';

const HASH = 'a'.repeat(64);
const RELEASE = `Origin: Debian
Suite: stable-updates
Codename: trixie-updates
Date: Sat, 21 Nov 2026 02:10:46 UTC
Valid-Until: Sat, 28 Nov 2026 02:10:46 UTC
Acquire-By-Hash: yes
No-Support-for-Architecture-all: Packages
Architectures: all amd64 arm64
Components: main contrib
MD5Sum:
 0123 12 main/binary-amd64/Packages.gz
SHA256:
 ${HASH}      951 main/binary-amd64/Packages.gz
`;

describe('parseRelease', () => {
  it('reads names, dates and sha256 sums', () => {
    const release = parseRelease(RELEASE);

    expect(release).toMatchObject({
      suite: 'stable-updates',
      codename: 'trixie-updates',
      date: new Date('2026-11-21T02:10:46Z'),
      validUntil: new Date('2026-11-28T02:10:46Z'),
      acquireByHash: true,
      architectures: ['all', 'amd64', 'arm64'],
      components: ['main', 'contrib'],
      hasIndexForAll: false,
    });
    expect([...release.files]).toEqual([
      ['main/binary-amd64/Packages.gz', { sha256: HASH, size: 951 }],
    ]);
  });

  it('sees that packages for all architectures have an index of their own', () => {
    const text = RELEASE.replace(/No-Support.*\n/, '');
    expect(parseRelease(text).hasIndexForAll).toBe(true);
    expect(parseRelease(text.replace(' all', '')).hasIndexForAll).toBe(false);
  });

  it.each([
    ['no date', /^Date.*\n/m, '', 'Date'],
    ['a date in another zone', /02:10:46 UTC\nValid/, '02:10:46 CET\nValid', 'Date'],
    ['a date that is none', /Sat, 28 Nov/, 'Sat, 31 Nxv', 'Valid-Until'],
    ['a malformed sum', / {6}951 /, ' many ', 'SHA256'],
    ['no sums', /SHA256:\n.*\n/, '', 'SHA256'],
  ])('rejects %s', (_, pattern, replacement, field) => {
    expect(() => parseRelease(RELEASE.replace(pattern, replacement))).toThrow(
      expect.objectContaining({
        code: 'E_DEBIAN_CONTROL',
        message: expect.stringContaining(field),
      }),
    );
  });
});
