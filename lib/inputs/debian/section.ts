import { SOURCE_PACKAGE } from '../../debian/source-package';
import { block, bytewise, line, list, members, type SchemaReader } from '../../json';
import { readSets } from './sets';

/** The section `debian` of the lock: dated archives by `<suite>@<snapshot>`. */
export type DebianSection = Readonly<Record<string, DebianArchiveLock>>;

/** One dated Debian archive: its signed Releases, the package sets asked for, and the packages. */
export interface DebianArchiveLock {
  /**
   * One entry a suite that was read, e.g. `trixie`, `trixie-updates`, `trixie-security`; of another archive
   * with its URL before it.
   */
  readonly releases: Readonly<Record<string, DebianReleaseLock>>;
  /**
   * Releases of the same suites at other dates, by date: of those that packages were moved to by
   * `synth update`.
   *
   * @default - all packages are of the date of the app
   */
  readonly later?: Readonly<Record<string, Readonly<Record<string, DebianReleaseLock>>>>;
  /** By set, e.g. `minbase make (main)`: per architecture the names of the closure, sorted. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Per architecture (of the request; an `all` package is listed under each) and name. */
  readonly packages: Readonly<Record<string, Readonly<Record<string, DebianPackageLock>>>>;
}

/** A Release file whose signature was checked. */
export interface DebianReleaseLock {
  /**
   * Archive that holds the suite: the first path segment on the snapshot service, or the URL of one that
   * is none of Debian's.
   */
  readonly archive: string;
  /** Hex sha256 of the file `Release`. */
  readonly sha256: string;
  /** Its `Date`, RFC 3339, UTC. */
  readonly date: string;
  /** Upper-case hex fingerprints of the primary keys that signed it, sorted. */
  readonly signers: readonly string[];
  /**
   * `mirror` where the snapshot archive could not be asked, and a mirror stood in for it: that it was
   * up to date at the date was checked as far as Releases tell.
   *
   * @default - it is that of the snapshot archive
   */
  readonly from?: 'mirror';
}

/** One .deb. */
export interface DebianPackageLock {
  readonly version: string;
  /** Suite whose index listed it: a key of the archive's `releases`. */
  readonly suite: string;
  /**
   * Date of the snapshot that it was taken from, a key of the archive's `later`.
   *
   * @default - that of the app
   */
  readonly snapshot?: string;
  /** Path below the archive's root, e.g. `pool/main/b/bash/bash_5.2.37-2_amd64.deb`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /**
   * Source package that it was built from, with its version: `openssl 3.5.1-1`.
   *
   * @default - it is named and versioned as the package, or the lock is older than this field
   */
  readonly source?: string;
}

const SHA256 = /^[0-9a-f]{64}$/;
/** One of Debian's, or the URL of another, which becomes a part of URLs. */
const ARCHIVE = /^(debian|debian-security|https?:\/\/[^\s?#@]+[^\s?#@/])$/;
const SUITE = /^(https?:\/\/\S+ )?[A-Za-z0-9.][A-Za-z0-9./_-]*$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const SNAPSHOT = /^\d{8}T\d{6}Z$/;
const FINGERPRINT = /^[0-9A-F]{40,64}$/;
/** Relative, and without a segment that leads anywhere else: it becomes a part of URLs. */
const POOL_PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9][A-Za-z0-9._+~:%/-]*\.u?deb$/;

/** Checks a section that was read from a file. */
export function readSection(value: unknown, at: string, schema: SchemaReader): DebianSection {
  return schema.record(value, at, readArchive);
}

function readArchive(value: unknown, at: string, schema: SchemaReader): DebianArchiveLock {
  const entry = schema.object(value, at);
  const releases = schema.record(entry.releases, `${at}.releases`, readRelease);
  const packages = schema.record(entry.packages, `${at}.packages`, (ofArchitecture, place) =>
    schema.record(ofArchitecture, place, readPackage),
  );
  const sets = readSets(entry.sets, `${at}.sets`, schema);
  if (entry.later === undefined) return { releases, sets, packages };
  const later = schema.record(entry.later, `${at}.later`, (ofDate, place) =>
    schema.record(ofDate, place, readRelease),
  );
  for (const date of Object.keys(later)) schema.text(date, `${at}.later`, SNAPSHOT);
  return { releases, later, sets, packages };
}

function readRelease(value: unknown, at: string, schema: SchemaReader): DebianReleaseLock {
  const entry = schema.object(value, at);
  return {
    archive: schema.text(entry.archive, `${at}.archive`, ARCHIVE),
    sha256: schema.text(entry.sha256, `${at}.sha256`, SHA256),
    date: schema.text(entry.date, `${at}.date`, DATE),
    signers: schema.texts(entry.signers, `${at}.signers`, FINGERPRINT),
    // Another value is of a later version of the library, and only told.
    ...(entry.from === 'mirror' ? { from: entry.from } : {}),
  };
}

function readPackage(value: unknown, at: string, schema: SchemaReader): DebianPackageLock {
  const entry = schema.object(value, at);
  return {
    version: schema.text(entry.version, `${at}.version`, /^[A-Za-z0-9.+~:-]+$/),
    suite: schema.text(entry.suite, `${at}.suite`, SUITE),
    ...(entry.snapshot === undefined
      ? {}
      : { snapshot: schema.text(entry.snapshot, `${at}.snapshot`, SNAPSHOT) }),
    path: schema.text(entry.path, `${at}.path`, POOL_PATH),
    size: schema.size(entry.size, `${at}.size`),
    sha256: schema.text(entry.sha256, `${at}.sha256`, SHA256),
    ...(entry.source === undefined
      ? {}
      : { source: schema.text(entry.source, `${at}.source`, SOURCE_PACKAGE) }),
  };
}

/** The section as JSON: a line for each Release, each name of a set, and each package. */
export function writeSection(section: DebianSection, indent: string): string {
  return block(
    indent,
    members(section, (archive) => writeArchive(archive, `${indent}  `)),
  );
}

function writeArchive(
  { later, packages, releases, sets }: DebianArchiveLock,
  indent: string,
): string {
  const inner = `${indent}  `;
  const perArchitecture = <T>(record: Readonly<Record<string, T>>, write: (value: T) => string) =>
    block(`${inner}  `, members(record, write));
  const setBlocks = members(sets, (closures) =>
    perArchitecture(closures, (names) => list(`${inner}    `, [...names].sort(bytewise))),
  );
  const packageBlocks = members(packages, (ofArchitecture) =>
    perArchitecture(ofArchitecture, ({ version, suite, snapshot, path, size, sha256, source }) =>
      line({ version, suite, snapshot, path, size, sha256, source }),
    ),
  );
  const laterBlocks = (dates: NonNullable<DebianArchiveLock['later']>) =>
    members(dates, (ofDate) => block(`${inner}  `, releaseLines(ofDate)));
  return block(indent, [
    ['releases', block(inner, releaseLines(releases))],
    ...(later === undefined ? [] : [['later', block(inner, laterBlocks(later))] as const]),
    ['sets', block(inner, setBlocks)],
    ['packages', block(inner, packageBlocks)],
  ]);
}

function releaseLines(releases: DebianArchiveLock['releases']) {
  return members(releases, ({ archive, sha256, date, signers, from }) =>
    line({
      archive,
      sha256,
      date,
      signers: [...signers].sort(bytewise),
      ...(from === undefined ? {} : { from }),
    }),
  );
}
