/** The innermost reason of a failed fetch, e.g. `connect ECONNREFUSED 127.0.0.1:1`. */
export function describeCause(error: unknown): string {
  if (!isErrorLike(error)) return String(error);
  // One error for each address of a name.
  const [first] = Array.isArray(error.errors) ? error.errors : [];
  if (first !== undefined) return describeCause(first);
  if (isErrorLike(error.cause)) return describeCause(error.cause);
  const code = typeof error.code === 'string' ? error.code : '';
  return error.message.includes(code) ? error.message : `${code} ${error.message}`;
}

/** By its form: an error of Node's own code is no `instanceof Error` of another realm. */
function isErrorLike(
  error: unknown,
): error is { message: string; code?: unknown; cause?: unknown; errors?: unknown } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    typeof error.message === 'string'
  );
}
