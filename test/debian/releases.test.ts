import fc from 'fast-check';
import {
  findDisagreements,
  formatSnapshot,
  parseRelease,
  snapshotEpoch,
  snapshotUrl,
  suitesOf,
  versionsAgree,
} from '../../lib/debian';
import { suiteProblem } from '../../lib/debian/suite-name';

describe('the date of a snapshot', () => {
  // The years of four digits.
  const moment = fc.integer({ min: 0, max: 253_402_300_799 });

  test('is read as the moment that it was written of', () => {
    fc.assert(
      fc.property(moment, (seconds) => {
        expect(snapshotEpoch(formatSnapshot(new Date(seconds * 1000)))).toBe(seconds);
      }),
    );
  });

  test('is one only where the calendar has it', () => {
    const digits = (most: number) => fc.nat(most).map((one) => `${one}`.padStart(2, '0'));
    fc.assert(
      fc.property(
        digits(13),
        digits(32),
        digits(25),
        digits(61),
        digits(61),
        (month, day, hour, minute, second) => {
          const text = `2026${month}${day}T${hour}${minute}${second}Z`;
          const date = new Date(`2026-${month}-${day}T${hour}:${minute}:${second}Z`);
          const isReal =
            !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) && Number(hour) < 24;

          expect(snapshotEpoch(text)).toBe(isReal ? date.getTime() / 1000 : undefined);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    '',
    '20261101',
    '20261101T000000',
    '2026-11-01T00:00:00Z',
    '20261101T000000Z ',
    ' 20261101T000000Z',
    '20261101t000000z',
  ])('is not %j', (text) => {
    expect(snapshotEpoch(text)).toBeUndefined();
  });

  test('is the folder of an archive', () => {
    expect(snapshotUrl('debian-security', '20261101T000000Z', 'pool/x.deb')).toBe(
      'https://snapshot.debian.org/archive/debian-security/20261101T000000Z/pool/x.deb',
    );
  });
});

describe('the name of a suite', () => {
  test.each(['bookworm', 'trixie', 'forky', 'sid', 'duke'])('may be %s', (suite) => {
    expect(suiteProblem(suite)).toBeUndefined();
    expect(suitesOf(suite)[0]).toEqual({ archive: 'debian', suite });
  });

  test.each([
    ['stable', 'E_DEBIAN_SUITE_NAME', 'name the release: "trixie"'],
    ['testing', 'E_DEBIAN_SUITE_NAME', 'name the release: "forky"'],
    ['unstable', 'E_DEBIAN_SUITE_NAME', 'name the release: "sid"'],
    ['trixie-updates', 'E_DEBIAN_SUITE_NAME', undefined],
    ['Trixie', 'E_DEBIAN_SUITE_NAME', undefined],
    ['', 'E_DEBIAN_SUITE_NAME', undefined],
    ['../sid', 'E_DEBIAN_SUITE_NAME', undefined],
    ['oldstable', 'E_DEBIAN_SUITE_NAME', 'name the release: "bookworm"'],
    ['bullseye', 'E_DEBIAN_SUITE_OLD', 'set the suite to "trixie", or to "bookworm"'],
    ['woody', 'E_DEBIAN_SUITE_OLD', 'set the suite to "trixie", or to "bookworm"'],
  ])('is not %j', (suite, code, fix) => {
    expect(suiteProblem(suite)).toMatchObject({
      code,
      expected: expect.stringContaining('"trixie"'),
    });
    expect(suiteProblem(suite)?.fix).toBe(fix);
  });

  test('that is offered in the place of another is a name itself', () => {
    for (const alias of ['stable', 'oldstable', 'testing', 'unstable', 'experimental', 'buster']) {
      const [, offered = ''] = /"([a-z]+)"/.exec(suiteProblem(alias)?.fix ?? '') ?? [];
      expect([alias, suiteProblem(offered)]).toEqual([alias, undefined]);
    }
  });
});

describe('a Release', () => {
  const hash = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'),
    minLength: 64,
    maxLength: 64,
  });
  const path = fc.stringMatching(/^[a-z0-9]{1,6}(\/[A-Za-z0-9._-]{1,9}){0,3}$/);
  const files = fc.uniqueArray(fc.tuple(path, hash, fc.nat()), {
    minLength: 1,
    maxLength: 6,
    selector: ([one]) => one,
  });
  const date = fc
    .integer({ min: 1_000_000_000, max: 4_000_000_000 })
    .map((seconds) => new Date(seconds * 1000));
  const words = fc.uniqueArray(fc.constantFrom('all', 'amd64', 'arm64', 'i386'), { maxLength: 4 });

  test('is read as it was written, dates with one digit or two', () => {
    fc.assert(
      fc.property(
        files,
        date,
        fc.option(date, { nil: undefined }),
        words,
        fc.boolean(),
        (list, at, until, architectures, isPadded) => {
          const shown = (one: Date) =>
            one
              .toUTCString()
              .replace('GMT', 'UTC')
              .replace(/, 0/, isPadded ? ', 0' : ',  ');
          const text = [
            'Suite: stable',
            'Codename: trixie',
            `Date: ${shown(at)}`,
            ...(until === undefined ? [] : [`Valid-Until: ${shown(until)}`]),
            `Architectures: ${architectures.join(' ')}`,
            'SHA256:',
            ...list.map(([name, sha256, size]) => ` ${sha256} ${`${size}`.padStart(9)} ${name}`),
            '',
          ].join('\n');
          const release = parseRelease(text);

          expect([release.date, release.validUntil]).toEqual([at, until]);
          expect(release.architectures).toEqual(architectures);
          expect(release.hasIndexForAll).toBe(architectures.includes('all'));
          expect([...release.files]).toEqual(
            list.map(([name, sha256, size]) => [name, { sha256, size }]),
          );
        },
      ),
    );
  });
});

describe('versions of a package on several platforms', () => {
  const version = fc.constantFrom(
    '1',
    '1+b1',
    '1+b22',
    '1.0',
    '1-1',
    '1-1+b2',
    '0:1',
    '2',
    '2+b1',
    '1+b',
    '1+bx',
  );
  const packages = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c'), version }), {
    maxLength: 3,
    selector: ({ name }) => name,
  });
  const platforms = fc.uniqueArray(fc.tuple(fc.constantFrom('amd64', 'arm64', 'i386'), packages), {
    maxLength: 3,
    selector: ([name]) => name,
  });

  test('agree with themselves, both ways, and with all that agrees with them', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(versionsAgree(a, a)).toBe(true);
        expect(versionsAgree(a, b)).toBe(versionsAgree(b, a));
        if (versionsAgree(a, b) && versionsAgree(b, c)) expect(versionsAgree(a, c)).toBe(true);
        expect(versionsAgree(a, `${a}+b7`)).toBe(!/\+b\d+$/.test(a));
      }),
    );
  });

  test('are told where any two do not agree, whichever platform comes first', () => {
    fc.assert(
      fc.property(platforms, (list) => {
        const expected = ['a', 'b', 'c'].filter((name) => {
          const versions = list.flatMap(([, own]) =>
            own.filter((one) => one.name === name).map((one) => one.version),
          );
          return versions.some((one) => versions.some((other) => !versionsAgree(one, other)));
        });
        for (const order of [list, [...list].reverse()]) {
          const found = findDisagreements(new Map(order));
          expect(found.map(({ name }) => name).sort()).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
