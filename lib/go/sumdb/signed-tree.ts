import { verify } from 'node:crypto';
import type { VerifierKey } from './verifier-key';

/** What a log says of itself: how many records it has, and the hash of all of them. */
export interface TreeHead {
  readonly size: number;
  readonly hash: Buffer;
}

/**
 * Reads the signed head of a log.
 *
 * @param note `go.sum database tree`, size, hash, a blank line, and signatures
 * @returns undefined where it is of another form, or no signature of it is by the key
 * @see golang.org/x/mod/sumdb/note, `Open`; golang.org/x/mod/sumdb/tlog, `ParseTree`
 */
export function readSignedTree(note: string, key: VerifierKey): TreeHead | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  const signatures = note.slice(end + 2).split('\n');
  if (!signatures.some((line) => isSignedBy(text, line, key))) return undefined;
  const [, size, hash] =
    /^go\.sum database tree\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n/.exec(text) ?? [];
  return hash === undefined ? undefined : { size: Number(size), hash: Buffer.from(hash, 'base64') };
}

function isSignedBy(text: string, line: string, { id, key, name }: VerifierKey): boolean {
  const [, by, encoded = ''] = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (by !== name || bytes.subarray(0, 4).toString('hex') !== id) return false;
  return verify(null, Buffer.from(text), key, bytes.subarray(4));
}
