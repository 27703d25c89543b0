import { CargoLockError, type LockedCrate, parseCargoLock } from '../../cargo';
import { BuildError } from '../../errors';
import { redactUrl } from '../../git/ask-git';
import { readGitFiles } from '../../git/read-files';
import { entryResolver } from '../resolve-entries';
import type { ResolverContext } from '../resolver';
import { CARGO, type CargoCratesLock } from './kind';
import type { CargoRepositoryRequest } from './request';
import { readPublishedCrate } from './resolve/published-crate';

/** Repositories and crates at a time. */
const LOCKS = 4;

/** Reads the Cargo.lock of a commit, by the user's own git, or of a published crate. */
export const CARGO_RESOLVER = entryResolver(CARGO, LOCKS, async (request, context) => {
  if (request.type === 'git') return resolveRepository(request, context);
  const { lock, program } = await readPublishedCrate(request, context);
  const where = `the Cargo.lock in the crate ${request.crate} ${request.version}`;
  return { program, crates: parse(lock, where) };
});

async function resolveRepository(
  { commit, folder, knownHosts, url }: CargoRepositoryRequest,
  context: ResolverContext,
): Promise<CargoCratesLock> {
  const options = { signal: context.signal, given: context.environment };
  const path = [folder, 'Cargo.lock'].filter(Boolean).join('/');
  const where = `${path} of ${redactUrl(url)} at ${commit.slice(0, 12)}`;
  const files = await readGitFiles({ commit, knownHosts, paths: [path], url }, options);
  const text = files.get(path);
  if (text === undefined) {
    throw new BuildError('E_CARGO_LOCK', `there is no ${where}`, {
      expected: 'a Cargo.lock that is committed',
      fix: 'name its folder with "directory", or another commit',
    });
  }
  return { crates: parse(text, where) };
}

function parse(text: string, where: string): readonly LockedCrate[] {
  try {
    return parseCargoLock(text);
  } catch (error) {
    if (!(error instanceof CargoLockError)) throw error;
    throw new BuildError('E_CARGO_LOCK', `${where} cannot be taken: ${error.message}`, {
      got: `line ${error.line}`,
    });
  }
}
