import { redactUrl } from '../../../git/ask-git';
import { readGitFiles } from '../../../git/read-files';
import {
  manifestPaths,
  NPM_LOCK_FILES,
  type NpmProject,
  readProject,
  requireManifests,
} from '../../../npm';
import type { ResolverContext } from '../../resolver';
import type { NpmRepositoryRequest } from '../request';

/** The packages of a project of a git repository, by the user's own git. */
export async function readRepository(
  { commit, folder, knownHosts, url }: NpmRepositoryRequest,
  { environment, signal }: ResolverContext,
): Promise<NpmProject> {
  const read = async (names: readonly string[]) => {
    const at = (name: string) => [folder, name].filter(Boolean).join('/');
    const request = { commit, knownHosts, paths: names.map(at), url };
    const files = await readGitFiles(request, { signal, given: environment });
    return names.flatMap((name) => {
      const text = files.get(at(name));
      return text === undefined ? [] : [[name, text] as const];
    });
  };
  const where = `in "${folder || '.'}" of ${redactUrl(url)} at ${commit.slice(0, 12)}`;
  const texts = new Map(await read(NPM_LOCK_FILES));
  const project = readProject(texts, where);
  const paths = manifestPaths(project);
  const others = paths.length === 0 ? [] : await read(paths);
  requireManifests(project, new Map([...texts, ...others]), where);
  return project;
}
