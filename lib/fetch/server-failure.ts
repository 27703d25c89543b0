import { BuildError } from '../errors';

/** What a server may do wrong with a file of known hash, what says most of it first. */
const CODES: readonly string[] = [
  'E_HTTP_HASH',
  'E_HTTP_SIZE',
  'E_HTTP_STATUS',
  'E_HTTP_UNREACHABLE',
];

/**
 * True where a server is down, has no such file or has other bytes: as mirrors do that are copied to
 * at that moment, or that are damaged. Of a file of known hash another one may have the right bytes.
 */
export function isServerFailure(error: unknown): error is BuildError {
  return BuildError.is(error) && CODES.includes(error.code);
}

/** True where a server has something else in the place of a file. */
export function isWrongContent({ code }: BuildError): boolean {
  return code === 'E_HTTP_HASH' || code === 'E_HTTP_SIZE';
}

/** What a failure says, in one line with others: `<url>: content has the wrong size (13 bytes)`. */
export function reasonOf({ message, details: { got } }: BuildError): string {
  return got === undefined || message.includes(got) ? message : `${message} (${got})`;
}

/** The failure that says most. */
export function worstOf(failures: readonly BuildError[]): BuildError | undefined {
  return [...failures].sort((a, b) => CODES.indexOf(a.code) - CODES.indexOf(b.code))[0];
}
