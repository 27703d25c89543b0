/** Largest message taken or sent, as BuildKit's daemons have it: 16 MiB. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Bytes before each message on the wire: a compression flag, and the length. */
export const FRAME_HEADER_BYTES = 5;

const EMPTY = Buffer.alloc(0);

/** A message, of one part or of several, with its frame header in front. */
export function frame(...parts: readonly Uint8Array[]): Buffer {
  const framed = Buffer.allocUnsafe(FRAME_HEADER_BYTES + lengthOf(parts));
  writeFrameHeader(framed, framed.length - FRAME_HEADER_BYTES);
  let position = FRAME_HEADER_BYTES;
  for (const part of parts) {
    framed.set(part, position);
    position += part.length;
  }
  return framed;
}

/** The header for a message of `length` bytes. */
export function frameHeader(length: number): Buffer {
  const header = Buffer.allocUnsafe(FRAME_HEADER_BYTES);
  writeFrameHeader(header, length);
  return header;
}

/** How many bytes the parts of a message have together. */
export const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

/** Writes the header for a message of `length` bytes at the start of `target`. */
export function writeFrameHeader(target: Buffer, length: number): void {
  target[0] = 0; // not compressed
  target.writeUInt32BE(length, 1);
}

/** Cuts a byte stream into messages. Chunks are kept as they come and joined once a message. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private buffered = 0;
  private wanted = -1;

  /** True when a message has begun and not ended. */
  get isPartial(): boolean {
    return this.buffered > 0 || this.wanted >= 0;
  }

  /**
   * Takes the next chunk, and returns the messages that it completes.
   *
   * @throws RangeError when a message is compressed or larger than {@link MAX_MESSAGE_BYTES}
   */
  push(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    for (;;) {
      if (this.wanted < 0) {
        if (this.buffered < FRAME_HEADER_BYTES) return messages;
        const header = this.take(FRAME_HEADER_BYTES);
        if (header[0] !== 0) throw new RangeError('compressed message, none was offered');
        this.wanted = header.readUInt32BE(1);
        if (this.wanted > MAX_MESSAGE_BYTES) {
          throw new RangeError(
            `message of ${this.wanted} bytes, more than the ${MAX_MESSAGE_BYTES} allowed`,
          );
        }
      }
      if (this.buffered < this.wanted) return messages;
      messages.push(this.take(this.wanted));
      this.wanted = -1;
    }
  }

  private take(length: number): Buffer {
    if (length === 0) return EMPTY;
    this.buffered -= length;
    const [first] = this.chunks;
    if (first !== undefined && first.length > length) {
      this.chunks[0] = first.subarray(length);
      return first.subarray(0, length);
    }
    if (first !== undefined && first.length === length) {
      this.chunks.shift();
      return first;
    }
    const joined = Buffer.concat(this.chunks);
    this.chunks = joined.length > length ? [joined.subarray(length)] : [];
    return joined.subarray(0, length);
  }
}
