import { checkText } from './text';

const SLAB_BYTES = 1 << 16;
const LARGE_BYTES = SLAB_BYTES / 4;
const SHORT_TEXT = 96;

/**
 * Writes protobuf the canonical way: what the caller writes is in field order, zero values are
 * left out by the methods that take a field number, numbers are as short as they can be.
 *
 * One message at a time: {@link reset}, write, then {@link take} the bytes. Messages are written
 * one behind the other into slabs and never copied, as a graph has very many of them.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class WireWriter {
  #bytes = Buffer.allocUnsafeSlow(SLAB_BYTES);
  #start = 0;
  #end = 0;

  /** Starts a new message, dropping one that was not taken. */
  reset(): void {
    this.#end = this.#start;
  }

  /** What was written since {@link reset}; later messages do not touch it. */
  take(): Uint8Array {
    const { buffer, byteOffset } = this.#bytes;
    const length = this.#end - this.#start;
    if (length > LARGE_BYTES) {
      const copy = new Uint8Array(this.#bytes.subarray(this.#start, this.#end));
      this.#end = this.#start;
      // One huge file must not keep its room for the life of the process.
      if (this.#bytes.length > SLAB_BYTES) this.#newSlab();
      return copy;
    }
    const taken = new Uint8Array(buffer, byteOffset + this.#start, length);
    this.#start = this.#end;
    return taken;
  }

  #newSlab(): void {
    this.#bytes = Buffer.allocUnsafeSlow(SLAB_BYTES);
    this.#start = 0;
    this.#end = 0;
  }

  /** Opens a submessage; its fields follow, then {@link close} with the value returned here. */
  open(field: number): number {
    this.#tag(field, 2);
    this.#reserve(1);
    return this.#end++ - this.#start;
  }

  /** Closes the submessage that {@link open} returned this mark for. */
  close(mark: number): void {
    const length = this.#end - this.#start - mark - 1;
    if (length < 0x80) {
      this.#bytes[this.#start + mark] = length;
      return;
    }
    // The usual length takes one byte; a longer one moves the message up.
    const extra = varintLength(length) - 1;
    this.#reserve(extra);
    const at = this.#start + mark;
    this.#bytes.copyWithin(at + 1 + extra, at + 1, this.#end);
    const end = this.#end + extra;
    this.#end = at;
    this.#varint(length);
    this.#end = end;
  }

  /** A string field, left out when empty. */
  string(field: number, text: string): void {
    if (text !== '') this.element(field, text);
  }

  /** A string that is written even when empty: an element of a list, a key or value of a map. */
  element(field: number, text: string): void {
    this.#tag(field, 2);
    const length = text.length;
    if (length <= SHORT_TEXT) {
      this.#reserve(length + 1);
      const bytes = this.#bytes;
      let at = this.#end + 1;
      let index = 0;
      for (; index < length; index++) {
        const unit = text.charCodeAt(index);
        if (unit > 0x7f) break;
        bytes[at++] = unit;
      }
      if (index === length) {
        bytes[this.#end] = length;
        this.#end = at;
        return;
      }
    }
    this.#longText(text);
  }

  #longText(text: string): void {
    checkText(text);
    const length = Buffer.byteLength(text, 'utf8');
    this.#varint(length);
    this.#reserve(length);
    this.#bytes.write(text, this.#end, length, 'utf8');
    this.#end += length;
  }

  /** A bytes field, left out when empty. */
  bytes(field: number, value: Uint8Array): void {
    if (value.length > 0) this.bytesElement(field, value);
  }

  /** Bytes that are written even when empty. */
  bytesElement(field: number, value: Uint8Array): void {
    this.#tag(field, 2);
    this.#varint(value.length);
    this.raw(value);
  }

  /** Bytes that already are protobuf: fields of a message this library does not know. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  /** A bool field, left out when false. */
  bool(field: number, value: boolean): void {
    if (!value) return;
    this.#tag(field, 0);
    this.#reserve(1);
    this.#bytes[this.#end++] = 1;
  }

  /** An integer field of any width, left out when zero; a negative one takes ten bytes. */
  int(field: number, value: number | bigint): void {
    if (value === 0 || value === 0n) return;
    this.#tag(field, 0);
    this.integer(value);
  }

  /** An integer field that is written even when zero: a member of a oneof. */
  intElement(field: number, value: number): void {
    this.#tag(field, 0);
    this.integer(value);
  }

  /** An integer without a field number: an element of a packed list. */
  integer(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0) this.#varint(value);
    else if (value === -1 || value === -1n) this.#minusOne();
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
  }

  // "None" of an index, a mode or a time: by far the most frequent negative number.
  #minusOne(): void {
    this.#reserve(10);
    const bytes = this.#bytes;
    let at = this.#end;
    for (const last = at + 9; at < last; at++) bytes[at] = 0xff;
    bytes[at] = 0x01;
    this.#end = at + 1;
  }

  #tag(field: number, wireType: number): void {
    const tag = field * 8 + wireType;
    if (tag >= 0x80) {
      this.#varint(tag);
      return;
    }
    this.#reserve(1);
    this.#bytes[this.#end++] = tag;
  }

  #varint(value: number): void {
    this.#reserve(10);
    if (value < 0x80) {
      this.#bytes[this.#end++] = value;
      return;
    }
    const bytes = this.#bytes;
    let at = this.#end;
    let rest = value;
    while (rest >= 0x80) {
      bytes[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    bytes[at++] = rest;
    this.#end = at;
  }

  #bigVarint(value: bigint): void {
    this.#reserve(10);
    const bytes = this.#bytes;
    let at = this.#end;
    let rest = value;
    while (rest >= 0x80n) {
      bytes[at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    bytes[at++] = Number(rest);
    this.#end = at;
  }

  #reserve(count: number): void {
    if (this.#end + count > this.#bytes.length) this.#grow(count);
  }

  // Moves the message at hand to the start of a slab that has room for it.
  #grow(count: number): void {
    const length = this.#end - this.#start;
    const room = Math.max(SLAB_BYTES, 2 * (length + count));
    const slab = Buffer.allocUnsafeSlow(room);
    slab.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = slab;
    this.#start = 0;
    this.#end = length;
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  return length;
}
