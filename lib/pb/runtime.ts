import { BufferReader, util as baseUtil, Writer } from 'protobufjs/minimal';

// What the generated code sees as protobufjs. Stock protobufjs gives 64-bit fields the class `Long`
// wherever a package of that name is installed, and keeps all generated code of a process in one
// registry. Here 64-bit fields are numbers, and nothing is shared with other users of protobufjs.

type Replaced = 'int64' | 'uint64' | 'sint64' | 'fixed64' | 'sfixed64' | 'string';
const ReaderWithoutLong: new (buffer: Buffer) => Omit<BufferReader, Replaced> = BufferReader;

const TWO_TO_32 = 2 ** 32;

/** Reads 64-bit integers as numbers: exact up to 2^53, which no size or count of ours reaches. */
class NumberReader extends ReaderWithoutLong {
  static readonly recursionLimit = 100;

  static create(bytes: Uint8Array): NumberReader {
    return new NumberReader(
      Buffer.isBuffer(bytes)
        ? bytes
        : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    );
  }

  /** Stock protobufjs cuts a text short that is longer than the message. */
  string(): string {
    const bytes = this.bytes();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  }

  int64(): number {
    const [low, high] = this.varint64();
    return (high | 0) * TWO_TO_32 + low;
  }

  uint64(): number {
    const [low, high] = this.varint64();
    return high * TWO_TO_32 + low;
  }

  private varint64(): [low: number, high: number] {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= this.len) throw new RangeError(`index out of range: ${this.pos}`);
      const byte = this.buf[this.pos++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return [low >>> 0, high >>> 0];
    }
    throw new Error('invalid varint encoding');
  }
}

const util: typeof baseUtil = Object.create(baseUtil, { Long: { value: undefined } });
const roots: Record<string, unknown> = {};

export { NumberReader as Reader, roots, util, Writer };
