import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { FILE_SYNC_PATH } from '../../lib/client/daemon/services';
import { fileSyncHandlers } from '../../lib/client/file-sync/file-sync';
import { serveConnection } from '../../lib/client/rpc/server';
import { decodePacket, encodePacket, type FileStat, PACKET } from '../../lib/pb/fsutil';

/** What a receiver asks for, as header fields have it. */
export interface Asked {
  readonly name?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly follow?: readonly string[];
}

/** Receives folders by gRPC as a daemon does, a step at a time. */
export class FileSyncPeer {
  readonly #server: Server;
  readonly #sessions: { destroy(): void }[] = [];
  #client: Client | undefined;

  constructor(locals: Readonly<Record<string, string>>) {
    this.#server = createServer((socket) => {
      this.#sessions.push(serveConnection(socket, fileSyncHandlers(locals)));
    });
  }

  async open({
    exclude = [],
    follow = [],
    include = [],
    name = 'src',
  }: Asked = {}): Promise<Transfer> {
    if (this.#client === undefined) {
      await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
      const { port } = this.#server.address() as AddressInfo;
      this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    }
    const metadata = new Metadata();
    const lists = {
      'dir-name': [name],
      'include-patterns': include,
      'exclude-patterns': exclude,
      followpaths: follow,
    };
    for (const [key, values] of Object.entries(lists)) {
      metadata.set(`${key}-encoded`, 'true');
      for (const value of values) metadata.add(key, encodeURIComponent(value));
    }
    const same = (bytes: Buffer) => bytes;
    return new Transfer(this.#client.makeBidiStreamRequest(FILE_SYNC_PATH, same, same, metadata));
  }

  close(): void {
    this.#client?.close();
    for (const session of this.#sessions) session.destroy();
    this.#server.close();
  }
}

/** One transfer; what it fails with is the error of whatever is waited for. */
export class Transfer {
  /** Settles once all entries were told. */
  readonly listed: Promise<readonly FileStat[]>;
  /** Settles with the end of the call; with its error, where it has one. */
  readonly ended: Promise<ServiceError | undefined>;
  /** All content that came, whatever it was asked for. */
  received = Buffer.alloc(0);
  readonly #call: ClientDuplexStream<Buffer, Buffer>;
  readonly #waiting = new Map<number, { chunks: Buffer[]; done: (content: Buffer) => void }>();

  constructor(call: ClientDuplexStream<Buffer, Buffer>) {
    this.#call = call;
    const stats: FileStat[] = [];
    this.ended = new Promise((resolve) => {
      call.on('error', (error) => resolve(error as ServiceError));
      call.on('status', ({ code }) => code === 0 && resolve(undefined));
    });
    this.listed = new Promise((resolve, reject) => {
      call.on('data', (message: Buffer) => {
        const packet = decodePacket(message);
        if (packet.type === PACKET.DATA) this.#take(packet.id, Buffer.from(packet.data));
        if (packet.type !== PACKET.STAT) return;
        if (packet.stat === undefined) resolve(stats);
        else stats.push(packet.stat);
      });
      call.on('error', reject);
    });
    this.listed.catch(() => {});
  }

  /** The content of a file, by its place among the entries. */
  content(id: number): Promise<Buffer> {
    const content = new Promise<Buffer>((done) => this.#waiting.set(id, { chunks: [], done }));
    this.request(id);
    return content;
  }

  /** Asks for a file without waiting for it. */
  request(id: number): void {
    this.#call.write(encodePacket(PACKET.REQ, id));
  }

  /** Says that all has come. */
  finish(): Promise<ServiceError | undefined> {
    this.#call.write(encodePacket(PACKET.FIN, 0));
    this.#call.end();
    return this.ended;
  }

  /** Says that receiving has failed. */
  fail(reason: string): Promise<ServiceError | undefined> {
    this.#call.write(encodePacket(PACKET.ERR, 0, Buffer.from(reason)));
    return this.ended;
  }

  /** Sends bytes that may be no packet. */
  write(bytes: Buffer): void {
    this.#call.write(bytes);
  }

  cancel(): void {
    this.#call.cancel();
  }

  #take(id: number, data: Buffer): void {
    this.received = Buffer.concat([this.received, data]);
    const waiting = this.#waiting.get(id);
    waiting?.chunks.push(data);
    if (data.length === 0) waiting?.done(Buffer.concat(waiting.chunks));
  }
}
