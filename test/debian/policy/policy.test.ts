import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CandidateSet, Closures, PackagesIndex, type Pin, Policy } from '../../../lib/debian';
import { random } from '../../support/random';
import { AptSystem, aptOfTrixie } from '../../support/real-apt';
import { type IndexEntry, indexText } from '../index-text';

/** Suites of the usual kinds, as their Releases call them. */
const SUITES = {
  stable: {
    Suite: 'stable',
    Codename: 'trixie',
    Origin: 'Debian',
    Label: 'Debian',
    Version: '13.1',
  },
  security: { Suite: 'stable-security', Codename: 'trixie-security', Label: 'Debian-Security' },
  backports: {
    ...{ Suite: 'stable-backports', Codename: 'trixie-backports', Origin: 'Debian Backports' },
    ...{ NotAutomatic: 'yes', ButAutomaticUpgrades: 'yes' },
  },
  experimental: { Suite: 'experimental', Codename: 'rc-buggy', NotAutomatic: 'yes' },
  vendor: { Origin: 'Vendor', Label: 'Vendor', Suite: './' },
} as const satisfies Record<string, Record<string, string>>;

type SuiteName = keyof typeof SUITES;
const NAMES = Object.keys(SUITES) as SuiteName[];

/** The text of apt_preferences(5). */
function preferences(pins: readonly Pin[]): string {
  return pins
    .map(({ origin, packages, priority, release, version }) => {
      const [kind, value] =
        release !== undefined
          ? ['release', release]
          : origin !== undefined
            ? ['origin', `"${origin}"`]
            : ['version', version];
      return `Package: ${packages.join(' ')}\nPin: ${kind} ${value}\nPin-Priority: ${priority}\n`;
    })
    .join('\n');
}

/** Packages of all suites in versions at random, and pins over them. */
function madeUpPolicy(seed: number) {
  const below = random(seed);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const packages = ['alpha', 'beta', 'gamma', 'delta', 'libx1'];
  const sources = ['one', 'two'];
  const entries = new Map<SuiteName, IndexEntry[]>(
    NAMES.map((suite) => [
      suite,
      packages
        .filter(() => below(4) > 0)
        .map(
          (name): IndexEntry => [name, `${1 + below(4)}.${below(2)}`, { Source: pick(sources) }],
        ),
    ]),
  );
  // The same version is the same package, wherever it is listed.
  for (const list of entries.values()) {
    for (const [at, [name, version]] of list.entries()) {
      const Source = sources[name.length % 2] ?? 'one';
      list[at] = [name, version, { Source }];
    }
  }
  const releases = [
    ...['a=stable', 'n=trixie-backports', 'trixie', 'experimental', 'o=Debian', 'l=Debian*', '*'],
    ...['a=stable, o=Debian', 'v=13*', 'o=Vendor', 'n=trixie*', '13.1'],
  ];
  const pins = Array.from({ length: below(4) }, (): Pin => {
    const names = pick([['*'], ['alpha'], ['beta', 'gamma'], ['*a'], ['lib*'], ['src:one']]);
    const priority = pick([1, 100, 400, 500, 501, 990, 1001, -1, -10]);
    if (names[0] !== '*' && below(3) === 0) {
      return { packages: names, version: pick(['1.*', '2.0', '3.?', '*']), priority };
    }
    return { packages: names, release: pick(releases), priority };
  });
  return { entries, packages, pins };
}

function ours(entries: ReadonlyMap<SuiteName, readonly IndexEntry[]>, pins: readonly Pin[]) {
  const policy = new Policy(pins, 'amd64');
  const indexes = NAMES.map((suite) => {
    const fields: Readonly<Record<string, string>> = SUITES[suite];
    return {
      suite,
      index: new PackagesIndex(indexText(entries.get(suite) ?? [])),
      origin: {
        archive: fields.Suite ?? '',
        codename: fields.Codename ?? '',
        origin: fields.Origin ?? '',
        label: fields.Label ?? '',
        version: fields.Version ?? '',
        component: '',
        host: '',
        isNotAutomatic: fields.NotAutomatic === 'yes',
        isButAutomaticUpgrades: fields.ButAutomaticUpgrades === 'yes',
      },
    };
  });
  return new CandidateSet(indexes, { policy, architecture: 'amd64' });
}

const apt = aptOfTrixie();
if (typeof apt === 'string') process.stderr.write(`skipped: pins against apt: ${apt}\n`);
const withApt = typeof apt === 'string' ? test.skip : test;

withApt(
  'pins choose the version that apt-get of trixie installs',
  async () => {
    const program = typeof apt === 'string' ? apt : apt.program;
    const differences: string[] = [];
    let chosen = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      const folder = mkdtempSync(join(tmpdir(), 'apt-'));
      try {
        const { entries, packages, pins } = madeUpPolicy(seed);
        const indexes = NAMES.map((suite) => ({
          suite,
          packages: indexText(entries.get(suite) ?? []),
          release: SUITES[suite],
        }));
        const system = new AptSystem(folder, program, 'amd64', indexes, [], preferences(pins));
        const set = ours(entries, pins);
        const theirs = await system.candidates(packages);
        for (const name of packages) {
          const found = set.candidate(name)?.package.version;
          if (found !== undefined) chosen += 1;
          if (found === theirs.get(name)) continue;
          differences.push(
            `seed ${seed} ${name}: ${found}, apt has ${theirs.get(name)}\n${preferences(pins)}`,
          );
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    expect(differences).toEqual([]);
    expect(chosen).toBeGreaterThan(40);
  },
  120_000,
);

/** The names that come with some, where certain are excluded. */
function closure(entries: readonly IndexEntry[], include: string[], exclude: string[] = []) {
  const set = new CandidateSet([{ suite: 'trixie', index: new PackagesIndex(indexText(entries)) }]);
  return new Closures('amd64', new Map([['amd64', set]]))
    .resolve({ variant: 'none', include, exclude })
    .map(({ package: found }) => `${found.name} ${found.version}`);
}

describe('a set of packages', () => {
  const entries: IndexEntry[] = [
    ['app', '1', { Depends: 'helper | other' }],
    ['helper', '1'],
    ['other', '1'],
    ['app', '2', { Depends: 'missing' }],
  ];

  test('has the version that is asked for, or the highest that a pattern fits', () => {
    expect(closure(entries, ['app=1'])).toEqual(['app 1', 'helper 1']);
    expect(
      closure(
        [
          ['a', '1.1'],
          ['a', '1.9'],
          ['a', '1.10'],
          ['a', '2'],
        ],
        ['a=1.*'],
      ),
    ).toEqual(['a 1.10']);
  });

  test('does without what is excluded where there is something else', () => {
    expect(closure(entries, ['app=1'], ['helper'])).toEqual(['app 1', 'other 1']);
  });

  test.each([
    [['app=3'], [], 'E_DEBIAN_VERSION_UNKNOWN', '1 (trixie), 2 (trixie)'],
    [['nothing=3'], [], 'E_DEBIAN_PACKAGE_UNKNOWN', 'a package of the suite'],
    [['helper'], ['helper'], 'E_DEBIAN_EXCLUDED', 'packages that only come because others need'],
    [['app'], ['helpr'], 'E_DEBIAN_PACKAGE_UNKNOWN', 'a package of the suite, or one that another'],
    [['app=1'], ['helper', 'other'], 'E_DEBIAN_UNSATISFIABLE', 'helper | other'],
  ])('of %j without %j is refused: %s', (include, exclude, code, expected) => {
    expect(() => closure(entries, include, exclude)).toThrow(
      expect.objectContaining({
        code,
        details: expect.objectContaining({ expected: expect.stringContaining(expected) }),
      }),
    );
  });

  test('tells the way to what is needed and excluded, and the name that was meant', () => {
    const chain: IndexEntry[] = [
      ['a', '1', { Depends: 'b' }],
      ['b', '1', { Depends: 'c' }],
      ['c', '1'],
    ];
    const error = (include: string[], exclude: string[]) => {
      try {
        closure(chain, include, exclude);
      } catch (thrown) {
        return (thrown as { details: { got: string; fix: string } }).details;
      }
      return undefined;
    };
    expect(error(['a'], ['c'])).toMatchObject({
      got: 'a needs b; c is excluded',
      fix: 'let what is needed be chosen, or leave out what needs it',
    });
    expect(closure([...chain, ['helper', '1']], ['helper'], ['c'])).toEqual(['helper 1']);
  });
});
