import { BuildError } from '../../errors';

/** Kinds of a field on the wire. */
export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_GROUP_START = 3;
export const WIRE_GROUP_END = 4;
export const WIRE_FIXED32 = 5;

const MAX_GROUP_DEPTH = 100;
const LIMB = 2 ** 28;
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
  readonly #budget: DecodeBudget;
  /** Where the messages around the one at hand end. */
  readonly #ends: number[] = [];
  #end: number;
  #at = 0;
  #low = 0;
  #middle = 0;
  #high = 0;
  /** Number of the field that {@link next} came to. */
  field = 0;
  /** How the field is written, one of the `WIRE_…` constants. */
  wireType = 0;
  #fieldStart = 0;

  constructor(bytes: Uint8Array, budget: DecodeBudget) {
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
    this.#budget = budget;
  }

  /** Goes to the next field; at the end of a message gives false and goes back to its parent. */
  next(): boolean {
    if (this.#at >= this.#end) {
      this.#end = this.#ends.pop() ?? this.#end;
      return false;
    }
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

  /**
   * Goes into the message in the current field: {@link next} gives its fields until it is false.
   * Returns this reader, as no other is needed.
   */
  message(): this {
    this.#expect(WIRE_BYTES);
    const length = this.#length();
    this.#spend();
    this.#ends.push(this.#end);
    this.#end = this.#at + length;
    return this;
  }

  /** Value of a bool field. */
  bool(): boolean {
    this.#number();
    return (this.#low | this.#middle | this.#high) !== 0;
  }

  /** Value of an int32 or enum field. */
  int32(): number {
    return this.uint32() | 0;
  }

  /** Value of a uint32 field. */
  uint32(): number {
    this.#number();
    return (this.#low + (this.#middle % 16) * LIMB) % 2 ** 32;
  }

  /** Value of an int64 field. */
  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  /** Value of a uint64 field. */
  uint64(): bigint {
    this.#number();
    return (BigInt(this.#high) << 56n) | (BigInt(this.#middle) << 28n) | BigInt(this.#low);
  }

  /** Value of an int64 field that counts something, so that a number can hold it. */
  index(): number {
    this.#number();
    const isNegative = this.#high >= 0x80;
    // The complement of a small negative number is small, so that no digit is lost on the way.
    const magnitude = isNegative
      ? LIMB - 1 - this.#low + (LIMB - 1 - this.#middle) * LIMB + (0xff - this.#high) * LIMB ** 2
      : this.#low + this.#middle * LIMB + this.#high * LIMB ** 2;
    const value = isNegative ? -magnitude - 1 : magnitude;
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
    const outer = this.#end;
    const length = this.#length();
    this.#end = this.#at + length;
    this.wireType = WIRE_VARINT;
    while (this.#at < this.#end) {
      take(this);
      this.#spend();
    }
    this.#end = outer;
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

  #number(): void {
    this.#expect(WIRE_VARINT);
    this.#varint64();
  }

  // A number of 64 bits in limbs of 28, 28 and 8 bits, as doubles hold 53 and bigints are slow.
  #varint64(): void {
    this.#low = 0;
    this.#middle = 0;
    this.#high = 0;
    for (let count = 0; count < 10; count++) {
      if (this.#at >= this.#end) throw this.fault('it ends in the middle of a number');
      const byte = this.#bytes[this.#at++] ?? 0;
      const bits = byte & 0x7f;
      if (count < 4) this.#low += bits << (7 * count);
      else if (count < 8) this.#middle += bits << (7 * (count - 4));
      else this.#high += bits << (7 * (count - 8));
      if (byte >= 0x80) continue;
      if (count === 9 && byte > 1) throw this.fault('a number has more than 64 bits');
      return;
    }
    throw this.fault('a number is longer than 10 bytes');
  }
}
