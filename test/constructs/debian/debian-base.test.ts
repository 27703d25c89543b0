import { App, DebianBase, type DebianBaseProps } from '../../../constructs';
import { Lowering } from '../../../constructs/core/lowering';
import { architectureOf } from '../../../lib/debian/architecture';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { errorsOf } from '../../support/lowered';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const VALID = { suite: 'trixie', snapshot: '20261101T000000Z' };

const debian = (props: Partial<DebianBaseProps> = {}) =>
  new DebianBase(new App(), 'debian', { ...VALID, ...props });
const codes = (props: Partial<DebianBaseProps>) =>
  debian(props)
    .check()
    .map(({ code }) => code);

describe('a Debian', () => {
  test('has the date of its snapshot, in seconds', () => {
    expect(debian().sourceDateEpoch).toBe(Date.UTC(2026, 10, 1) / 1000);
    expect(debian({ snapshot: '20261231T235959Z' }).sourceDateEpoch).toBe(1_798_761_599);
  });

  test.each([
    ['no date', 'yesterday'],
    ['a date without time', '20261101'],
    ['a month that there is not', '20261301T000000Z'],
    ['a day that there is not', '20260230T000000Z'],
    ['another form', '2026-11-01T00:00:00Z'],
    ['another zone', '20261101T000000'],
    ['a leap second', '20261231T235960Z'],
  ])('fails for %s, and has no date before 1970 until then', (_what, snapshot) => {
    expect(codes({ snapshot })).toEqual(['E_DEBIAN_SNAPSHOT']);
    expect(debian({ snapshot }).sourceDateEpoch).toBe(0);
  });

  test.each(['Trixie', 'trixie-updates', 'trixie/main', 'debian 13', '13', ''])(
    'fails for the suite %j',
    (suite) => {
      expect(codes({ suite })).toEqual(['E_DEBIAN_SUITE_NAME']);
    },
  );

  test('has each component once, sorted, whatever was said in which order', () => {
    expect(debian().components).toEqual(['main']);
    expect(debian({ components: ['non-free', 'main', 'main', 'contrib'] }).components).toEqual([
      'contrib',
      'main',
      'non-free',
    ]);
  });

  test.each([[[]], [['Main']], [['main contrib']], [['']]])(
    'fails for components %j',
    (components) => {
      expect(codes({ components })).toEqual(['E_PROPERTY']);
    },
  );

  test('is known by its mark, and what it makes by theirs', () => {
    const base = debian();

    expect(DebianBase.isDebianBase(base)).toBe(true);
    expect([base.minbase(), base.runtime(), {}, null].filter(DebianBase.isDebianBase)).toEqual([]);
  });
});

describe('what a Debian asks', () => {
  const architecture = architectureOf({ os: 'linux', architecture: 'arm64' });
  if (architecture === undefined) throw new Error('Debian has arm64');

  function asked(include: readonly string[], props: Partial<DebianBaseProps> = {}) {
    const base = debian(props);
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    const closure = base.closure(
      'none',
      { packages: include },
      architecture ?? never(),
      base,
      lowering.target(AMD64),
    );
    return { closure, requests: lowering.requests() };
  }

  test('is the set of the packages, each once, sorted, with date, suite and architecture', () => {
    const { closure, requests } = asked(['openssl', 'libc6', 'openssl'], {
      components: ['non-free', 'main'],
    });

    expect(closure).toBeUndefined();
    expect(requests).toMatchObject([
      {
        kind: 'debian',
        constructPath: 'debian',
        request: {
          ...VALID,
          components: ['main', 'non-free'],
          variant: 'none',
          include: ['libc6', 'openssl'],
          architecture: 'arm64',
        },
      },
    ]);
  });

  test('has what is read beside the release, and which versions are wanted', () => {
    const pins = [{ packages: ['nginx*'], release: 'trixie-backports', priority: 900 }];
    const { requests } = asked(['nginx'], { also: ['experimental', 'backports'], pins });

    expect(requests).toMatchObject([
      { request: { also: ['backports', 'experimental'], pins, include: ['nginx'] } },
    ]);
    expect(requests[0]?.key).toBe(
      `trixie+backports+experimental@${VALID.snapshot}, pin nginx* release trixie-backports 900 nginx (main) arm64`,
    );
  });

  test('is the same for the same packages in another order', () => {
    expect(asked(['a1', 'b1']).requests.map(({ key }) => key)).toEqual(
      asked(['b1', 'a1', 'b1']).requests.map(({ key }) => key),
    );
  });
});

describe('locked packages', () => {
  const packages = [
    { archive: 'debian', path: 'pool/main/a/a1/a1_1_amd64.deb' },
    { archive: 'debian-security', path: 'pool/updates/b1_1.2_all.deb' },
  ] as const;

  test('become sources of the snapshot, of the archive that has each, and may be mirrored', () => {
    const lowering = new Lowering(EMPTY_LOCK, AMD64);
    const locked = packages.map(({ archive, path }, index) => ({
      archive,
      path,
      name: `p${index}`,
      version: '1',
      suite: 'trixie',
      size: index + 1,
      sha256: `${index}`.repeat(64),
    }));

    const debs = debian().debs(locked, lowering.target(AMD64));

    const root = 'https://snapshot.debian.org/archive';
    const urls = [
      `${root}/debian/20261101T000000Z/pool/main/a/a1/a1_1_amd64.deb`,
      `${root}/debian-security/20261101T000000Z/pool/updates/b1_1.2_all.deb`,
    ];
    expect(debs).toEqual([
      { name: 'p0', filename: 'a1_1_amd64.deb', url: urls[0], sha256: '0'.repeat(64) },
      { name: 'p1', filename: 'b1_1.2_all.deb', url: urls[1], sha256: '1'.repeat(64) },
    ]);
    expect([...lowering.archiveFiles]).toEqual(
      packages.map(({ archive, path }, index) => [
        urls[index],
        { archive, path, size: index + 1, sha256: `${index}`.repeat(64) },
      ]),
    );
  });
});

function never(): never {
  throw new Error('Debian has arm64');
}

describe('a pin', () => {
  const problemsOf = (pin: NonNullable<DebianBaseProps['pins']>[number]) => {
    const app = new App();
    new DebianBase(app, 'debian', { ...VALID, pins: [pin] });
    return errorsOf(() => app.assemble(EMPTY_LOCK)).map(({ code, details, message }) => [
      code,
      message,
      details.got,
    ]);
  };

  test.each([
    [{ packages: ['*'], release: 'trixie-backports', priority: 900 }],
    [{ packages: ['src:nginx', 'lib*'], version: '1.26.*', priority: -1 }],
    [{ packages: ['libc6:any'], origin: 'deb.debian.org', priority: 1001 }],
    [{ packages: ['a1'], release: 'o=Debian, n=trixie*', priority: 1 }],
  ])('of %j says something', (pin) => {
    expect(problemsOf(pin)).toEqual([]);
  });

  test.each([
    [{ packages: ['a1'], priority: 1 }, 'a1 does not say which versions it is for', 'neither'],
    [
      { packages: ['a1'], version: '1', origin: 'x', priority: 1 },
      'a1 does not say which versions it is for',
      'origin and version',
    ],
    [{ packages: ['a1'], version: '1', priority: 0 }, 'a1 has no priority', '0'],
    [
      { packages: ['*'], version: '1', priority: 1 },
      '* is for a version of all packages',
      'version "1" of "*"',
    ],
    [
      { packages: ['*', 'a1'], release: 'sid', priority: 1 },
      '* a1 names packages beside "*"',
      '"*", "a1"',
    ],
    [
      { packages: ['a1'], release: 'suite=sid', priority: 1 },
      'a1 names something that no Release has',
      '"suite=sid"',
    ],
  ])('of %j is refused', (pin, says, got) => {
    expect(problemsOf(pin)).toEqual([['E_DEBIAN_PIN', `debian: the pin of ${says}`, got]]);
  });

  test('with a misspelt name or a suite that is not known is told with what was meant', () => {
    const app = new App();
    const also = ['backport'] as unknown as DebianBaseProps['also'];
    new DebianBase(app, 'debian', { ...VALID, also });
    expect(errorsOf(() => app.assemble(EMPTY_LOCK))).toMatchObject([
      { code: 'E_PROPERTY', details: { fix: expect.stringContaining('backports') } },
    ]);
  });
});
