import { isCrate } from '../../cargo';
import type { SchemaReader } from '../../json';

/** What holds a Cargo.lock. */
export type CargoRequest = CargoRepositoryRequest | CargoCrateRequest;

/** A commit of a git repository. */
export interface CargoRepositoryRequest {
  /** Tells the kinds of request apart. */
  readonly type: 'git';
  /** URL of the repository, without credentials. */
  readonly url: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** Folder of Cargo.lock, relative to the root; empty for the root. */
  readonly folder: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[];
}

/** A crate of crates.io, as programs are published: with their Cargo.lock. */
export interface CargoCrateRequest {
  /** Tells the kinds of request apart. */
  readonly type: 'crate';
  /** Name of the crate. */
  readonly crate: string;
  /** In full: `14.1.1`. */
  readonly version: string;
  /** Hex, of its archive. @default - that which it has when it is locked */
  readonly sha256?: string;
}

/** What tells requests apart. A crate that is to have another hash is another one. */
export function cargoKey(request: CargoRequest): string {
  if (request.type === 'crate') {
    const { crate, sha256, version } = request;
    return `${crate}@${version}${sha256 === undefined ? '' : ` sha256:${sha256}`}`;
  }
  const { commit, folder, url } = request;
  return `${url}#${commit}${folder === '' ? '' : `:${folder}`}`;
}

/** The request for people. */
export function describeCargo(request: CargoRequest): string {
  if (request.type === 'crate') {
    return `the Cargo.lock in the crate ${request.crate} ${request.version}`;
  }
  const { commit, folder, url } = request;
  return `the Cargo.lock of ${url} at ${commit}${folder === '' ? '' : ` in ${folder}`}`;
}

/** Reads a request out of a manifest. */
export function readCargoRequest(value: unknown, at: string, schema: SchemaReader): CargoRequest {
  const { commit, crate, folder, knownHosts, sha256, type, url, version } = schema.object(
    value,
    at,
  );
  if (type === 'crate') {
    const read = {
      type,
      crate: schema.text(crate, `${at}.crate`),
      version: schema.text(version, `${at}.version`),
    } as const;
    if (!isCrate(read.crate, read.version)) {
      throw schema.wrong(at, `"${read.crate}" ${read.version}`, 'a crate and its whole version');
    }
    if (sha256 === undefined) return read;
    return { ...read, sha256: schema.text(sha256, `${at}.sha256`, /^[0-9a-f]{64}$/) };
  }
  if (type !== 'git') {
    throw schema.wrong(`${at}.type`, JSON.stringify(type) ?? 'nothing', '"git" or "crate"');
  }
  const read = {
    type,
    url: schema.text(url, `${at}.url`),
    commit: schema.text(commit, `${at}.commit`, /^[0-9a-f]{40}$/),
    folder: schema.text(folder, `${at}.folder`),
  } as const;
  if (knownHosts === undefined) return read;
  return { ...read, knownHosts: schema.texts(knownHosts, `${at}.knownHosts`) };
}
