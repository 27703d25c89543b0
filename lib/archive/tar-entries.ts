import { BLOCK, readHeader, type TarHeader, TarNames } from './tar-header';

/** One entry of a tar archive. */
export interface TarEntry extends TarHeader {
  /** Content of a file: a view of the archive's bytes. */
  readonly content: Uint8Array;
}

/**
 * Reads the entries of a tar archive, in the forms that Debian packages have: ustar with GNU long
 * names or pax paths.
 *
 * @throws RangeError for what is no tar archive, or a cut one
 */
export function* tarEntries(archive: Uint8Array): Generator<TarEntry> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const names = new TarNames();
  for (let at = 0; at < bytes.length; ) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.length < BLOCK) throw new RangeError('tar archive is cut short');
    const header = readHeader(block);
    if (header === undefined) return;
    const { size } = header;
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (at > bytes.length) throw new RangeError('tar archive is cut short');
    if (TarNames.isFor(header)) names.take(header, content);
    else yield { ...names.join(header), content };
  }
}
