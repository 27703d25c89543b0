import { DEBIAN } from '../../../lib/inputs/debian/kind';
import type { DebianArchiveLock, DebianSection } from '../../../lib/inputs/debian/section';
import { debianRequest, SNAPSHOT } from '../../support/served-debian';

const { find, unused } = DEBIAN.section;
const KEY = `trixie@${SNAPSHOT}`;
const request = debianRequest();
const hello = { version: '1', suite: 'trixie', path: 'pool/h.deb', size: 1, sha256: 'a' };
const libc6 = { ...hello, suite: 'trixie-security' };
const release = { archive: 'debian', sha256: 'b', date: 'd', signers: [] } as const;
const releases = {
  trixie: release,
  'trixie-updates': release,
  'trixie-security': { ...release, archive: 'debian-security' as const },
};
const archive: DebianArchiveLock = {
  releases,
  sets: { 'hello (main)': { amd64: ['hello', 'libc6'], arm64: ['hello'] } },
  packages: { amd64: { hello, libc6 }, arm64: { hello } },
};
const section: DebianSection = { [KEY]: archive };

describe('the answer to a Debian request', () => {
  it('is the closure of its architecture, each package with the archive of its suite', () => {
    expect(find(section, request)).toEqual([
      { name: 'hello', ...hello, archive: 'debian' },
      { name: 'libc6', ...libc6, archive: 'debian-security' },
    ]);
    expect(find(section, debianRequest({ architecture: 'arm64' }))).toHaveLength(1);
  });

  it.each<[string, Partial<DebianArchiveLock>]>([
    ['the set', { sets: {} }],
    ['the architecture of the set', { sets: { 'hello (main)': { arm64: ['hello'] } } }],
    ['a package of the set', { packages: { amd64: { hello }, arm64: { hello } } }],
    ['any package', { packages: {} }],
    ['any Release', { releases: {} }],
    // No package of the set is of it, and that is part of the answer.
    [
      'the Release of a suite without packages',
      { releases: { trixie: release, 'trixie-security': releases['trixie-security'] } },
    ],
  ])('is none without %s', (_what, change) => {
    expect(find({ [KEY]: { ...archive, ...change } }, request)).toBeUndefined();
  });

  it('is none for what an object has by its nature', () => {
    const named = debianRequest({ architecture: 'constructor' });
    expect(find(section, named)).toBeUndefined();
    expect(find({}, debianRequest({ suite: 'toString' }))).toBeUndefined();
  });
});

describe('what nothing asks for', () => {
  const both = [request, debianRequest({ architecture: 'arm64' })];

  it('is nothing where every set and package is asked for', () => {
    expect(unused(section, both)).toEqual([]);
  });

  it('is an archive as a whole, or the closure of an architecture', () => {
    expect(unused(section, [])).toEqual([`["${KEY}"]`]);
    expect(unused(section, [request])).toEqual([`["${KEY}"].sets["hello (main)"].arm64`]);
  });

  it('is a package that no set names', () => {
    const packages = { ...archive.packages, amd64: { hello, libc6, bash: hello } };
    expect(unused({ [KEY]: { ...archive, packages } }, both)).toEqual([
      `["${KEY}"].packages.amd64["bash"]`,
    ]);
  });
});
