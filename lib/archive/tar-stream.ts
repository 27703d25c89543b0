import { BLOCK, readHeader, type TarHeader, TarNames } from './tar-header';

/** One entry of a tar archive that comes in pieces. */
export interface StreamedEntry extends TarHeader {
  /** Content of a file that was wanted; else it was passed over. */
  readonly content: Buffer | undefined;
}

/** Says of a file, by its header and its first bytes (a block at most), whether it is wanted whole. */
export type IsWanted = (header: TarHeader, head: Buffer) => boolean;

/** What names entries is no longer than this. */
const MAX_NAMES = 1024 * 1024;

/**
 * Reads the entries of a tar archive that comes in pieces, and holds no more of it than one file that
 * is wanted.
 *
 * @throws RangeError for what is no tar archive, or a cut one
 */
export async function* streamTar(
  pieces: AsyncIterable<Uint8Array>,
  isWanted: IsWanted,
): AsyncGenerator<StreamedEntry> {
  const source = new ByteSource(pieces);
  try {
    yield* entriesOf(source, isWanted);
  } finally {
    await source.close();
  }
}

async function* entriesOf(source: ByteSource, isWanted: IsWanted): AsyncGenerator<StreamedEntry> {
  const names = new TarNames();
  for (;;) {
    const block = await source.read(BLOCK);
    if (block.length === 0) return;
    if (block.length < BLOCK) throw new RangeError('tar archive is cut short');
    const header = readHeader(block);
    if (header === undefined) return;
    const { size } = header;
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (TarNames.isFor(header)) {
      if (size > MAX_NAMES) throw new RangeError('tar archive has a name without end');
      names.take(header, await source.readWhole(size));
      await source.skip(padding);
      continue;
    }
    const joined = names.join(header);
    const head = await source.readWhole(Math.min(size, BLOCK));
    const wanted = joined.type === 'file' && isWanted(joined, head);
    const rest = size - head.length;
    const content = wanted ? Buffer.concat([head, await source.readWhole(rest)]) : undefined;
    await source.skip(padding + (wanted ? 0 : rest));
    yield { ...joined, content };
  }
}

/** Bytes of a stream, as many at a time as are asked for. */
class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Fewer bytes only at the end of the stream. */
  async read(length: number): Promise<Buffer> {
    const found: Buffer[] = [];
    let left = length;
    while (left > 0 && (await this.#fill())) {
      const part = this.#take(left);
      found.push(part);
      left -= part.length;
    }
    return found.length === 1 ? (found[0] as Buffer) : Buffer.concat(found);
  }

  async readWhole(length: number): Promise<Buffer> {
    const bytes = await this.read(length);
    if (bytes.length < length) throw new RangeError('tar archive is cut short');
    return bytes;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      if (!(await this.#fill())) throw new RangeError('tar archive is cut short');
      left -= this.#take(left).length;
    }
  }

  /** Where the rest is not read. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#piece.length === 0) {
      const next = await this.#pieces.next();
      if (next.done) return false;
      const { buffer, byteLength, byteOffset } = next.value;
      this.#piece = Buffer.from(buffer, byteOffset, byteLength);
    }
    return true;
  }

  #take(length: number): Buffer {
    const part = this.#piece.subarray(0, length);
    this.#piece = this.#piece.subarray(length);
    return part;
  }
}
