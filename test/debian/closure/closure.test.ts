import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CandidateSet, Closures, PackagesIndex } from '../../../lib/debian';
import { candidates, type IndexEntry } from '../index-text';

const FIXTURES = join(__dirname, '../../fixtures/debian');

/** Names of the closure of `include` in one suite of amd64 packages. */
function closure(
  entries: readonly IndexEntry[],
  include: readonly string[],
  variant: 'minbase' | 'none' = 'none',
): string[] {
  const sets = new Map([['amd64', candidates({ trixie: entries })]]);
  return new Closures('amd64', sets).resolve({ variant, include }).map(({ key }) => key);
}

describe('Closures', () => {
  it('follows Depends and Pre-Depends, not Recommends, through circles', () => {
    const names = closure(
      [
        ['a', '1', { Depends: 'b', Recommends: 'x' }],
        ['b', '1', { 'Pre-Depends': 'c' }],
        ['c', '1', { Depends: 'a' }],
        ['x', '1'],
      ],
      ['a'],
    );
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it('starts minbase from essential and required packages and apt', () => {
    const entries: IndexEntry[] = [
      ['apt', '3', { Depends: 'libapt' }],
      ['libapt', '3'],
      ['bash', '5', { Essential: 'yes' }],
      ['tar', '1', { Priority: 'required' }],
      ['nano', '8', { Priority: 'important' }],
    ];
    expect(closure(entries, [], 'minbase')).toEqual(['apt', 'bash', 'libapt', 'tar']);
    expect(closure(entries, [])).toEqual([]);
  });

  it('takes the first alternative', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b | c' }],
      ['b', '1'],
      ['c', '1'],
    ];
    expect(closure(entries, ['a'])).toEqual(['a', 'b']);
  });

  it('settles a dependency with all that it needs before the next, as apt does', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b | c, d' }],
      ['b', '1'],
      ['c', '1'],
      ['d', '1', { Depends: 'e' }],
      ['e', '1', { Depends: 'c' }],
      ['f', '1', { Depends: 'd, b | c' }],
    ];
    expect(closure(entries, ['a'])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(closure(entries, ['f'])).toEqual(['c', 'd', 'e', 'f']);
  });

  it('passes over an alternative that cannot be installed', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'missing | old (>= 2) | broken | good' }],
      ['old', '1'],
      ['broken', '1', { Depends: 'nowhere' }],
      ['good', '1'],
    ];
    expect(closure(entries, ['a'])).toEqual(['a', 'good']);
  });

  it('takes a choice back where what it leads to cannot be installed', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b | c' }],
      ['b', '1', { Depends: 'd | e' }],
      ['c', '1'],
      ['d', '1', { Depends: 'nowhere' }],
      ['e', '1', { Depends: 'd' }],
    ];
    expect(closure(entries, ['a'])).toEqual(['a', 'c']);
  });

  it('takes a choice back for a conflict that is found later', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b | c' }],
      ['b', '1', { Depends: 'd' }],
      ['c', '1'],
      ['d', '1'],
      ['z', '1', { Conflicts: 'd' }],
    ];
    expect(closure(entries, ['a', 'z'])).toEqual(['a', 'c', 'z']);
    expect(closure(entries, ['a'])).toEqual(['a', 'b', 'd']);
  });

  it('follows Recommends where they are wanted, and does without those that cannot be had', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Recommends: 'b, nowhere, c' }],
      ['b', '1', { Depends: 'd' }],
      ['c', '1', { Depends: 'nowhere' }],
      ['d', '1'],
    ];
    const closures = new Closures('amd64', new Map([['amd64', candidates({ trixie: entries })]]));
    const found = closures.resolve({ variant: 'none', include: ['a'], recommends: true });
    expect(found.map(({ key }) => key)).toEqual(['a', 'b', 'd']);
  });

  it('installs over a minbase what the minbase does not have', () => {
    const entries: IndexEntry[] = [
      ['apt', '3'],
      ['mawk', '1', { Priority: 'required', Provides: 'awk' }],
      ['gawk', '1', { Provides: 'awk' }],
      ['a', '1', { Depends: 'gawk | awk' }],
    ];
    expect(closure(entries, ['a'], 'minbase')).toEqual(['a', 'apt', 'mawk']);
    expect(closure(entries, ['a'])).toEqual(['a', 'gawk']);
  });

  it('passes over an alternative that conflicts with what is there', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b | c', Conflicts: 'b' }],
      ['b', '1'],
      ['c', '1'],
    ];
    expect(closure(entries, ['a'])).toEqual(['a', 'c']);
  });

  it('finds a provider of a virtual package by priority; of equal ones that named last', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'mta' }],
      ['exim', '1', { Provides: 'mta', Priority: 'optional' }],
      ['dma', '1', { Provides: 'mta', Priority: 'optional' }],
      ['postfix', '1', { Provides: 'mta', Priority: 'standard' }],
    ];
    expect(closure(entries, ['a'])).toEqual(['a', 'postfix']);
    expect(closure(entries.slice(0, 3), ['a'])).toEqual(['a', 'dma']);
    const user: IndexEntry = ['b', '1', { Depends: 'dma' }];
    const turned = [...entries.slice(0, 3), user].reverse();
    expect(closure(turned, ['a'])).toEqual(['a', 'exim']);
  });

  it('meets a versioned relation only by a versioned provision', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'abi (>= 2)' }],
      ['none', '9', { Provides: 'abi' }],
      ['low', '9', { Provides: 'abi (= 1)' }],
      ['right', '1', { Provides: 'abi (= 2)' }],
    ];
    expect(closure(entries, ['a'])).toEqual(['a', 'right']);
  });

  it('includes a virtual package by name where one package provides it', () => {
    const entries: IndexEntry[] = [['mawk', '1', { Provides: 'awk' }]];
    expect(closure(entries, ['awk'])).toEqual(['mawk']);
    expect(() => closure([...entries, ['gawk', '1', { Provides: 'awk' }]], ['awk'])).toThrow(
      expect.objectContaining({
        code: 'E_DEBIAN_PACKAGE_UNKNOWN',
        details: expect.objectContaining({ expected: 'one of gawk, mawk' }),
      }),
    );
  });

  it('reports every unknown package, with names that may have been meant', () => {
    const run = () =>
      closure(
        [
          ['libssl3t64', '3'],
          ['make', '4'],
          ['cmake', '3'],
        ],
        ['libssl3', 'maek'],
      );

    expect(run).toThrow(
      expect.objectContaining({
        errors: [
          expect.objectContaining({
            code: 'E_DEBIAN_PACKAGE_UNKNOWN',
            message: 'package "libssl3" does not exist in the suite',
            details: expect.objectContaining({ fix: 'did you mean "libssl3t64"?' }),
          }),
          expect.objectContaining({
            details: expect.objectContaining({ fix: 'did you mean "make"?' }),
          }),
        ],
      }),
    );
  });

  it('fails where a dependency cannot be met, and names the way to it', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Depends: 'b' }],
      ['b', '2', { Depends: 'c (>= 3) | d' }],
      ['c', '1'],
    ];
    expect(() => closure(entries, ['a'])).toThrow(
      expect.objectContaining({
        code: 'E_DEBIAN_UNSATISFIABLE',
        message: 'package "b" 2: dependency cannot be satisfied',
        details: expect.objectContaining({
          got: 'a needs b; the suite has c 1; there is no d',
          expected: 'c (>= 3) | d',
        }),
      }),
    );
  });

  it.each([
    ['Conflicts', { Conflicts: 'b' }],
    ['Breaks', { Breaks: 'b (<< 2)' }],
    ['a conflict with what the other provides', { Conflicts: 'v' }],
  ])('fails on %s between packages that are both needed', (_, fields) => {
    const entries: IndexEntry[] = [
      ['a', '1', fields],
      ['b', '1', { Provides: 'v' }],
    ];
    for (const include of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      expect(() => closure(entries, include)).toThrow(
        expect.objectContaining({ code: 'E_DEBIAN_CONFLICT' }),
      );
    }
  });

  it('lets a package conflict with what it provides itself, and break other versions', () => {
    const entries: IndexEntry[] = [
      ['a', '1', { Provides: 'mta', Conflicts: 'mta', Breaks: 'b (<< 1)' }],
      ['b', '1'],
    ];
    expect(closure(entries, ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('resolves packages of a foreign architecture from their own index', () => {
    const same = { 'Multi-Arch': 'same' };
    const arm: Record<string, string> = { Architecture: 'arm64' };
    const sets = new Map([
      [
        'amd64',
        candidates({
          trixie: [
            ['libc6', '2', same],
            ['python3', '3', { 'Multi-Arch': 'allowed', Depends: 'libc6' }],
            ['make', '4', { 'Multi-Arch': 'foreign' }],
            ['gcc', '14', { Depends: 'libc6' }],
          ],
        }),
      ],
      [
        'arm64',
        candidates({
          trixie: [
            ['libfoo', '1', { ...arm, Depends: 'libc6, make, python3:any' }],
            ['libc6', '2', { ...arm, ...same }],
            ['make', '4', { ...arm, 'Multi-Arch': 'foreign' }],
            ['python3', '3', { ...arm, 'Multi-Arch': 'allowed' }],
          ],
        }),
      ],
    ]);
    // Tools that serve every architecture are taken from the native one.
    const include = ['gcc', 'libfoo:arm64'];

    const found = new Closures('amd64', sets).resolve({ variant: 'none', include });

    expect(found.map(({ key }) => key)).toEqual([
      'gcc',
      'libc6',
      'libc6:arm64',
      'libfoo:arm64',
      'make',
      'python3',
    ]);
    expect(found.find(({ key }) => key === 'libc6:arm64')?.package.architecture).toBe('arm64');
  });

  it('rejects a foreign architecture that is not asked for, and one package on two of them', () => {
    const arm = new Map([
      ['amd64', candidates({ trixie: [['gcc', '1']] })],
      ['arm64', candidates({ trixie: [['gcc', '1', { Architecture: 'arm64' }]] })],
    ]);
    const run = (include: string[]) => () =>
      new Closures('amd64', arm).resolve({ variant: 'none', include });

    expect(run(['gcc:s390x'])).toThrow(
      expect.objectContaining({ code: 'E_DEBIAN_PACKAGE_UNKNOWN' }),
    );
    expect(run(['gcc', 'gcc:arm64'])).toThrow(
      expect.objectContaining({ code: 'E_DEBIAN_CONFLICT' }),
    );
  });
});

describe('Closures on an excerpt of trixie', () => {
  const sets = new Map([
    [
      'amd64',
      new CandidateSet(
        ['trixie', 'trixie-updates', 'trixie-security'].map((suite) => ({
          suite,
          index: new PackagesIndex(
            readFileSync(join(FIXTURES, `${suite}-amd64.packages`), 'latin1'),
          ),
        })),
      ),
    ],
  ]);

  it.each([
    ['minbase', []],
    ['minbase-cross-gcc', ['gcc', 'gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross', 'make']],
  ])('finds the packages and versions that mmdebstrap installs: %s', (name, include) => {
    const installed = readFileSync(join(FIXTURES, `mmdebstrap-${name}-amd64.txt`), 'utf8');

    const found = new Closures('amd64', sets).resolve({ variant: 'minbase', include });

    const lines = found.map(({ package: { name: found, version } }) => `${found} ${version}\n`);
    expect(lines.sort().join('')).toBe(
      installed.split('\n').sort().slice(1).join('\n').concat('\n'),
    );
  });
});
