import { createHash } from 'node:crypto';

/**
 * The hash of a tree that go.sum holds: of the hashes of its files, by their names.
 *
 * @param files hex sha256 by name
 * @returns `h1:` and base64
 * @see golang.org/x/mod/sumdb/dirhash, `Hash1`
 */
export function directoryHash(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  const sorted = [...files].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const [name, sha256] of sorted) hash.update(`${sha256}  ${name}\n`);
  return `h1:${hash.digest('base64')}`;
}

/** What go.sum holds of a go.mod: the hash of a tree with that file alone. */
export function goModHash(content: Uint8Array): string {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return directoryHash(new Map([['go.mod', sha256]]));
}
