import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianComponents, isOfOtherArchive, parseRelease } from '../../lib/sbom/debian';
import { temporaryFolder } from '../support/temporary-folder';

const TRIXIE = parseRelease('debian/trixie');
const POOL = 'https://snapshot.example/archive/debian/20261123T000000Z/pool/main';
const file = (path: string) => ({ url: `${POOL}/${path}`, sha256: 'ab'.repeat(32) });
const purls = (installed: readonly string[], paths: readonly string[], architecture = 'amd64') =>
  debianComponents(installed, paths.map(file), TRIXIE, architecture).map(({ purl }) =>
    purl.toString(),
  );

test('a package has its architecture, its release, and the source that it was built from', () => {
  expect(
    purls(
      ['base-files=13.8', 'libc6=2.41-12', 'bash=5.2.37-2+b10', 'libgcc-s1=14.2.0-19+b1'],
      [
        'b/base-files/base-files_13.8_amd64.deb',
        'g/glibc/libc6_2.41-12_amd64.deb',
        'b/bash/bash_5.2.37-2+b10_amd64.deb',
        'g/gcc-14/libgcc-s1_14.2.0-19+b1_amd64.deb',
      ],
    ),
  ).toEqual([
    'pkg:deb/debian/base-files@13.8?arch=amd64&distro=debian-13',
    'pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13&upstream=glibc',
    'pkg:deb/debian/bash@5.2.37-2+b10?arch=amd64&distro=debian-13&upstream=bash%405.2.37-2',
    'pkg:deb/debian/libgcc-s1@14.2.0-19+b1?arch=amd64&distro=debian-13&upstream=gcc-14%4014.2.0-19',
  ]);
});

test('a source is told as the lock has it, whatever folder and version say', () => {
  const installed = [
    'libssl3t64=3.5.1-1',
    'libssl3t64:amd64=3.5.1-1',
    'gcc=4:14.2.0-1',
    'fd=1.0+b1',
  ];
  const paths = [
    'o/openssl/libssl3t64_3.5.1-1_arm64.deb',
    'o/openssl/libssl3t64_3.5.1-1_amd64.deb',
    'g/gcc-defaults/gcc_14.2.0-1_arm64.deb',
    'f/fd/fd_1.0+b1_arm64.deb',
  ];
  const sources = {
    'libssl3t64:amd64': 'openssl 3.5.1-2',
    gcc: 'gcc-defaults 1.220',
    fd: 'constructor 2.0+b1',
  };
  const seen = debianComponents(installed, paths.map(file), TRIXIE, 'arm64', sources);

  expect(
    seen.map(({ purl, source }) => [purl.qualifiers?.upstream, source?.purl.toString()]),
  ).toEqual([
    ['openssl', 'pkg:deb/debian/openssl@3.5.1-1?arch=source&distro=debian-13'],
    ['openssl@3.5.1-2', 'pkg:deb/debian/openssl@3.5.1-2?arch=source&distro=debian-13'],
    ['gcc-defaults@1.220', 'pkg:deb/debian/gcc-defaults@1.220?arch=source&distro=debian-13'],
    ['constructor@2.0+b1', 'pkg:deb/debian/constructor@2.0+b1?arch=source&distro=debian-13'],
  ]);
});

test('the .deb is that of the architecture, or of all; others of the graph are not meant', () => {
  const paths = [
    'g/glibc/libc6_2.41-12_amd64.deb',
    'g/glibc/libc6_2.41-12_arm64.deb',
    't/tzdata/tzdata_2026b-1_all.deb',
  ];
  const seen = debianComponents(
    ['libc6=2.41-12', 'libc6:amd64=2.41-12', 'tzdata=2026b-1'],
    paths.map(file),
    TRIXIE,
    'arm64',
  );
  expect(seen.map(({ from, purl }) => [from.slice(POOL.length), purl.qualifiers?.arch])).toEqual([
    ['/g/glibc/libc6_2.41-12_arm64.deb', 'arm64'],
    ['/g/glibc/libc6_2.41-12_amd64.deb', 'amd64'],
    ['/t/tzdata/tzdata_2026b-1_all.deb', 'all'],
  ]);
});

test('a package of an archive beside Debian is found by its hash, and is not told as one of Debian', () => {
  const url = 'https://apt.example.org/files/some-file';
  const sha256 = 'cd'.repeat(32);
  const other = { url, sha256, filename: `tool_${sha256.slice(0, 12)}.deb` };

  expect(
    debianComponents(['tool=1.0-1'], [other], TRIXIE, 'arm64').map(({ from, purl }) => [
      from,
      purl.toString(),
    ]),
  ).toEqual([[url, 'pkg:deb/apt.example.org/tool@1.0-1?arch=arm64&distro=debian-13']]);
  expect(isOfOtherArchive(other)).toBe(true);
  expect(isOfOtherArchive({ url, sha256, filename: 'tool_1.0-1_arm64.deb' })).toBe(false);
  expect(isOfOtherArchive({ url })).toBe(false);
});

test('a package that nothing brings is an error that names it', () => {
  expect(() => purls(['curl=8.14.1-2'], ['g/glibc/libc6_2.41-12_amd64.deb'])).toThrow(
    expect.objectContaining({
      code: 'E_ASSEMBLY_FORMAT',
      message: 'no .deb of the installed package "curl=8.14.1-2"',
    }),
  );
});

test.each(['1.0', '1:2.3-4', '2:1.0~rc1+dfsg-1+b2', '10.0.0+really9.9-1'])(
  'a .deb of version %s is found by the name that Debian gives it',
  (version) => {
    const folder = builtPackage(version);
    const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.deb'));
    // Archives may escape what a URL need not.
    for (const path of [name, encodeURIComponent(name)]) {
      const url = `${POOL}/t/tiny/${path}`;
      const [found] = debianComponents([`tiny=${version}`], [{ url }], TRIXIE, 'amd64');
      expect(found).toMatchObject({ from: url, version });
    }
  },
);

const folder = temporaryFolder('sbom-debs');

/** A folder with a package of a version, in a file that dpkg-deb named. */
function builtPackage(version: string): string {
  const made = join(folder, encodeURIComponent(version));
  const source = join(made, 'source');
  mkdirSync(join(source, 'DEBIAN'), { recursive: true });
  writeFileSync(
    join(source, 'DEBIAN/control'),
    `Package: tiny\nVersion: ${version}\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: tiny\n`,
  );
  execFileSync('dpkg-deb', ['--build', source, made], { stdio: 'ignore' });
  return made;
}

test.each([
  ['debian/trixie', { name: 'debian', version: '13' }],
  ['debian/sid', { name: 'debian', version: 'sid' }],
  ['other/trixie', { name: 'other', version: 'trixie' }],
])('%s is a release', (text, release) => {
  expect(parseRelease(text)).toEqual(release);
});
