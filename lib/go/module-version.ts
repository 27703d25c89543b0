/**
 * The public proxy of modules, which Go asks where nothing else is said. Canonical URLs of their files
 * lie there.
 */
export const GO_PROXY = 'https://proxy.golang.org';

/** A version of a Go module, as go.sum names it: `golang.org/x/text@v0.21.0`. */
export interface ModuleVersion {
  /** Module path: `golang.org/x/text`. */
  readonly path: string;
  /** `v0.21.0`. */
  readonly version: string;
}

const ELEMENT = /^(?!\.)[A-Za-z0-9._~-]+(?<!\.)$/;
const VERSION =
  /^v(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+incompatible)?$/;

/**
 * Whether a text is a module path that Go fetches: it begins with a host name, and is safe in a URL and
 * as a path of files.
 *
 * @see golang.org/x/mod/module, `CheckPath`
 */
export function isModulePath(text: string): boolean {
  const [host = '', ...rest] = text.split('/');
  if (!/^[a-z0-9.-]+$/.test(host) || !host.includes('.') || host.startsWith('-')) return false;
  return text.length <= 1024 && [host, ...rest].every((element) => ELEMENT.test(element));
}

/** Whether a text is a version as Go writes it: `v1.2.3`, `v2.0.0+incompatible`. */
export function isModuleVersion(text: string): boolean {
  return text.length <= 256 && VERSION.test(text);
}

/** `golang.org/x/text@v0.21.0`. */
export function formatModule({ path, version }: ModuleVersion): string {
  return `${path}@${version}`;
}

/**
 * Text of a path or version in URLs and file names, where upper and lower case may be the same.
 *
 * @see Go Modules Reference, "GOPROXY protocol"
 */
export function escapeCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

/** Path of a file of a module below the root of a module proxy. */
export function proxyPath({ path, version }: ModuleVersion, type: 'info' | 'mod' | 'zip'): string {
  return `${escapeCase(path)}/@v/${escapeCase(version)}.${type}`;
}
