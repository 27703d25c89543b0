import type { FileCache } from '../../../fetch/file-cache';

/** What proves a Release: the signed message that holds it, or its signature apart from it. */
export interface ReleaseSignature {
  readonly kind: 'detached' | 'inline';
  readonly file: Buffer;
}

/** Names in the cache, beside the Release. */
const NAMES = { inline: 'InRelease', detached: 'Release.gpg' } as const;

/** Keeps what proves a Release. */
export async function keepSignature(
  cache: FileCache,
  sha256: string,
  { file, kind }: ReleaseSignature,
): Promise<void> {
  await cache.putBeside(sha256, NAMES[kind], file);
}

/** What is kept to prove a Release. Nothing is known of it until it is verified. */
export async function signatureOf(
  cache: FileCache,
  sha256: string,
): Promise<ReleaseSignature | undefined> {
  for (const kind of ['inline', 'detached'] as const) {
    const file = await cache.getBeside(sha256, NAMES[kind]);
    if (file !== undefined) return { kind, file };
  }
  return undefined;
}
