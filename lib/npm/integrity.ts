/** A hash that a package-lock.json has for an archive. */
export interface Integrity {
  readonly algorithm: 'sha512' | 'sha384' | 'sha256';
  /** Base64. */
  readonly digest: string;
}

/** The strongest first; what is weaker can be forged. */
const LENGTHS = { sha512: 64, sha384: 48, sha256: 32 } as const;
const ALGORITHMS = ['sha512', 'sha384', 'sha256'] as const;

/**
 * The strongest hash of an integrity; undefined where there is none that counts.
 *
 * @see W3C, Subresource Integrity
 */
export function parseIntegrity(text: string): Integrity | undefined {
  const hashes = text.trim().split(/\s+/);
  for (const algorithm of ALGORITHMS) {
    const ofIt = hashes.filter((hash) => hash.startsWith(`${algorithm}-`));
    const [digest] = ofIt.map((hash) => hash.slice(algorithm.length + 1).replace(/\?.*$/, ''));
    if (digest === undefined) continue;
    const bytes = Buffer.from(digest, 'base64');
    // Two of one kind would be two archives.
    const isOne = new Set(ofIt).size === 1 && bytes.toString('base64') === digest;
    return isOne && bytes.length === LENGTHS[algorithm] ? { algorithm, digest } : undefined;
  }
  return undefined;
}

/** `sha512-…`. */
export function formatIntegrity({ algorithm, digest }: Integrity): string {
  return `${algorithm}-${digest}`;
}
