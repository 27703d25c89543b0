import { parse } from 'protobufjs';
import type { ServerCall } from '../../lib/client/rpc/server';
import { decodePacket, PACKET } from '../../lib/pb/fsutil';

/** Bits of Go's os.FileMode, and what `mode` of an {@link EntrySent} is made of. */
export const GO = {
  DIR: 0x80000000,
  SYMLINK: 0x08000000,
  DEVICE: 0x04000000,
  FIFO: 0x02000000,
  SETUID: 0x00800000,
  CHAR_DEVICE: 0x00200000,
  STICKY: 0x00100000,
} as const;

/** What a STAT says; names may be bytes that are no UTF-8. */
export interface EntrySent {
  readonly path: string | Uint8Array;
  readonly mode: number;
  readonly linkname?: string | Uint8Array;
  /** Nanoseconds since 1970. */
  readonly modTime?: bigint;
  readonly content?: string;
  /** @default - that of the content */
  readonly size?: number;
  readonly devmajor?: number;
  readonly devminor?: number;
  readonly xattrs?: Readonly<Record<string, Uint8Array>>;
}

// Described here anew: what a hostile daemon sends is not made with the code that it attacks.
const Packet = parse(`
  syntax = "proto3";
  message Packet { int32 type = 1; Stat stat = 2; uint32 id = 3; bytes data = 4; }
  message Stat {
    bytes path = 1; uint32 mode = 2; uint32 uid = 3; uint32 gid = 4; int64 size = 5;
    int64 modTime = 6; bytes linkname = 7; int64 devmajor = 8;
    int64 devminor = 9; map<string, bytes> xattrs = 10;
  }`).root.lookupType('Packet');

export const packet = (fields: object): Buffer =>
  Buffer.from(Packet.encode(Packet.fromObject(fields)).finish());

export function statPacket(entry: EntrySent): Buffer {
  const { content = '', path, linkname = '', size = Buffer.byteLength(content) } = entry;
  return packet({
    type: PACKET.STAT,
    stat: {
      ...entry,
      path: Buffer.from(path as string),
      linkname: Buffer.from(linkname as string),
      size,
      modTime: String(entry.modTime ?? 0n),
    },
  });
}

export const END_OF_STATS = packet({ type: PACKET.STAT });
export const FIN = packet({ type: PACKET.FIN });
export const data = (id: number, bytes: string | Uint8Array): Buffer =>
  packet({ type: PACKET.DATA, id, data: Buffer.from(bytes as string) });

/** A call in which a daemon sends packets, and answers what the receiver asks for. */
export class TreeSender {
  /** Types of the packets that the receiver sent, with their text. */
  readonly heard: string[] = [];
  readonly call: ServerCall;
  readonly #queue: Buffer[] = [];

  /**
   * @param packets sent at first, in this order
   * @param answer what a file that is asked for by its id is answered with, and the end of all
   */
  constructor(
    packets: readonly Buffer[],
    private readonly answer: (asked: 'fin' | number) => readonly Buffer[],
    metadata: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {
    this.#queue.push(...packets);
    this.call = {
      metadata,
      signal: new AbortController().signal,
      messages: () => this.#messages(),
      send: (message: Uint8Array) => this.#hear(Buffer.from(message)),
    } as unknown as ServerCall;
  }

  /** Sends a tree as fsutil does, to the end. */
  static of(entries: readonly EntrySent[], metadata?: ReadonlyMap<string, readonly string[]>) {
    return new TreeSender(
      [...entries.map(statPacket), END_OF_STATS],
      (asked) => {
        if (asked === 'fin') return [FIN];
        const { content = '' } = entries[asked] ?? {};
        return [...(content === '' ? [] : [data(asked, content)]), data(asked, '')];
      },
      metadata,
    );
  }

  async #hear(message: Buffer): Promise<void> {
    const { data: text, id, type } = decodePacket(message);
    const name = Object.entries(PACKET).find(([, number]) => number === type)?.[0];
    this.heard.push(`${name} ${type === PACKET.REQ ? id : Buffer.from(text).toString()}`.trim());
    if (type === PACKET.REQ) this.#queue.push(...this.answer(id));
    if (type === PACKET.FIN) this.#queue.push(...this.answer('fin'));
  }

  /** An empty queue ends the call: what is to be sent was asked for before. */
  async *#messages(): AsyncGenerator<Buffer, void, undefined> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) yield next;
  }
}
