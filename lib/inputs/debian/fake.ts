import { suiteKey, suitesOf } from '../../debian/suites';
import { readWanted } from '../../debian/wanted-package';
import { fakeHash, fakeNumber } from '../fake-hash';
import type { LockedPackage } from './locked';
import { archiveKey, type DebianRequest, setKey } from './request';
import type { DebianArchiveLock, DebianReleaseLock, DebianSection } from './section';

/** What every program needs that is not static. */
const C_LIBRARY = ['gcc-14-base', 'libc6', 'libgcc-s1'];

/** Those of a real minbase that people look for; most are left out, for tests are to be quick. */
const MINBASE = [
  ...C_LIBRARY,
  'apt',
  'base-files',
  'bash',
  'coreutils',
  'dash',
  'debconf',
  'dpkg',
  'grep',
  'libc-bin',
  'mawk',
  'perl-base',
  'sed',
  'tar',
  'util-linux',
];

/** What a package brings with it, where that is not the C library. */
const BROUGHT: ReadonlyMap<string, readonly string[]> = new Map([
  ['base-files', [...C_LIBRARY, 'mawk']],
  ['busybox-static', []],
  ['ca-certificates', ['openssl', ...C_LIBRARY]],
  ['golang-go', ['golang-1.99-go', ...C_LIBRARY]],
  ['gcc', ['binutils', 'cpp', 'gcc-14', ...C_LIBRARY]],
  ['python3', ['python3.99-minimal', ...C_LIBRARY]],
  ['tzdata', []],
]);

/**
 * A closure that nobody can fetch: the packages asked for and some of those that they would bring.
 * A package has one version on all architectures.
 */
export function fakeClosure(request: DebianRequest): readonly LockedPackage[] {
  const { architecture, exclude = [], suite, variant } = request;
  const wanted = request.include.map(readWanted);
  const include = wanted.map(({ name }) => name);
  const versions = new Map(wanted.map(({ name, version }) => [name, version]));
  const brought = include.flatMap((name) => BROUGHT.get(name) ?? C_LIBRARY);
  const names = new Set([...(variant === 'minbase' ? MINBASE : []), ...include, ...brought]);
  for (const name of exclude) names.delete(name);
  return [...names].sort().map((name) => {
    const version = versions.get(name) ?? fakeVersion(`${suite} ${name}`);
    const path = poolPath(name, version, architecture);
    return {
      name,
      version,
      suite,
      path,
      size: 10_000 + fakeNumber(path, 1_000_000),
      sha256: fakeHash(path),
      archive: 'debian',
    };
  });
}

function fakeVersion(text: string): string {
  // What compiles Go or runs Python tells its version by its name.
  const series = /(?:golang-(?=.*-go$)|python(?=.*-minimal$))(\d+\.\d+)-\w+$/.exec(text)?.[1];
  if (series !== undefined) return `${series}.${fakeNumber(text, 10)}-1`;
  const [major, minor, revision] = [9, 30, 8].map((limit, at) =>
    fakeNumber(`${text} ${at}`, limit),
  );
  return `${1 + (major ?? 0)}.${minor}-${1 + (revision ?? 0)}`;
}

function poolPath(name: string, version: string, architecture: string): string {
  const folder = name.startsWith('lib') ? name.slice(0, 4) : name.slice(0, 1);
  return `pool/main/${folder}/${name}/${name}_${version}_${architecture}.deb`;
}

/** The section with a made-up closure, and with made-up Releases where it has none. */
export function addFake(
  section: DebianSection,
  request: DebianRequest,
  closure: readonly LockedPackage[],
): DebianSection {
  const key = archiveKey(request);
  const archive = Object.hasOwn(section, key) ? section[key] : undefined;
  return { ...section, [key]: addSet(archive, request, closure) };
}

function addSet(
  archive: DebianArchiveLock | undefined,
  request: DebianRequest,
  closure: readonly LockedPackage[],
): DebianArchiveLock {
  const { architecture } = request;
  const set = setKey(request);
  const packages = closure.map(({ archive: _, name, ...locked }) => [name, locked] as const);
  return {
    releases: archive?.releases ?? fakeReleases(request),
    sets: {
      ...archive?.sets,
      [set]: { ...archive?.sets[set], [architecture]: closure.map(({ name }) => name) },
    },
    packages: {
      ...archive?.packages,
      [architecture]: { ...archive?.packages[architecture], ...Object.fromEntries(packages) },
    },
  };
}

function fakeReleases({
  also,
  archives,
  snapshot,
  suite,
}: DebianRequest): Record<string, DebianReleaseLock> {
  const date = snapshot.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const releases = suitesOf(suite, also, archives).map((source) => {
    const { archive } = source;
    const name = suiteKey(source);
    const sha256 = fakeHash(`${name} ${snapshot}`);
    const signers = [fakeHash(`signer of ${name}`).slice(0, 40).toUpperCase()];
    return [name, { archive, sha256, date, signers }] as const;
  });
  return Object.fromEntries(releases);
}
