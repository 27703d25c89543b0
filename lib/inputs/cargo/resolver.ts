import { CargoLockError, parseCargoLock } from '../../cargo';
import { BuildError } from '../../errors';
import { redactUrl } from '../../git/ask-git';
import { readGitFiles } from '../../git/read-files';
import { entryResolver } from '../resolve-entries';
import { CARGO } from './kind';

/** Repositories at a time. */
const REPOSITORIES = 4;

/** Reads the Cargo.lock of a commit, by the user's own git. */
export const CARGO_RESOLVER = entryResolver(CARGO, REPOSITORIES, async (request, context) => {
  const { commit, folder, knownHosts, url } = request;
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
  try {
    return { crates: parseCargoLock(text) };
  } catch (error) {
    if (!(error instanceof CargoLockError)) throw error;
    throw new BuildError('E_CARGO_LOCK', `${where} cannot be taken: ${error.message}`, {
      got: `line ${error.line}`,
    });
  }
});
