import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  compareVersions,
  formatRelation,
  isVersion,
  parseBinaryPackage,
  parseRelations,
  parseStanza,
  parseStanzas,
} from '../../lib/debian';
import { architectureOf, supportedPlatforms } from '../../lib/debian/architecture';
import { formatPlatform } from '../../lib/oci/platform';
import { buildPackage } from '../support/debian-package';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('dpkg');

const piece = fc.constantFrom(
  ...[
    '0',
    '00',
    '1',
    '9',
    '10',
    '99',
    'a',
    'Z',
    '~',
    '~~',
    '+',
    '.',
    '-',
    'rc',
    'b1',
    '+b',
    '~deb13u',
  ],
);
const version = fc
  .tuple(fc.constantFrom('', '', '0:', '1:', '12:'), fc.array(piece, { maxLength: 7 }))
  .map(([epoch, pieces]) => `${epoch}1${pieces.join('')}`);

test('a version is one where dpkg installs it, and only there', () => {
  const part = fc.constantFrom(...['0', '1', 'a', '~', '+', '.', '-', ':', '_', ' ', 'é', '1:']);
  const text = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  // dpkg --validate-version says it without a package.
  const texts = [...new Set(fc.sample(text, 400)), '1', '1:2-3', '1-', '1:', ':1'].filter(
    (one) => one.trim() === one,
  );
  const script =
    'for v; do dpkg --validate-version "$v" > /dev/null 2>&1 && echo y || echo n; done';
  const answers = execFileSync('sh', ['-c', script, '-', ...texts], { encoding: 'utf8' });
  const theirs = answers
    .trim()
    .split('\n')
    .map((answer) => answer === 'y');

  expect(texts.filter((one, at) => isVersion(one) !== theirs[at])).toEqual([]);
  expect(theirs.filter(Boolean).length).toBeGreaterThan(10);
});

test('a list of versions has the order in which dpkg has them', () => {
  const versions = fc.sample(version, 40).filter(isVersion);
  const pairs = versions.flatMap((a, at) => versions.slice(at + 1, at + 5).map((b) => [a, b]));
  const script =
    'while [ $# -gt 0 ]; do for o in lt eq gt; do dpkg --compare-versions "$1" $o "$2" && echo $o; done; shift 2; done';
  const answers = execFileSync('sh', ['-c', script, '-', ...pairs.flat()], { encoding: 'utf8' });
  const ours = pairs.map(
    ([a = '', b = '']) => ['lt', 'eq', 'gt'][Math.sign(compareVersions(a, b)) + 1],
  );

  expect(ours).toEqual(answers.trim().split('\n'));
  expect(new Set(ours).size).toBeGreaterThan(1);
});

describe('a control file', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/);
  const plain = fc.string({ unit: fc.constantFrom(...'ab:. #(é'), minLength: 1, maxLength: 12 });
  const value = plain.map((text) => `x${text.trim()}`);
  const folded = fc.tuple(value, fc.array(value, { maxLength: 3 })).map((lines) => lines.flat());
  const fields = fc.uniqueArray(fc.tuple(name, folded), {
    minLength: 1,
    maxLength: 5,
    selector: ([key]) => key.toLowerCase(),
  });
  const written = (stanza: readonly (readonly [string, readonly string[]])[], gap: string) =>
    stanza
      .map(
        ([key, [first, ...rest]]) =>
          `${key}:${gap}${[first, ...rest.map((line) => ` ${line}`)].join('\n')}\n`,
      )
      .join('');

  test('is read as it was written, whatever stands between its paragraphs', () => {
    const between = fc.constantFrom('\n', '\n\n', ' \n', '\n# a comment\n\n', '\t\n');
    const gap = fc.constantFrom('', ' ', '\t', '   ');
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 4 }), between, gap, (stanzas, separator, blank) => {
        const text = stanzas.map((stanza) => written(stanza, blank)).join(separator);

        expect(parseStanzas(text).map((stanza) => [...stanza])).toEqual(
          stanzas.map((stanza) =>
            stanza.map(([key, lines]) => [key.toLowerCase(), lines.join('\n')]),
          ),
        );
      }),
    );
  });

  test('of a package that dpkg-deb made is read as dpkg-deb reads it', () => {
    const { file } = buildPackage(folder, {
      name: 'lib-hello+x',
      version: '1:2.0~rc1-3+b1',
      architecture: 'amd64',
      fields: {
        Depends: 'libc6 (>= 2.38), awk | mawk:any (<< 1:2)',
        'Pre-Depends': 'dpkg (>= 1.17.5)',
        Conflicts: 'old (<= 1)',
        Breaks: 'older',
        Provides: 'hello-api (= 2)',
        Source: 'hello (1:2.0~rc1-3)',
        'Multi-Arch': 'same',
        Priority: 'required',
        Essential: 'yes',
        Description: 'short: with a colon\n long\n .\n  indented # no comment',
      },
    });
    const text = execFileSync('dpkg-deb', ['--field', file], { encoding: 'utf8' });
    const stanza = parseStanza(text);
    for (const key of stanza.keys()) {
      const theirs = execFileSync('dpkg-deb', ['--field', file, key], { encoding: 'utf8' });
      expect([key, stanza.get(key)]).toEqual([key, theirs.trimEnd().replace(/\n /g, '\n')]);
    }

    const sum = 'a'.repeat(64);
    const found = parseBinaryPackage(`${text}Filename: pool/x.deb\nSize: 9\nSHA256: ${sum}\n`);
    expect(found).toMatchObject({
      name: 'lib-hello+x',
      version: '1:2.0~rc1-3+b1',
      multiArch: 'same',
      essential: true,
      protected: false,
      source: { name: 'hello', version: '1:2.0~rc1-3' },
      path: 'pool/x.deb',
      size: 9,
      sha256: sum,
    });
    const shown = found.depends.map((group) => group.map(formatRelation).join(' | ')).join(', ');
    expect(shown).toBe('dpkg (>= 1.17.5), libc6 (>= 2.38), awk | mawk:any (<< 1:2)');
    expect(found.conflicts.map(formatRelation)).toEqual(['old (<= 1)', 'older']);
    expect(found.provides.map(formatRelation)).toEqual(['hello-api (= 2)']);
  });
});

describe('relations', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{0,6}$/);
  const bound = fc.record({
    operator: fc.constantFrom(
      '<<' as const,
      '<=' as const,
      '=' as const,
      '>=' as const,
      '>>' as const,
    ),
    version: version.filter(isVersion),
  });
  const relation = fc
    .record({
      name,
      qualifier: fc.constantFrom(undefined, 'any', 'arm64'),
      bound: fc.option(bound, { nil: undefined }),
    })
    .map(({ bound: limit, name: of, qualifier }) => ({
      name: of,
      ...(qualifier === undefined ? {} : { qualifier }),
      ...(limit === undefined ? {} : { bound: limit }),
    }));
  const groups = fc.array(fc.array(relation, { minLength: 1, maxLength: 3 }), { maxLength: 4 });

  test('are read as they were written, with blanks and line feeds where Debian has them', () => {
    const space = fc.constantFrom('', ' ', '\n ', '  ');
    fc.assert(
      fc.property(groups, space, space, (list, around, within) => {
        const text = list
          .map((group) =>
            group
              .map((one) => formatRelation(one).replace(' (', `${within}(`))
              .join(`${around}|${around}`),
          )
          .join(`${around},${around}`);

        expect(parseRelations(text)).toEqual(list);
      }),
    );
  });

  test('that are read are those that dpkg builds a package with', () => {
    const odd = [
      'a (>= )',
      'a b',
      '(>= 1)',
      'a (>= 1',
      'ä',
      'a (== 1)',
      'a (>= 1) b',
      'a (>= 1 2)',
    ];
    const fine = ['a', 'a, b', 'a | b', 'a:any', 'a (>=1)', 'a (= 1:2-3)', 'a ( >= 1 )', 'a0+.-'];
    const isRead = (text: string) => {
      try {
        parseRelations(text);
        return true;
      } catch {
        return false;
      }
    };
    const isBuilt = (text: string, at: number) => {
      const tree = join(folder, `relation-${at}`);
      execFileSync('mkdir', ['-p', join(tree, 'DEBIAN')]);
      writeFileSync(
        join(tree, 'DEBIAN/control'),
        `Package: x\nVersion: 1\nArchitecture: all\nMaintainer: a <a@b.c>\nDescription: x\nDepends: ${text}\n`,
      );
      return spawnSync('dpkg-deb', ['--build', tree, join(folder, 'x.deb')]).status === 0;
    };
    const texts = [...fine, ...odd];

    expect(texts.map((text) => [text, isRead(text)])).toEqual(
      texts.map((text, at) => [text, isBuilt(text, at)]),
    );
  });
});

test('architectures have the triplets and the platforms that dpkg and OCI have for them', () => {
  for (const platform of supportedPlatforms()) {
    const known = architectureOf(platform);
    const { debian = '', gnu, multiarch } = known ?? {};
    expect(`${formatPlatform(platform)} ${debian}`).not.toMatch(/ $/);
    // Debian's own table of them: dpkg-architecture is a program of dpkg-dev.
    const { status, stdout } = spawnSync('dpkg-architecture', ['-f', '-a', debian], {
      encoding: 'utf8',
    });
    if (status !== 0) continue;
    expect(stdout).toContain(`DEB_HOST_GNU_TYPE=${gnu}\n`);
    expect(stdout).toContain(`DEB_HOST_MULTIARCH=${multiarch}\n`);
    expect(stdout).toContain(`DEB_HOST_ARCH_BITS=${known?.elf.bits}\n`);
    expect(stdout).toContain('DEB_HOST_ARCH_OS=linux\n');
  }
  expect(architectureOf({ os: 'linux', architecture: 'arm64', variant: 'v8' })?.debian).toBe(
    'arm64',
  );
  expect(architectureOf({ os: 'linux', architecture: 'arm', variant: 'v7' })?.debian).toBe('armhf');
  for (const other of ['linux/arm', 'linux/amd64/v2', 'windows/amd64', 'linux/mips']) {
    const [os = '', architecture = '', variant] = other.split('/');
    expect(architectureOf({ os, architecture, ...(variant ? { variant } : {}) })).toBeUndefined();
  }
});
