import { PackagesIndex } from '../../lib/debian';
import { candidates, indexText } from './index-text';

describe('PackagesIndex', () => {
  it('finds every version of a package', () => {
    const index = new PackagesIndex(
      indexText([
        ['a', '1'],
        ['b', '1'],
        ['a', '2'],
      ]),
    );

    expect(index.size).toBe(2);
    expect([...index.names()]).toEqual(['a', 'b']);
    expect(index.get('a').map(({ version }) => version)).toEqual(['1', '2']);
    expect(index.get('c')).toEqual([]);
  });

  it('reads the fields of a package', () => {
    const [found] = new PackagesIndex(
      indexText([
        [
          'libc6',
          '2.41-12+b1',
          {
            Source: 'glibc (2.41-12)',
            Depends: 'libgcc-s1',
            'Pre-Depends': 'x',
            Conflicts: 'y',
            Breaks: 'z (<< 1)',
            Provides: 'libc6-2.41 (= 2.41), libcrypt',
            Priority: 'required',
            Essential: 'yes',
            'Multi-Arch': 'same',
          },
        ],
      ]),
    ).get('libc6');

    expect(found).toMatchObject({
      source: { name: 'glibc', version: '2.41-12' },
      depends: [[{ name: 'x' }], [{ name: 'libgcc-s1' }]],
      conflicts: [{ name: 'y' }, { name: 'z', bound: { operator: '<<', version: '1' } }],
      provides: [{ name: 'libc6-2.41' }, { name: 'libcrypt' }],
      essential: true,
      multiArch: 'same',
      size: 1000,
    });
  });

  it('finds providers, and essential or required packages', () => {
    const index = new PackagesIndex(
      indexText([
        ['mawk', '1', { Provides: 'awk, x', Priority: 'required' }],
        ['gawk', '1', { Provides: 'awk (= 5)' }],
        ['base', '1', { Essential: 'yes' }],
        ['both', '1', { Essential: 'yes', Priority: 'required' }],
        ['none', '1', { Description: 'Provides: awk' }],
      ]),
    );

    expect(index.providers('awk').map(({ name }) => name)).toEqual(['mawk', 'gawk']);
    expect(index.providers('nothing')).toEqual([]);
    expect(
      index
        .requiredPackages()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['base', 'both', 'mawk']);
  });

  it('takes an empty index, blank lines at its ends, and no newline at the end', () => {
    expect(new PackagesIndex('').size).toBe(0);
    const text = indexText([['a', '1']]);
    expect(new PackagesIndex(`\n\n${text.trimEnd()}`).get('a')).toHaveLength(1);
    expect(new PackagesIndex(`${text}\n\n`).get('a')).toHaveLength(1);
  });

  it('finds a name that does not stand first', () => {
    const text = 'Version: 1\nPackage: a\nArchitecture: all\n';
    expect([...new PackagesIndex(`${text}\n${indexText([['b', '1']])}`).names()]).toEqual([
      'a',
      'b',
    ]);
  });

  it.each([
    ['a path out of the archive', { Filename: 'pool/../../etc/x.deb' }, 'Filename'],
    ['an absolute path', { Filename: '/etc/x.deb' }, 'Filename'],
    ['a malformed hash', { SHA256: 'x' }, 'SHA256'],
    ['a size that is none', { Size: '-1' }, 'Size'],
  ])('rejects %s', (_, fields, field) => {
    const index = new PackagesIndex(indexText([['a', '1', fields]]));
    expect(() => index.get('a')).toThrow(
      expect.objectContaining({
        code: 'E_DEBIAN_CONTROL',
        message: expect.stringContaining(`package "a": field ${field}`),
      }),
    );
  });

  it('reads a large index in a short time', () => {
    const entries = Array.from(
      { length: 70_000 },
      (_, i) =>
        [
          `package-${i}`,
          '1',
          { Provides: `virtual-${i % 100}`, Description: 'x'.repeat(600) },
        ] as const,
    );
    const text = indexText(entries);
    const start = process.hrtime.bigint();

    const index = new PackagesIndex(text);
    expect(index.get('package-69999')).toHaveLength(1);
    expect(index.providers('virtual-7')).toHaveLength(700);

    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(3000);
  });
});

describe('CandidateSet', () => {
  it('takes the highest version over the suites, and of equal ones the first', () => {
    const set = candidates({
      trixie: [
        ['a', '1'],
        ['b', '2'],
        ['c', '1~rc1'],
      ],
      'trixie-updates': [
        ['a', '2'],
        ['b', '2'],
        ['c', '1'],
      ],
    });

    expect(set.candidate('a')).toMatchObject({
      suite: 'trixie-updates',
      package: { version: '2' },
    });
    expect(set.candidate('b')?.suite).toBe('trixie');
    expect(set.candidate('c')?.package.version).toBe('1');
    expect(set.candidate('d')).toBeUndefined();
  });

  it('compares where names stand first, in the order in which apt reads fields', () => {
    const set = candidates({
      trixie: [
        ['m', '1', { Provides: 'e', Depends: 'c (>= 1) | d:any', Description: 'a b' }],
        ['aa', '1', { 'Pre-Depends': 'b' }],
        ['a', '1'],
      ],
      'trixie-updates': [['later', '1', { Depends: 'a' }]],
    });
    const names = ['later', 'a', 'b', 'e', 'd', 'c', 'aa', 'm'];
    const order = [...names].sort((one, other) => set.compareMentions(one, other));
    expect(order).toEqual(['m', 'c', 'd', 'e', 'aa', 'b', 'a', 'later']);
    expect(set.compareMentions('a', 'a')).toBe(0);
    expect(set.compareMentions('unknown', 'nowhere')).toBe(0);
  });

  it('lists providers as the indexes do, without superseded ones', () => {
    const set = candidates({
      trixie: [
        ['z', '1', { Provides: 'v', Priority: 'required' }],
        ['old', '1', { Provides: 'v' }],
        ['b', '1', { Provides: 'v', Priority: 'optional' }],
        ['a', '1', { Provides: 'v', Priority: 'optional' }],
      ],
      'trixie-updates': [['old', '2']],
    });

    expect(set.providers('v').map((each) => each.package.name)).toEqual(['z', 'b', 'a']);
  });
});
