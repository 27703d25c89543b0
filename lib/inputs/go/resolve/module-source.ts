import { BuildError } from '../../../errors';
import { redactUrl } from '../../../git/ask-git';
import { readGitFiles } from '../../../git/read-files';
import { type GoSumFile, parseGoMod, parseGoSum, sumFileName } from '../../../go';
import type { ResolverContext } from '../../resolver';
import type { GoModuleRequest, GoRepositoryRequest, GoRequest } from '../request';
import type { GoFile } from '../section';
import { fetchGoMod, fetchZip, requireHash } from './module-file';

/** A module whose go.sum was read. */
export interface ModuleSource {
  readonly module: string;
  /** Its line `go`. @default - it has none */
  readonly go?: string;
  /** What its go.sum names. */
  readonly sums: readonly GoSumFile[];
  /** The module's own files, where it is fetched itself. */
  readonly own: readonly GoFile[];
}

interface Texts {
  readonly goMod: string | undefined;
  readonly goSum: string | undefined;
}

/**
 * Finds out what a module needs, from its own go.mod and go.sum.
 *
 * @throws BuildError `E_GO_MOD`, `E_GO_SUM`, and what fetching it throws
 */
export async function readSource(
  request: GoRequest,
  context: ResolverContext,
): Promise<ModuleSource> {
  if (request.type === 'module') return fromModuleProxy(request, context);
  const title = `of ${request.folder || '.'}`;
  if (request.type === 'files') return sourceOf(request, title);
  const { url } = request;
  return sourceOf(await fromRepository(request, context), `${title} in ${redactUrl(url)}`);
}

async function fromModuleProxy(
  { module: path, sum, version }: GoModuleRequest,
  context: ResolverContext,
): Promise<ModuleSource> {
  const module = { path, version };
  const { file, texts } = await fetchZip(module, context, ['go.mod', 'go.sum']);
  if (sum !== undefined) requireHash(file, sum, '"sum"');
  const goMod = await fetchGoMod(module, context);
  const source = sourceOf({ goMod: texts.get('go.mod'), goSum: texts.get('go.sum') }, `of ${path}`);
  const { folders } = parseGoMod(texts.get('go.mod') ?? '', 'go.mod');
  if (folders.length > 0) {
    throw new BuildError('E_GO_MOD', `go.mod of ${path} replaces modules by folders`, {
      got: folders.join(', '),
      expected: 'a module that its archive holds whole',
      fix: 'take it from its repository: source: new PinnedGitSource(...)',
    });
  }
  return { ...source, own: [file, goMod] };
}

async function fromRepository(
  { commit, folder, knownHosts, url }: GoRepositoryRequest,
  { environment, signal }: ResolverContext,
): Promise<Texts> {
  const at = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const paths = [at('go.mod'), at('go.sum')];
  const texts = await readGitFiles(
    { url, commit, knownHosts, paths },
    { signal, given: environment },
  );
  return { goMod: texts.get(at('go.mod')), goSum: texts.get(at('go.sum')) };
}

function sourceOf({ goMod, goSum }: Texts, title: string): ModuleSource {
  if (goMod === undefined) {
    throw new BuildError('E_GO_MOD', `there is no go.mod ${title}`, {
      expected: 'a module of Go: "go mod init"',
    });
  }
  const { go, module, requires } = parseGoMod(goMod, `go.mod ${title}`);
  const sums = parseGoSum(goSum ?? '', `go.sum ${title}`);
  if (requires > 0 && sums.length === 0) {
    throw new BuildError('E_GO_SUM', `there is no go.sum ${title}`, {
      got: `a go.mod that requires ${requires} modules`,
      expected: 'a go.sum that holds the hashes of all that a build needs',
      fix: 'make a small module of your own that requires it, with "go mod tidy"',
    });
  }
  return { module, ...(go === undefined ? {} : { go }), sums, own: [] };
}

/** Names of all files of a source. */
export function namesOf({ own, sums }: ModuleSource): string[] {
  return [...new Set([...own.map(({ name }) => name), ...sums.map(sumFileName)])];
}
