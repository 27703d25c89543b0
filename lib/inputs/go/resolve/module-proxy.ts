import type { Environment } from '../../../environment';
import { isPlainUrl } from '../../../environment/go-proxies';
import { BuildError } from '../../../errors';
import { askInTurn } from '../../../fetch/ask-in-turn';
import type { FetchContext } from '../../../fetch/fetch-context';
import { HttpStatusError } from '../../../fetch/http-failure';
import { reasonOf } from '../../../fetch/server-failure';
import { formatModule, GO_PROXY, type ModuleVersion } from '../../../go';

type GoProxies = NonNullable<Environment['goProxies']>;

const USUAL: GoProxies = {
  servers: [{ url: GO_PROXY, isFallible: false }],
  end: 'direct',
  notFor: [],
};

/**
 * Gets files of a module from the first proxy that has it, as Go does: another one is asked where a
 * module is not there (404 or 410), and after any failure where the list says so.
 *
 * @param path below the proxy
 * @throws BuildError `E_GO_MODULE`
 * @see Go Modules Reference, "GOPROXY"
 */
export async function fromProxy<T>(
  module: ModuleVersion,
  path: string,
  { environment }: Pick<FetchContext, 'environment'>,
  get: (url: string) => Promise<T>,
): Promise<T> {
  const { end, notFor, servers } = environment.goProxies ?? USUAL;
  const fail = (got: string, fix?: string): BuildError => moduleError(module, got, fix);
  const pattern = notFor.find((one) => matchesPrefix(one, module.path));
  if (pattern !== undefined) throw fail(`GONOPROXY or GOPRIVATE has "${pattern}"`);
  const { failures, found } = await askInTurn(
    servers,
    ({ url }) => {
      if (!isPlainUrl(url)) throw fail('a proxy that is no http or https URL without a login');
      return get(`${url}/${path}`);
    },
    (failure, { isFallible }) => isFallible || isGone(failure),
  );
  if (found !== undefined) return found.value;
  const reasons = failures.map(reasonOf);
  if (end !== 'none' && reasons.length === 0) reasons.push(`GOPROXY=${end}`);
  throw fail(reasons.join('; ') || 'no proxy');
}

/** Whether a server has no such file, and says so. */
export function isGone(error: unknown): boolean {
  return error instanceof HttpStatusError && [404, 410].includes(error.status);
}

function moduleError(
  module: ModuleVersion,
  got: string,
  fix = 'correct path and version, or name a proxy that has it: GOPROXY, or "mirrors" in synth.environment.json',
): BuildError {
  return new BuildError('E_GO_MODULE', `Go module ${formatModule(module)} cannot be fetched`, {
    got,
    expected: 'a module proxy that has it; repositories are not read in its place',
    fix,
  });
}

/**
 * Whether the first elements of a module path match a pattern.
 *
 * @see golang.org/x/mod/module, `MatchPrefixPatterns`
 */
export function matchesPrefix(pattern: string, path: string): boolean {
  const count = pattern.split('/').length;
  const prefix = path.split('/').slice(0, count).join('/');
  const expression = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  try {
    return new RegExp(`^${expression}$`).test(prefix);
  } catch {
    return false; // as Go takes a pattern that is none
  }
}
