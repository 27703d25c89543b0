/**
 * The code of an error of the operating system, e.g. `ENOENT`; undefined for any other error.
 *
 * Not by `instanceof`: errors of Node's own modules come from another realm where code is
 * sandboxed, as test runners do.
 */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
