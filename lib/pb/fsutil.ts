// The packets of fsutil's file transfer, by hand: nanoseconds need all 64 bits, which generated code
// has only as `Long`, and a transfer makes one packet for every file.
//
//   Packet { type = 1; Stat stat = 2; uint32 id = 3; bytes data = 4 }
//   Stat   { path = 1; mode = 2; uid = 3; gid = 4; int64 size = 5; int64 modTime = 6; linkname = 7;
//            devmajor = 8; devminor = 9; map<string, bytes> xattrs = 10 }

import { encodePath } from './path-bytes';

/** Kinds of packets. */
export const PACKET = { STAT: 0, REQ: 1, DATA: 2, FIN: 3, ERR: 4 } as const;

/** An entry of a file tree. */
export interface FileStat {
  /** Relative, with slashes; bytes that are no UTF-8 as `path-bytes.ts` has them. */
  readonly path: string;
  /** Bits of Go's os.FileMode, see `lib/file-tree/file-mode`. */
  readonly mode: number;
  readonly size: number;
  /** Nanoseconds since the epoch. */
  readonly modTime: bigint;
  /** Target of a symbolic link; for a hard link the path that was sent first. */
  readonly linkname?: string;
  readonly devmajor?: number;
  readonly devminor?: number;
}

/**
 * An entry as it is read. Its paths have a character for each byte (`latin1`): names of files need
 * not be UTF-8.
 */
export interface ReceivedStat extends Required<FileStat> {
  /** Extended attributes, by name. */
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/** A packet as it is read. A STAT without `stat` ends the list. */
export interface Packet {
  readonly type: number;
  readonly stat?: ReceivedStat;
  /** Index of the entry among all STATs. */
  readonly id: number;
  readonly data: Uint8Array;
}

const EMPTY = new Uint8Array();
const MAX_VARINT_BYTES = 10;

/**
 * Packets that tell of entries, each with what {@link StatBatch.add} is told to put before it. Owner
 * ids are left 0: files become the build's, not a user's.
 */
export class StatBatch {
  #output = new Output(Buffer.allocUnsafeSlow(BATCH_BYTES));

  /** Bytes so far. */
  get length(): number {
    return this.#output.position;
  }

  /**
   * Adds the packet of an entry.
   *
   * @param headerBytes that are left free before it
   * @param writeHeader puts there what stands before a packet of `length` bytes
   */
  add(
    stat: FileStat,
    headerBytes: number,
    writeHeader: (target: Buffer, length: number) => void,
  ): void {
    const output = this.#output;
    output.reserve(headerBytes + roomForStat(stat));
    const start = output.position;
    output.position += headerBytes;
    writeStat(output, stat);
    const length = output.position - start - headerBytes;
    writeHeader(output.target.subarray(start), length);
  }

  /** The bytes, and a new beginning. */
  take(): Buffer {
    const bytes = this.#output.finish();
    this.#output = new Output(Buffer.allocUnsafeSlow(BATCH_BYTES));
    return bytes;
  }
}

const BATCH_BYTES = 32 * 1024;
const STAT_NUMBERS = 9;

/** At most so many bytes has the packet of an entry. */
function roomForStat({ path, linkname = '' }: FileStat): number {
  // UTF-8 has at most three bytes for what JavaScript counts as one.
  return (STAT_NUMBERS + 2) * (1 + MAX_VARINT_BYTES) + 3 * (path.length + linkname.length);
}

function writeStat(packet: Output, stat: FileStat): void {
  body.position = 0;
  body.reserve(roomForStat(stat));
  body.path(1, stat.path);
  body.number(2, stat.mode);
  body.number(5, stat.size);
  body.bigint(6, stat.modTime);
  if (stat.linkname !== undefined) body.path(7, stat.linkname);
  body.number(8, stat.devmajor ?? 0);
  body.number(9, stat.devminor ?? 0);
  packet.lengthPrefix(2, body.position); // type STAT is 0, so it is left out
  packet.position += body.target.copy(packet.target, packet.position, 0, body.position);
}

/** The packet that ends the list of entries. */
export const encodeEndOfStats = (): Buffer => Buffer.alloc(0);

/** What stands before `length` bytes of data in a DATA packet; for no data it is the whole packet. */
export function encodeDataHeader(id: number, length: number): Buffer {
  const output = new Output(Buffer.allocUnsafe(3 * (1 + MAX_VARINT_BYTES)));
  output.number(1, PACKET.DATA);
  output.number(3, id);
  if (length > 0) output.lengthPrefix(4, length);
  return output.finish();
}

/** A packet without stat: REQ, FIN, or ERR with its message. */
export function encodePacket(type: number, id: number, data: Uint8Array = EMPTY): Buffer {
  const output = new Output(Buffer.allocUnsafe(3 * (1 + MAX_VARINT_BYTES) + data.length));
  output.number(1, type);
  output.number(3, id);
  if (data.length > 0) output.bytes(4, data);
  return output.finish();
}

/** @throws RangeError when the bytes are no packet */
export function decodePacket(bytes: Buffer): Packet {
  const input = new Input(bytes);
  let type = 0;
  let id = 0;
  let stat: ReceivedStat | undefined;
  let data: Uint8Array = EMPTY;
  while (input.hasMore) {
    const tag = input.varint();
    if (tag === 0x08) type = input.varint();
    else if (tag === 0x12) stat = decodeStat(input.bytes());
    else if (tag === 0x18) id = input.varint();
    else if (tag === 0x22) data = input.bytes();
    else input.skip(tag);
  }
  return stat === undefined ? { type, id, data } : { type, id, data, stat };
}

function decodeStat(bytes: Buffer): ReceivedStat {
  const input = new Input(bytes);
  const xattrs = new Map<string, Buffer>();
  const stat = {
    path: '',
    mode: 0,
    size: 0,
    modTime: 0n,
    linkname: '',
    devmajor: 0,
    devminor: 0,
    xattrs,
  };
  while (input.hasMore) {
    const tag = input.varint();
    if (tag === 0x0a) stat.path = input.bytes().toString('latin1');
    else if (tag === 0x10) stat.mode = input.varint();
    else if (tag === 0x28) stat.size = input.varint();
    else if (tag === 0x30) stat.modTime = input.varint64();
    else if (tag === 0x3a) stat.linkname = input.bytes().toString('latin1');
    else if (tag === 0x40) stat.devmajor = input.varint();
    else if (tag === 0x48) stat.devminor = input.varint();
    else if (tag === 0x52) xattrs.set(...decodeXattr(input.bytes()));
    else input.skip(tag);
  }
  return stat;
}

function decodeXattr(bytes: Buffer): [name: string, value: Buffer] {
  const input = new Input(bytes);
  let name = '';
  let value: Buffer = Buffer.alloc(0);
  while (input.hasMore) {
    const tag = input.varint();
    if (tag === 0x0a) name = input.bytes().toString('latin1');
    else if (tag === 0x12) value = input.bytes();
    else input.skip(tag);
  }
  return [name, value];
}

class Output {
  target: Buffer;
  position = 0;

  constructor(target: Buffer) {
    this.target = target;
  }

  /** Makes room for so many bytes more. */
  reserve(bytes: number): void {
    const needed = this.position + bytes;
    if (needed <= this.target.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.target.length));
    this.target.copy(larger, 0, 0, this.position);
    this.target = larger;
  }

  finish(): Buffer {
    return this.target.subarray(0, this.position);
  }

  /** An unsigned varint field; 0 is left out, as proto3 does. */
  number(field: number, value: number): void {
    if (value === 0) return;
    this.target[this.position++] = field << 3;
    this.varint(value);
  }

  bigint(field: number, value: bigint): void {
    if (value === 0n) return;
    this.target[this.position++] = field << 3;
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      this.target[this.position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.target[this.position++] = Number(rest);
  }

  path(field: number, value: string): void {
    const encoded = encodePath(value);
    if (typeof encoded === 'string') {
      this.lengthPrefix(field, Buffer.byteLength(value));
      this.position += this.target.write(value, this.position, 'utf8');
    } else this.bytes(field, encoded);
  }

  bytes(field: number, value: Uint8Array): void {
    this.lengthPrefix(field, value.length);
    this.target.set(value, this.position);
    this.position += value.length;
  }

  lengthPrefix(field: number, length: number): void {
    this.target[this.position++] = (field << 3) | 2;
    this.varint(length);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.target[this.position++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.target[this.position++] = rest;
  }
}

/** Where the entry of one packet is put together: its length stands before it. */
const body = new Output(Buffer.allocUnsafeSlow(1024));

class Input {
  private readonly source: Buffer;
  private position = 0;

  constructor(source: Buffer) {
    this.source = source;
  }

  get hasMore(): boolean {
    return this.position < this.source.length;
  }

  varint(): number {
    let value = 0;
    for (let count = 0, factor = 1; count < MAX_VARINT_BYTES; count++, factor *= 0x80) {
      const byte = this.next();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new RangeError('packet has a number that is too long');
  }

  varint64(): bigint {
    let value = 0n;
    for (let count = 0n; count < MAX_VARINT_BYTES; count++) {
      const byte = this.next();
      value |= BigInt(byte & 0x7f) << (7n * count);
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new RangeError('packet has a number that is too long');
  }

  bytes(length = this.varint()): Buffer {
    const end = this.position + length;
    if (end > this.source.length) throw new RangeError('packet ends within a field');
    const bytes = this.source.subarray(this.position, end);
    this.position = end;
    return bytes;
  }

  skip(tag: number): void {
    const wireType = tag & 7;
    if (wireType === 0) this.varint64();
    else if (wireType === 2) this.bytes();
    else if (wireType === 1) this.bytes(8);
    else if (wireType === 5) this.bytes(4);
    else throw new RangeError(`packet has a field of wire type ${wireType}`);
  }

  private next(): number {
    const byte = this.source[this.position++];
    if (byte === undefined) throw new RangeError('packet ends within a number');
    return byte;
  }
}
