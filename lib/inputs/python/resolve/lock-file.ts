import { BuildError } from '../../../errors';
import { redactUrl } from '../../../git/ask-git';
import { readGitFiles } from '../../../git/read-files';
import {
  choosePythonLockFile,
  LOCK_FILES,
  LockContext,
  type LockedPackages,
  lockFileForm,
  readPoetryLock,
  readPylock,
  readRequirements,
  readUvLock,
} from '../../../python';
import type { ResolverContext } from '../../resolver';
import type { PythonRequest } from '../request';

/**
 * Reads what a lock file means for the target of a request.
 *
 * @throws BuildError `E_PYTHON_LOCK`, `E_PYTHON_HASH`, `E_PYTHON_SOURCE`, `E_PYTHON_VERSION`
 */
export async function readLockFile(
  request: PythonRequest,
  context: ResolverContext,
): Promise<LockedPackages> {
  const { file, text, where } =
    request.type === 'file'
      ? { ...request, where: `of ${request.folder}` }
      : await fromRepository(request, context);
  const title = `${file} ${where}`;
  const lock = new LockContext(title, request, request);
  const form = lockFileForm(file);
  if (form === 'requirements') return readRequirements(text, lock);
  const value = await readToml(text, title);
  if (form === 'pylock') return readPylock(value, lock);
  if (form === 'uv') return readUvLock(value, lock);
  return readPoetryLock(value, lock);
}

async function fromRepository(
  { commit, file, folder, knownHosts, url }: Extract<PythonRequest, { type: 'git' }>,
  { environment, signal }: ResolverContext,
) {
  const at = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const names = file === undefined ? LOCK_FILES : [file];
  const options = { signal, given: environment };
  const files = await readGitFiles({ commit, knownHosts, paths: names.map(at), url }, options);
  const texts = new Map(
    names.flatMap((name) => {
      const text = files.get(at(name));
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
  const where = `of ${folder || '.'} in ${redactUrl(url)}`;
  const { problem, ...chosen } = choosePythonLockFile(texts, file);
  if (problem === undefined) return { ...chosen, where };
  const { message, ...details } = problem;
  throw new BuildError('E_PYTHON_LOCK', `${message} ${where}`, details);
}

async function readToml(text: string, title: string): Promise<unknown> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new BuildError('E_PYTHON_LOCK', `${title} is no TOML`, {
      got: `line ${error.line}: ${reason}`,
      fix: 'make the file anew with its own tool',
      cause: error,
    });
  }
}
