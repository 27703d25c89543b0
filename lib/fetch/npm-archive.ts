import { chmod } from 'node:fs/promises';
import type { ArchiveFile } from '../assembly/manifest';
import type { Environment } from '../environment';
import { mirrorsOf } from '../environment/mirrors';
import { type NpmConfig, npmLoginFor, registryFor } from '../environment/npm-config';
import { BuildError } from '../errors';
import { removeTemporary } from '../files/temporary';
import { NPM_REGISTRY, parseIntegrity, publicPath } from '../npm';
import { askInTurn } from './ask-in-turn';
import type { FetchContext } from './fetch-context';
import type { FileDigest } from './http-client';
import { reasonOf } from './server-failure';

/** Of an archive of a package. */
const MAX_BYTES = 1024 * 2 ** 20;
/** As npm keeps them. */
const MODE = 0o644;

const USUAL: NpmConfig = { registry: NPM_REGISTRY, scopes: {}, logins: new Map() };

/** What is npm's configuration here. */
export function npmConfigOf({ npm = USUAL }: Environment): NpmConfig {
  return npm;
}

/**
 * Fetches an archive of a package, holds it to its hash as it streams by, and keeps it.
 *
 * @param integrity as package-lock.json has it
 * @throws BuildError `E_NPM_HASH`, `E_NPM_FETCH`, `E_CACHE_FOLDER`
 */
export async function lockNpmArchive(
  url: string,
  integrity: string,
  context: FetchContext,
): Promise<FileDigest> {
  const expected = parseIntegrity(integrity);
  // The requests were checked when they were read.
  if (expected === undefined) throw new TypeError(`${integrity} is no integrity`);
  return fetchNpmArchive(url, context, expected.algorithm, ({ hash = '' }) => {
    if (hash === expected.digest) return;
    throw new BuildError('E_NPM_HASH', `${url} is not what package-lock.json says`, {
      got: `${expected.algorithm}-${hash}`,
      expected: integrity,
      fix: 'find out who changed it: the registry serves another archive than the one that was locked',
    });
  });
}

/**
 * The path of a locked archive in the cache, where it is put if it is not there.
 *
 * @throws BuildError `E_HTTP_HASH`, `E_HTTP_SIZE`, `E_NPM_FETCH`, `E_CACHE_FOLDER`
 */
export async function keptNpmArchive(
  url: string,
  { sha256, size }: ArchiveFile,
  context: FetchContext,
): Promise<string> {
  const known = await context.cache.find(sha256);
  if (known !== undefined) return known;
  await fetchNpmArchive(url, context, undefined, (found) => {
    if (found.sha256 === sha256 && (size === undefined || found.size === size)) return;
    throw new BuildError('E_HTTP_HASH', `${url}: content is not the expected one`, {
      got: `${found.size} bytes, sha256 ${found.sha256}`,
      expected: `${size ?? 'any number of'} bytes, sha256 ${sha256}`,
      fix: 'check the registry: what it serves was altered, or is damaged',
    });
  });
  return context.cache.path(sha256);
}

async function fetchNpmArchive(
  url: string,
  context: FetchContext,
  algorithm: string | undefined,
  check: (found: FileDigest) => void,
): Promise<FileDigest> {
  const urls = npmUrls(url, context.environment);
  const { failures, found } = await askInTurn(urls, async (from) => {
    const path = context.cache.temporary();
    try {
      const headers = npmHeaders(from, context);
      const found = await context.http.save(from, path, MAX_BYTES, { headers, algorithm });
      check(found);
      await chmod(path, MODE);
      await context.cache.take(path, found.sha256);
      const { sha256, size } = found;
      return { sha256, size };
    } finally {
      await removeTemporary(path);
    }
  });
  if (found !== undefined) return found.value;
  throw npmFetchError(url, failures.map(reasonOf));
}

/** Where an archive may be: as npm does, a registry of the configuration stands in for the public one. */
export function npmUrls(url: string, environment: Environment): string[] {
  const path = publicPath(url);
  if (path === undefined) return [url];
  const named = mirrorsOf(environment.mirrors, 'npm');
  if (named.length > 0) return [...named.map((mirror) => `${mirror}/${path}`), url];
  const [name = ''] = decodeURIComponent(path).split('/-/');
  return [`${registryFor(npmConfigOf(environment), name)}/${path}`];
}

/** Headers of a request to a registry. */
export function npmHeaders(
  url: string,
  { environment }: Pick<FetchContext, 'environment'>,
): Record<string, string> {
  const authorization = npmLoginFor(npmConfigOf(environment), url);
  return authorization === undefined ? {} : { authorization };
}

/** Where no registry gave what was asked for. */
export function npmFetchError(what: string, reasons: readonly string[]): BuildError {
  return new BuildError('E_NPM_FETCH', `${what} cannot be fetched`, {
    got: reasons.join('; '),
    expected: 'a registry that has it, and a login where it wants one',
    fix: 'say in .npmrc which registry has it, and with which token; or name a mirror: --mirror npm=https://…',
  });
}
