import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** The public key of a checksum database. */
export interface VerifierKey {
  /** Name of the database: `sum.golang.org`. */
  readonly name: string;
  /** What signatures of it begin with: 8 hex digits. */
  readonly id: string;
  readonly key: KeyObject;
}

/** What Go knows itself: keys by the name of the database. */
const KNOWN: Readonly<Record<string, string>> = {
  'sum.golang.org': 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
};

/** Ed25519 in a note. */
const ED25519 = 1;
/** What stands before 32 bytes of an Ed25519 key in DER. @see RFC 8410 */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads a key, or the name of a database whose key is known.
 *
 * @param text `sum.golang.org`, or `name+id+key`
 * @returns undefined for what is neither
 * @see golang.org/x/mod/sumdb/note, `NewVerifier`
 */
export function readVerifierKey(text: string): VerifierKey | undefined {
  const written = Object.hasOwn(KNOWN, text) ? KNOWN[text] : text;
  const [, name, id, encoded] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(written ?? '') ?? [];
  if (name === undefined || id === undefined || encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ED25519) return undefined;
  const hash = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex');
  if (!hash.startsWith(id)) return undefined;
  const der = Buffer.concat([DER_PREFIX, bytes.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}
