import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { streamTar } from '../../../archive/tar-stream';
import { CRATES_IO, cratePath, type LockedCrate } from '../../../cargo';
import { mirrorsOf } from '../../../environment/mirrors';
import { BuildError } from '../../../errors';
import type { FetchContext } from '../../../fetch/fetch-context';
import { isServerFailure, reasonOf } from '../../../fetch/server-failure';
import type { CargoCrateRequest } from '../request';

/** Of an archive: crates.io takes none that is larger, but for a few of its own. */
const MAX_BYTES = 256 * 2 ** 20;
const MAX_LOCK_BYTES = 16 * 2 ** 20;

/** A crate as crates.io gives it out. */
export interface PublishedCrate {
  readonly program: LockedCrate;
  /** Text of its Cargo.lock. */
  readonly lock: string;
}

/**
 * Fetches a crate and reads the Cargo.lock that it was published with.
 *
 * @throws BuildError `E_CARGO_SOURCE` where no server gives it out, `E_CARGO_LOCK` where it holds none
 * @see The Cargo Book, "cargo package"
 */
export async function readPublishedCrate(
  request: CargoCrateRequest,
  context: FetchContext,
): Promise<PublishedCrate> {
  const { crate: name, version } = request;
  const archive = await fetchCrate(request, context);
  const lock = await readLock(archive, `${name}-${version}/Cargo.lock`).catch((cause) => {
    throw new BuildError('E_CARGO_SOURCE', `the archive of ${name} ${version} cannot be read`, {
      got: cause instanceof Error ? cause.message : String(cause),
      expected: 'a gzipped tar archive, as "cargo package" makes it',
      cause,
    });
  });
  if (lock === undefined) {
    throw new BuildError('E_CARGO_LOCK', `there is no Cargo.lock in ${name} ${version}`, {
      expected: 'a crate of a program: those are published with one',
      fix: 'make a project that depends on it, with a Cargo.lock, and name that as "source"',
    });
  }
  const sha256 = createHash('sha256').update(archive).digest('hex');
  return { program: { name, version, source: { type: 'registry', id: '', sha256 } }, lock };
}

async function fetchCrate(
  { crate: name, sha256, version }: CargoCrateRequest,
  { environment, http }: FetchContext,
): Promise<Buffer> {
  const expected = { maxBytes: MAX_BYTES, ...(sha256 === undefined ? {} : { sha256 }) };
  const reasons: string[] = [];
  for (const server of [...mirrorsOf(environment.mirrors, 'crates'), CRATES_IO]) {
    try {
      return await http.get(`${server}/${cratePath({ name, version })}`, expected);
    } catch (error) {
      if (!isServerFailure(error)) throw error;
      reasons.push(reasonOf(error));
    }
  }
  throw new BuildError('E_CARGO_SOURCE', `the crate ${name} ${version} cannot be fetched`, {
    got: reasons.join('; '),
    expected: sha256 === undefined ? 'a crate of crates.io' : `one with sha256 ${sha256}`,
    fix: 'look at its name and version, or name a mirror: --mirror crates=https://…',
  });
}

async function readLock(archive: Buffer, path: string): Promise<string | undefined> {
  const pieces = Readable.from([archive]).pipe(createGunzip());
  let text: string | undefined;
  const isLock = (header: { path: string; size: number }) =>
    header.path === path && header.size <= MAX_LOCK_BYTES;
  for await (const { content } of streamTar(pieces, isLock))
    text = content?.toString('utf8') ?? text;
  return text;
}
