import { BuildError } from '../errors';

/** Kinds of a field on the wire. */
export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_GROUP_START = 3;
export const WIRE_GROUP_END = 4;
export const WIRE_FIXED32 = 5;

const MAX_GROUP_DEPTH = 100;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How many values one decoding may still make: small bytes must not become a huge heap. */
export interface DecodeBudget {
  left: number;
}

/**
 * Reads protobuf that may be hostile: every length is checked, every fault is a typed error, and
 * nothing is allocated on the word of the bytes alone.
 */
export class WireReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  readonly #budget: DecodeBudget;
  #at: number;
  /** Number of the field that {@link next} came to. */
  field = 0;
  /** How the field is written, one of the `WIRE_…` constants. */
  wireType = 0;
  #fieldStart = 0;

  constructor(bytes: Uint8Array, budget: DecodeBudget) {
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = 0;
    this.#end = bytes.length;
    this.#budget = budget;
  }

  /** Goes to the next field; false at the end of the message. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    this.#fieldStart = this.#at;
    const tag = this.#varint();
    if (tag > 0xffff_ffff) throw this.fault('a field number is out of range');
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    if (this.field === 0) throw this.fault('a field has number 0');
    return true;
  }

  /** Skips the value of the current field and returns the whole field, tag and value. */
  skip(): Uint8Array {
    this.#skipValue(this.wireType, this.field);
    this.#spend();
    return this.#bytes.subarray(this.#fieldStart, this.#at);
  }

  #skipValue(wireType: number, field: number): void {
    const open: number[] = [];
    let kind = wireType;
    let number = field;
    for (;;) {
      if (kind === WIRE_VARINT) this.#varint64();
      else if (kind === WIRE_FIXED64) this.#advance(8);
      else if (kind === WIRE_FIXED32) this.#advance(4);
      else if (kind === WIRE_BYTES) this.#advance(this.#length());
      else if (kind === WIRE_GROUP_START) open.push(number);
      else if (kind === WIRE_GROUP_END) {
        if (open.pop() !== number) throw this.fault('a group ends that was not open');
      } else throw this.fault(`wire type ${kind} does not exist`);
      if (open.length === 0) return;
      if (open.length > MAX_GROUP_DEPTH) throw this.fault('groups are nested too deep');
      const tag = this.#varint();
      number = Math.floor(tag / 8);
      kind = tag % 8;
    }
  }

  /** Value of a length-delimited field, shared with the input. */
  bytes(): Uint8Array {
    this.#expect(WIRE_BYTES);
    const length = this.#length();
    const start = this.#at;
    this.#advance(length);
    this.#spend();
    return this.#bytes.subarray(start, start + length);
  }

  /** Value of a string field; text that is no UTF-8 is an error. */
  string(): string {
    this.#expect(WIRE_BYTES);
    const length = this.#length();
    const start = this.#at;
    this.#advance(length);
    this.#spend();
    if (length <= 128) {
      const bytes = this.#bytes;
      const end = start + length;
      let at = start;
      while (at < end && (bytes[at] ?? 0) < 0x80) at++;
      if (at === end) return bytes.toString('latin1', start, end);
    }
    try {
      return utf8.decode(this.#bytes.subarray(start, start + length));
    } catch (cause) {
      throw this.fault('a string is not UTF-8', cause);
    }
  }

  /** A reader for the message in the current field. */
  message(): WireReader {
    return new WireReader(this.bytes(), this.#budget);
  }

  /** Value of a bool field. */
  bool(): boolean {
    this.#expect(WIRE_VARINT);
    return this.#varint64() !== 0n;
  }

  /** Value of an int32 or enum field. */
  int32(): number {
    this.#expect(WIRE_VARINT);
    return Number(BigInt.asIntN(32, this.#varint64()));
  }

  /** Value of a uint32 field. */
  uint32(): number {
    this.#expect(WIRE_VARINT);
    return Number(BigInt.asUintN(32, this.#varint64()));
  }

  /** Value of an int64 field. */
  int64(): bigint {
    this.#expect(WIRE_VARINT);
    return BigInt.asIntN(64, this.#varint64());
  }

  /** Value of a uint64 field. */
  uint64(): bigint {
    this.#expect(WIRE_VARINT);
    return this.#varint64();
  }

  /** Value of an int64 field that counts something, so that a number can hold it. */
  index(): number {
    this.#expect(WIRE_VARINT);
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 0x80 && this.#at < this.#end) {
      this.#at++;
      return first;
    }
    const value = Number(BigInt.asIntN(64, this.#varint64()));
    if (!Number.isSafeInteger(value)) throw this.fault(`index ${value} is out of range`);
    return value;
  }

  /** Values of a repeated integer field, packed or not, given one by one. */
  integers(take: (reader: WireReader) => void): void {
    if (this.wireType !== WIRE_BYTES) {
      take(this);
      this.#spend();
      return;
    }
    const packed = this.message();
    packed.wireType = WIRE_VARINT;
    while (packed.#at < packed.#end) {
      take(packed);
      this.#spend();
    }
  }

  /** A typed error about these bytes. */
  fault(what: string, cause?: unknown): BuildError {
    return new BuildError('E_LLB_DECODE', `definition is malformed: ${what}`, {
      got: `byte ${this.#at} of a message of ${this.#end}`,
      ...(cause === undefined ? {} : { cause }),
    });
  }

  #expect(wireType: number): void {
    if (this.wireType !== wireType) {
      throw this.fault(`field ${this.field} has wire type ${this.wireType}, not ${wireType}`);
    }
  }

  #spend(): void {
    if (--this.#budget.left < 0) {
      throw new BuildError('E_LLB_LIMIT', 'definition holds too many values');
    }
  }

  #length(): number {
    const length = this.#varint();
    if (length > this.#end - this.#at) throw this.fault(`${length} bytes are announced`);
    return length;
  }

  #advance(count: number): void {
    if (count > this.#end - this.#at) throw this.fault('it ends in the middle of a field');
    this.#at += count;
  }

  #varint(): number {
    const bytes = this.#bytes;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      if (this.#at >= this.#end) throw this.fault('it ends in the middle of a number');
      const byte = bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    throw this.fault('a number is longer than 10 bytes');
  }

  #varint64(): bigint {
    const bytes = this.#bytes;
    let value = 0n;
    for (let count = 0n; count < 10n; count++) {
      if (this.#at >= this.#end) throw this.fault('it ends in the middle of a number');
      const byte = bytes[this.#at++] ?? 0;
      if (byte < 0x80 && count === 0n) return BigInt(byte);
      value |= BigInt(byte & 0x7f) << (7n * count);
      if (byte < 0x80) {
        if (count === 9n && byte > 1) throw this.fault('a number has more than 64 bits');
        return value;
      }
    }
    throw this.fault('a number is longer than 10 bytes');
  }
}
