import { createHash } from 'node:crypto';
import { block, line, members, type SchemaReader } from '../../json';
import type { NpmFields, PlatformNeeds } from '../../npm';
import { own, unusedPlaces } from '../entries';
import { fakeHash, fakeNumber } from '../fake-hash';
import type { InputKind } from '../kind';

/** Archives of packages of npm. */
export interface TarballRequest {
  /** Hashes as package-lock.json has them, by URL. */
  readonly files: Readonly<Record<string, string>>;
  /** Packages that are not in the lock, and might have been for some platform: `name@range`. */
  readonly absent: readonly string[];
  /** URLs of archives whose package.json says what their lock does not. @default - none */
  readonly manifests?: readonly string[];
}

/** What is known of one archive. */
export interface TarballFile {
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** What its package.json says, where that was asked for. @default - nothing */
  readonly manifest?: NpmFields;
}

/** The answer to a request. */
export interface Tarballs {
  /** By URL. */
  readonly files: Readonly<Record<string, TarballFile>>;
  /** What packages that are not in the lock are for; undefined for one that no registry has. */
  readonly absent: Readonly<Record<string, PlatformNeeds | undefined>>;
}

/** An archive in the lock, with its hash in package-lock.json. */
export interface LockedTarball extends TarballFile {
  /** `sha512-…`. */
  readonly integrity: string;
}

/** The section `tarball` of the lock. */
export interface TarballSection {
  /** By URL. */
  readonly files: Readonly<Record<string, LockedTarball>>;
  /** By `name@range`. */
  readonly absent: Readonly<Record<string, AbsentPackage>>;
}

/** A package that is in no package-lock.json. */
export interface AbsentPackage {
  /** What it is for. @default - no registry has it */
  readonly for?: PlatformNeeds;
}

export const EMPTY: TarballSection = { files: {}, absent: {} };
const INTEGRITY = /^sha(?:512|384|256)-[A-Za-z0-9+/]+={0,2}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const WEB_URL = /^https?:\/\/[^\s/@]+\/\S+$/;

/** Archives of packages of npm: their size, and a hash that a build can check. */
export const TARBALL: InputKind<TarballRequest, Tarballs, TarballSection> = {
  name: 'tarball',
  key: digestOf,
  describe: (request) => {
    const count = Object.keys(request.files).length;
    return `the archives of ${count} packages of npm (${digestOf(request)})`;
  },
  readRequest,
  fake: ({ absent, files, manifests = [] }) => ({
    files: Object.fromEntries(
      Object.entries(files).map(([url, integrity]) => [
        url,
        {
          size: 1 + fakeNumber(url, 1_000_000),
          sha256: fakeHash(`${url} ${integrity}`),
          ...(manifests.includes(url) ? { manifest: {} } : {}),
        },
      ]),
    ),
    absent: Object.fromEntries(absent.map((name) => [name, undefined])),
  }),
  section: {
    empty: EMPTY,
    read: readSection,
    write: ({ absent, files }, indent) =>
      block(indent, [
        ['files', block(`${indent}  `, members(files, line))],
        ...(Object.keys(absent).length === 0
          ? []
          : [['absent', block(`${indent}  `, members(absent, line))] as const]),
      ]),
    find: findTarballs,
    add: addTarballs,
    unused: findUnused,
    count: ({ files }) => Object.keys(files).length,
    nouns: ['package of npm', 'packages of npm'],
  },
};

function digestOf({ absent, files, manifests }: TarballRequest): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [sorted, absent, ...(manifests === undefined ? [] : [manifests])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function readRequest(value: unknown, at: string, schema: SchemaReader): TarballRequest {
  const { absent, files, manifests } = schema.object(value, at);
  return {
    ...(manifests === undefined ? {} : { manifests: schema.texts(manifests, `${at}.manifests`) }),
    files: schema.record(files, `${at}.files`, (hash, place) =>
      schema.text(hash, place, INTEGRITY),
    ),
    absent: schema.texts(absent, `${at}.absent`),
  };
}

function readSection(value: unknown, at: string, schema: SchemaReader): TarballSection {
  const section = schema.object(value, at);
  const files = schema.record(section.files, `${at}.files`, (entry, place): LockedTarball => {
    const { integrity, manifest, sha256, size } = schema.object(entry, place);
    return {
      integrity: schema.text(integrity, `${place}.integrity`, INTEGRITY),
      size: schema.size(size, `${place}.size`),
      sha256: schema.text(sha256, `${place}.sha256`, SHA256),
      ...(manifest === undefined ? {} : { manifest: schema.object(manifest, `${place}.manifest`) }),
    };
  });
  const odd = Object.keys(files).find((url) => !WEB_URL.test(url));
  if (odd !== undefined) {
    throw schema.wrong(`${at}.files`, JSON.stringify(odd), 'URLs without a login');
  }
  const absent = schema.record(section.absent ?? {}, `${at}.absent`, (entry, place) => {
    const { for: needs } = schema.object(entry, place);
    return needs === undefined ? {} : { for: readNeeds(needs, `${place}.for`, schema) };
  });
  return { files, absent };
}

function readNeeds(value: unknown, at: string, schema: SchemaReader): PlatformNeeds {
  const { cpu, libc, os } = schema.object(value, at);
  return {
    os: schema.texts(os, `${at}.os`),
    cpu: schema.texts(cpu, `${at}.cpu`),
    libc: schema.texts(libc, `${at}.libc`),
  };
}

/** The answer, or undefined where the section has none. */
export function findTarballs(
  section: TarballSection,
  request: TarballRequest,
): Tarballs | undefined {
  const files: [string, TarballFile][] = [];
  const described = new Set(request.manifests);
  for (const [url, integrity] of Object.entries(request.files)) {
    const known = own(section.files, url);
    if (known?.integrity !== integrity) return undefined;
    const { integrity: _, ...file } = known;
    if (described.has(url) && file.manifest === undefined) return undefined;
    files.push([url, file]);
  }
  const absent: [string, PlatformNeeds | undefined][] = [];
  for (const name of request.absent) {
    const known = own(section.absent, name);
    if (known === undefined) return undefined;
    absent.push([name, known.for]);
  }
  return { files: Object.fromEntries(files), absent: Object.fromEntries(absent) };
}

/** The section with one more answer. */
export function addTarballs(
  { absent, files }: TarballSection,
  request: TarballRequest,
  answer: Tarballs,
): TarballSection {
  const added = Object.entries(answer.files).map(([url, file]) => {
    // What another request was told of it stays.
    const { manifest } = { manifest: own(files, url)?.manifest, ...file };
    const entry = { integrity: request.files[url] ?? '', ...file };
    return [url, manifest === undefined ? entry : { ...entry, manifest }] as const;
  });
  const others = Object.entries(answer.absent).map(([name, needs]) => {
    return [name, needs === undefined ? {} : { for: needs }] as const;
  });
  return {
    files: { ...files, ...Object.fromEntries(added) },
    absent: { ...absent, ...Object.fromEntries(others) },
  };
}

function findUnused(
  { absent, files }: TarballSection,
  requests: readonly TarballRequest[],
): string[] {
  const urls = new Set(requests.flatMap((request) => Object.keys(request.files)));
  const names = new Set(requests.flatMap((request) => request.absent));
  return [...unusedPlaces('files', files, urls), ...unusedPlaces('absent', absent, names)];
}
