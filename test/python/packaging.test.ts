import fc from 'fast-check';
import { holds, type Marker, MarkerError, parseMarker } from '../../lib/python/marker';
import { meets, parseSpecifiers } from '../../lib/python/specifier';
import { supportedTags } from '../../lib/python/tags';
import { markerEnvironment, type PythonTarget } from '../../lib/python/target';
import { compareVersions, parseVersion } from '../../lib/python/version';
import { parseWheelName } from '../../lib/python/wheel-name';
import { askPackaging, describeWithPackaging } from '../support/python-packaging';
import '../support/property-seed';

/** Forms that versions are written in, and forms that are none. */
const part = fc.constantFrom(
  ...['.1', '.0', '.10', '.01', 'a1', 'a', '-alpha.2', 'b2', 'beta', 'c1', 'rc1', '.rc', '_pre3'],
  ...[
    '.post1',
    '-1',
    'post',
    '.rev2',
    'r3',
    '.dev1',
    'dev',
    '_dev2',
    '+cpu',
    '+1',
    '+ab.2',
    '+a_b',
  ],
);
const version = fc
  .tuple(
    fc.constantFrom('', '', '', 'v', '1!', '0!', ' '),
    fc.constantFrom('0', '1', '01', '3', '2024'),
    fc.array(part, { maxLength: 4 }),
  )
  .map(([start, first, parts]) => `${start}${first}${parts.join('')}`);
const operator = fc.constantFrom('==', '!=', '<=', '>=', '<', '>', '~=', '===');

describeWithPackaging('versions, as Python\'s "packaging" has them', () => {
  const versions = [...new Set(fc.sample(version, 700))];

  test('are versions, and in the same order', () => {
    const known = askPackaging<(number | null)[]>(
      `
from packaging.version import Version, InvalidVersion
def read(text):
    try: return Version(text)
    except InvalidVersion: return None
read_ = [read(one) for one in given]
order = sorted({one for one in read_ if one is not None})
rank = {one: at for at, one in enumerate(order)}
result = [None if one is None else rank[one] for one in read_]`,
      versions,
    );
    const own = versions.map(parseVersion);

    expect(own.map((one) => one !== undefined)).toEqual(known.map((rank) => rank !== null));
    const pairs = own.flatMap((a, i) => own.slice(i).map((b, j) => [a, b, i, i + j] as const));
    const wrong = pairs.filter(
      ([a, b, i, j]) =>
        a !== undefined &&
        b !== undefined &&
        Math.sign(compareVersions(a, b)) !== Math.sign((known[i] ?? 0) - (known[j] ?? 0)),
    );
    expect(wrong.map(([, , i, j]) => [versions[i], versions[j]])).toEqual([]);
    expect(known.filter((rank) => rank !== null).length).toBeGreaterThan(200);
  });

  test('meet the same conditions', () => {
    const bound = fc.tuple(operator, version, fc.constantFrom('', '', '.*'));
    const cases = fc.sample(
      fc.tuple(version, fc.array(bound, { minLength: 1, maxLength: 2 })),
      6000,
    );
    const given = cases.map(([one, bounds]) => [
      one,
      bounds.map((words) => words.join('')).join(','),
    ]);
    const known = askPackaging<(boolean | null)[]>(
      `
from packaging.version import Version, InvalidVersion
from packaging.specifiers import SpecifierSet, InvalidSpecifier
def ask(version, text):
    try: Version(version)
    except InvalidVersion: return None
    try: return SpecifierSet(text).contains(version, prereleases=True)
    except InvalidSpecifier: return None
result = [ask(*one) for one in given]`,
      given,
    );
    const own = given.map(([one = '', text = '']) => {
      const specifiers = parseSpecifiers(text);
      if (parseVersion(one) === undefined || specifiers === undefined) return null;
      return meets(one, specifiers);
    });

    expect(given.flatMap((one, at) => (own[at] === known[at] ? [] : [[one, known[at]]]))).toEqual(
      [],
    );
    expect(known.filter((one) => one === true).length).toBeGreaterThan(100);
    expect(known.filter((one) => one === false).length).toBeGreaterThan(300);
  });
});

describeWithPackaging('tags, as Python\'s "packaging" has them', () => {
  const target = fc.record({
    python: fc.integer({ min: 9, max: 15 }).map((minor) => `3.${minor}.1`),
    glibc: fc.integer({ min: 3, max: 45 }).map((minor) => `2.${minor}`),
    architecture: fc.constantFrom('amd64', 'arm64', 'armhf', 'i386', 'ppc64el', 'riscv64', 's390x'),
  });
  const MACHINES = {
    amd64: 'x86_64',
    arm64: 'aarch64',
    armhf: 'armv7l',
    i386: 'i686',
    ppc64el: 'ppc64le',
  };

  test('are the same, in the same order', () => {
    const targets: PythonTarget[] = fc.sample(target, 60);
    const known = askPackaging<string[][]>(
      `
import packaging._manylinux as many
from packaging.tags import cpython_tags, compatible_tags
many._have_compatible_abi = lambda *_: True
def ask(python, glibc, machine):
    version = (3, int(python.split('.')[1]))
    many._get_glibc_version = lambda: tuple(int(one) for one in glibc.split('.'))
    platforms = list(many.platform_tags([machine])) + ['linux_' + machine]
    own = 'cp3%d' % version[1]
    tags = list(cpython_tags(version, [own], platforms)) + list(compatible_tags(version, own, platforms))
    return [str(one) for one in tags]
result = [ask(*one) for one in given]`,
      targets.map(({ architecture, glibc, python }) => [
        python,
        glibc,
        { riscv64: 'riscv64', s390x: 's390x', ...MACHINES }[architecture],
      ]),
    );
    // Who packs a wheel for one machine writes an old name of one of two machines alone.
    const usual = (tags: readonly string[] = []) =>
      tags.filter((tag) => /x86_64|i686/.test(tag) || !/manylinux(1|2010)_/.test(tag));

    expect(targets.map(supportedTags)).toEqual(known.map(usual));
    expect(known.some((tags) => tags.some((tag) => tag.includes('manylinux1_x86_64')))).toBe(true);
  });

  test('of the names of wheels are read the same', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'Foo_Bar',
        'x.y',
        '1.0',
        '2!1.0+cpu',
        '1.0.post1',
        'py3',
        'py2.py3',
        'cp313',
        'none',
      ],
      ...[
        'abi3',
        'any',
        'manylinux_2_17_x86_64.manylinux2014_x86_64',
        '1',
        '2abc',
        '..',
        'a/b',
        '',
      ],
    );
    const good = fc
      .tuple(
        fc.constantFrom('a', 'Foo_Bar', 'x.y', 'A__b'),
        fc.constantFrom('1.0', '2!1.0+cpu', '1.0.post1', 'one'),
        fc.constantFrom('', '-1', '-2abc', '-abc'),
        fc.constantFrom(
          '-py3-none-any',
          '-py2.py3-none-any',
          '-cp313-abi3-manylinux_2_17_x86_64.linux_x86_64',
        ),
      )
      .map((parts) => parts.join(''));
    const random = fc.array(piece, { minLength: 4, maxLength: 7 }).map((parts) => parts.join('-'));
    const names = fc.sample(fc.oneof(good, random), 3000).map((stem) => `${stem}.whl`);
    const known = askPackaging<([string, string, string[]] | null)[]>(
      `
from packaging.utils import parse_wheel_filename, InvalidWheelFilename
def ask(name):
    try: found, version, build, tags = parse_wheel_filename(name)
    except InvalidWheelFilename: return None
    return [found, str(version), sorted(str(tag) for tag in tags)]
result = [ask(one) for one in given]`,
      names,
    );

    for (const [at, name] of names.entries()) {
      const own = parseWheelName(name);
      const theirs = known[at];
      // What is refused here beyond that is no name of a file, or has dots for dashes.
      if (own === undefined) {
        if (theirs != null) expect(name).toMatch(/[/!+]|\.\.|-\./);
        continue;
      }
      if (theirs == null) expect([name, 'is read']).toEqual([name, 'is refused']);
      expect([own.name, [...new Set(own.tags)].sort()]).toEqual([theirs?.[0], theirs?.[2]]);
    }
    expect(known.filter((one) => one !== null).length).toBeGreaterThan(100);
  });
});

describeWithPackaging('markers, as Python\'s "packaging" has them', () => {
  const TARGET = { python: '3.13.5', glibc: '2.41', architecture: 'arm64' };
  const variable = fc.constantFrom(
    ...[
      'python_version',
      'python_full_version',
      'implementation_version',
      'sys_platform',
      'os_name',
    ],
    ...['platform_machine', 'platform_system', 'implementation_name', 'extra'],
    ...['platform_python_implementation', 'python_implementation', 'os.name', 'sys.platform'],
  );
  const value = fc.constantFrom(
    ...['"3.13"', "'3.9'", '"3.13.5"', '"3.13.*"', '"linux"', '"win32"', '"posix"', '"aarch64"'],
    ...['"x86_64"', '"CPython"', '"cpython"', '"Linux"', '"test"', '"Test"', '"3.9 3.13"', '""'],
  );
  const compared = fc.constantFrom('==', '!=', '<', '>', '<=', '>=', '~=', '===', 'in', 'not in');
  const comparison = fc
    .tuple(variable, compared, value, fc.boolean())
    .map(([one, by, other, isTurned]) =>
      (isTurned ? [other, by, one] : [one, by, other]).join(' '),
    );
  const { marker } = fc.letrec<{ marker: string }>((tie) => ({
    marker: fc.oneof(
      { maxDepth: 3 },
      comparison,
      fc
        .tuple(tie('marker'), fc.constantFrom(' and ', ' or '), tie('marker'))
        .map((parts) => parts.join('')),
      tie('marker').map((inner) => `(${inner})`),
    ),
  }));

  test('hold where they do', () => {
    // The name of an extra is compared whole, and is no text to look for others in.
    const markers = fc
      .sample(marker, 5000)
      .filter((text) => !/in extra|extra (not )?in/.test(text));
    const environment = {
      ...markerEnvironment(TARGET),
      platform_release: '6',
      platform_version: '#1',
    };
    const known = askPackaging<(boolean | string)[]>(
      `
from packaging.markers import Marker, InvalidMarker, UndefinedComparison
def ask(text):
    try: return Marker(text).evaluate({**given['environment'], 'extra': 'test'})
    except InvalidMarker: return 'invalid'
    except Exception: return 'undefined'
result = [ask(one) for one in given['markers']]`,
      { environment, markers },
    );
    const wrong: unknown[] = [];
    let compared = 0;
    for (const [at, text] of markers.entries()) {
      const own = (): boolean | string => {
        let read: Marker;
        try {
          read = parseMarker(text);
        } catch (error) {
          if (error instanceof MarkerError) return 'invalid';
          throw error;
        }
        try {
          return holds(read, { environment, extras: new Set(['test']) });
        } catch (error) {
          if (error instanceof MarkerError) return 'undefined';
          throw error;
        }
      };
      const said = own();
      // An order of texts is refused: it says nothing of machines. There, also where it decides nothing.
      if (said === 'undefined' || known[at] === 'undefined') continue;
      compared += 1;
      if (said !== known[at]) wrong.push([text, said, known[at]]);
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
  });
});
