import * as crypto from 'node:crypto';

/** Content address of an op: `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

const DIGEST_FORM = /^sha256:[0-9a-f]{64}$/;

/** Reads a sha256 digest; returns undefined for anything else. */
export function parseDigest(text: string): Digest | undefined {
  return isDigest(text) ? text : undefined;
}

function isDigest(text: string): text is Digest {
  return DIGEST_FORM.test(text);
}

// crypto.hash (Node 20.12, 21.7) does in one call what createHash needs three objects for.
const oneShot: typeof crypto.hash | undefined = crypto.hash;

/** Digest of bytes, as BuildKit computes it for an op. */
export function digestOf(bytes: Uint8Array): Digest {
  const hex =
    oneShot === undefined
      ? crypto.createHash('sha256').update(bytes).digest('hex')
      : oneShot('sha256', bytes, 'hex');
  return `sha256:${hex}`;
}
