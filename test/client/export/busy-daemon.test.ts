import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { receiveTree } from '../../../lib/client/export/receive-tree';
import type { ServerCall } from '../../../lib/client/rpc/server';
import { decodePacket, PACKET } from '../../../lib/pb/fsutil';
import { temporaryFolder } from '../../support/temporary-folder';
import { data, END_OF_STATS, FIN, statPacket } from '../../support/tree-sender';

const FILES = 500;

/** A queue that holds few things: who adds one waits for room, who takes one for something. */
class Queue<T> {
  readonly #things: T[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly room: number) {}

  async put(thing: T): Promise<void> {
    while (this.#things.length >= this.room) await this.#change();
    this.#things.push(thing);
    this.#wake();
  }

  async take(): Promise<T> {
    while (this.#things.length === 0) await this.#change();
    const thing = this.#things.shift() as T;
    this.#wake();
    return thing;
  }

  #change(): Promise<void> {
    return new Promise((done) => this.#waiting.push(done));
  }

  #wake(): void {
    for (const done of this.#waiting.splice(0)) done();
  }
}

/**
 * A daemon that sends a tree as fsutil does: entries and files share one connection, and while files
 * are not taken, no more requests are read.
 */
function busyDaemon(names: readonly string[]): ServerCall {
  const sent = new Queue<Buffer>(8);
  const requests = new Queue<Buffer>(8);
  const list = async () => {
    for (const path of names) await sent.put(statPacket({ path, mode: 0o644, content: path }));
    await sent.put(END_OF_STATS);
  };
  const answer = async () => {
    for (;;) {
      const { id, type } = decodePacket(await requests.take());
      if (type === PACKET.FIN) return sent.put(FIN);
      await sent.put(data(id, names[id] ?? ''));
      await sent.put(data(id, ''));
    }
  };
  void list();
  void answer();
  async function* messages(): AsyncGenerator<Buffer> {
    for (;;) yield await sent.take();
  }
  const call = {
    signal: new AbortController().signal,
    messages,
    send: (message: Uint8Array) => requests.put(Buffer.from(message)),
  };
  return call as unknown as ServerCall;
}

const folder = temporaryFolder('busy-daemon');

test('a tree of many files comes whole from a daemon that waits until files are taken', async () => {
  const root = mkdtempSync(join(folder, 'tree-'));
  const names = Array.from({ length: FILES }, (_, index) => String(10_000 + index));

  await receiveTree(busyDaemon(names), root, root);

  expect(readdirSync(root)).toEqual(names);
  expect(names.filter((name) => readFileSync(join(root, name), 'utf8') !== name)).toEqual([]);
});
