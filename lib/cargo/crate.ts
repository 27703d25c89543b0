/** Where a crate comes from. */
export type CrateSource = RegistrySource | GitSource;

/** A registry of crates. */
export interface RegistrySource {
  /** Tells the kinds of source apart. */
  readonly type: 'registry';
  /** As Cargo.lock has it, e.g. `sparse+https://crates.example.org/index/`; empty for crates.io. */
  readonly id: string;
  /** Hex sha256 of the `.crate` file. */
  readonly sha256: string;
}

/** A commit of a git repository. */
export interface GitSource {
  /** Tells the kinds of source apart. */
  readonly type: 'git';
  /** Without query and commit. */
  readonly url: string;
  /** What Cargo.toml names: `{ branch: 'main' }`. @default - the default branch */
  readonly ref?: readonly [name: 'branch' | 'tag' | 'rev', value: string];
  /** 40 hex digits. */
  readonly commit: string;
}

/** A crate that a Cargo.lock names, and that is not a part of its own workspace. */
export interface LockedCrate {
  /** As its registry has it: `serde_json`. */
  readonly name: string;
  /** In full: `1.0.219`. */
  readonly version: string;
  /** Where it is fetched from. */
  readonly source: CrateSource;
}

/** Characters of names of crates. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/;
/** @see https://semver.org */
const VERSION =
  /^\d{1,20}\.\d{1,20}\.\d{1,20}(?:-[0-9A-Za-z.-]{1,100})?(?:\+[0-9A-Za-z.-]{1,100})?$/;
const SHA256 = /^[0-9a-f]{64}$/;

const CRATES_IO = [
  'registry+https://github.com/rust-lang/crates.io-index',
  'sparse+https://index.crates.io/',
];

/** What is wrong with the facts of a crate. */
export class CrateError extends Error {}

/**
 * Reads the facts of a crate as Cargo.lock has them.
 *
 * @param source and `checksum` are undefined where there are none
 * @returns undefined for a part of the workspace
 * @throws CrateError
 * @see The Cargo Book, "Package ID Specifications"; cargo, src/cargo/core/source_id.rs
 */
export function readCrate(
  name: string,
  version: string,
  source: string | undefined,
  checksum: string | undefined,
): LockedCrate | undefined {
  if (!NAME.test(name)) throw new CrateError(`${quote(name)} is no name of a crate`);
  if (!VERSION.test(version)) throw new CrateError(`${quote(version)} is no version of "${name}"`);
  if (source === undefined) return undefined;
  if (source.startsWith('git+')) return { name, version, source: gitSource(name, source) };
  if (!/^(?:registry|sparse)\+https?:\/\/[^\s"]+$/.test(source)) {
    throw new CrateError(
      `"${name}" comes from ${quote(source)}, which is no registry and no git repository`,
    );
  }
  if (checksum === undefined || !SHA256.test(checksum)) {
    const got = checksum === undefined ? 'no checksum' : `the checksum ${quote(checksum)}`;
    throw new CrateError(`"${name}" has ${got}, where 64 hex digits are wanted`);
  }
  const id = CRATES_IO.includes(source) ? '' : source;
  return { name, version, source: { type: 'registry', id, sha256: checksum } };
}

/** Whether a registry may have a crate of that name and version. */
export function isCrate(name: string, version: string): boolean {
  return NAME.test(name) && VERSION.test(version);
}

function gitSource(name: string, text: string): GitSource {
  const [, url = '', query = '', commit] =
    /^git\+([^?#\s"]+)(?:\?([^#\s"]*))?#([0-9a-f]{40})$/.exec(text) ?? [];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isUsable =
    parsed !== undefined &&
    ['http:', 'https:', 'git:', 'ssh:'].includes(parsed.protocol) &&
    parsed.password === '' &&
    (parsed.username === '' || parsed.protocol === 'ssh:');
  const refs = [...new URLSearchParams(query)];
  const [[kind = '', value = ''] = []] = refs;
  if (commit === undefined || !isUsable || refs.length > 1) {
    const shown = text.replace(/\/\/[^/@]*@/, '//…@');
    throw new CrateError(
      `"${name}" comes from ${quote(shown)}, which is no commit of a git repository`,
    );
  }
  if (refs.length === 0) return { type: 'git', url, commit };
  if (kind !== 'branch' && kind !== 'tag' && kind !== 'rev') {
    throw new CrateError(`"${name}" comes from a "${kind}" of a git repository`);
  }
  return { type: 'git', url, ref: [kind, value], commit };
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}

/** A crate on one line, as {@link parseCrate} reads it. */
export function formatCrate({ name, source, version }: LockedCrate): string {
  if (source.type === 'git') return `${name} ${version} ${gitId(source)}`;
  const id = source.id === '' ? [] : [source.id];
  return [name, version, ...id, `sha256:${source.sha256}`].join(' ');
}

/** @throws CrateError for a line that is no crate */
export function parseCrate(line: string): LockedCrate {
  const [name = '', version = '', ...rest] = line.split(' ');
  const checksum = rest.at(-1)?.startsWith('sha256:') ? rest.pop()?.slice(7) : undefined;
  const [source = checksum === undefined ? undefined : CRATES_IO[0], ...more] = rest;
  const crate = more.length > 0 ? undefined : readCrate(name, version, source, checksum);
  if (crate === undefined) throw new CrateError(`${quote(line)} is no crate with its source`);
  return crate;
}

function gitId({ commit, ref, url }: GitSource): string {
  const query = ref === undefined ? '' : `?${new URLSearchParams([[...ref]])}`;
  return `git+${url}${query}#${commit}`;
}
