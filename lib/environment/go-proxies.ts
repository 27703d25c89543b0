import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GO_PROXY } from '../go';

/** Where Go's own command gets modules from, as its variables say. */
export interface GoProxies {
  /** In the order in which they are asked. */
  readonly servers: readonly GoProxyServer[];
  /** What comes after the last server: repositories are read, or nothing is; `none` is said of neither. */
  readonly end: 'direct' | 'off' | 'none';
  /** Patterns of module paths that no proxy is asked for: `GONOPROXY`, or else `GOPRIVATE`. */
  readonly notFor: readonly string[];
}

/** One server of `GOPROXY`. */
export interface GoProxyServer {
  /** As it is written, without a final slash. */
  readonly url: string;
  /** Whether the next one is asked after any failure, and not only where a module is not there. */
  readonly isFallible: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads `GOPROXY`, `GONOPROXY` and `GOPRIVATE`, of the variables or of the file that `go env -w` writes.
 *
 * @see Go Modules Reference, "Environment variables"
 */
export function readGoProxies(env: Variables): GoProxies {
  const value = goVariables(env);
  return {
    ...parseGoProxy(value('GOPROXY') || `${GO_PROXY},direct`),
    notFor: patternsOf(value('GONOPROXY') || value('GOPRIVATE')),
  };
}

/** Patterns of module paths of a variable. */
export function patternsOf(text: string): readonly string[] {
  return text.split(',').filter((pattern) => pattern !== '' && pattern !== 'none');
}

/** Values of Go's variables: those of the process, and else those that `go env -w` wrote. */
export function goVariables(env: Variables): (name: string) => string {
  let file: Variables | undefined;
  return (name) => {
    const own = env[name];
    if (own !== undefined && own !== '') return own;
    file ??= readGoFile(env);
    return file[name] ?? '';
  };
}

function parseGoProxy(text: string): Pick<GoProxies, 'servers' | 'end'> {
  const servers: GoProxyServer[] = [];
  for (const [, word = '', separator] of text.matchAll(/([^,|]*)([,|]?)/g)) {
    const url = word.trim().replace(/\/+$/, '');
    if (url === '') continue;
    // What stands behind one of these is never asked.
    if (url === 'direct' || url === 'off') return { servers, end: url };
    servers.push({ url, isFallible: separator === '|' });
  }
  return { servers, end: 'none' };
}

/** Servers that stand in for the usual one, in builds too. None where that is asked first. */
export function goMirrors({ servers }: GoProxies): string[] {
  const urls = servers.map(({ url }) => url).filter(isPlainUrl);
  return urls[0] === GO_PROXY ? [] : urls;
}

/** Whether anybody can ask it with its address alone. */
export function isPlainUrl(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { password, username } = new URL(text);
  return username === '' && password === '' && !/[?#]/.test(text);
}

/** The variables of the file of `go env -w`; none where there is no such file. */
function readGoFile(env: Variables): Variables {
  const { GOENV, HOME = '', XDG_CONFIG_HOME } = env;
  if (GOENV === 'off') return {};
  const folder =
    process.platform === 'darwin'
      ? join(HOME, 'Library/Application Support')
      : join(HOME, '.config');
  try {
    const text = readFileSync(GOENV || join(XDG_CONFIG_HOME || folder, 'go', 'env'), 'utf8');
    return Object.fromEntries(
      [...text.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
  } catch {
    return {};
  }
}
