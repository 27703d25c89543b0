import { createHash } from 'node:crypto';
import { createReadStream, renameSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../files/make-folder';
import { forgetTemporary, removeTemporary, temporaryBeside } from '../../files/temporary';
import type { WriteContentRequest } from '../../pb/generated/client';
import { CONTENT } from '../daemon/services';
import { RPC, RpcError } from '../rpc/rpc-error';
import { type Handlers, type ServerCall, unaryHandler } from '../rpc/server';
import type { LayoutFolder } from './layout-folder';

const STORE_HEADER = 'buildkit-attachable-store-id';

/** What one message carries; a daemon takes no more than 16 MiB. */
const CHUNK_BYTES = 1024 * 1024;

const WRITE = { STAT: 0, WRITE: 1, COMMIT: 2 } as const;

/**
 * Serves the content stores of a session: OCI layouts in folders, by the names that the daemon has for
 * them: `local:<dest>` of a cache, `export` of the exporter `oci`, `oci:<name>` of a source.
 *
 * @see containerd api/services/content/v1, BuildKit session/content
 */
export function contentHandlers(stores: ReadonlyMap<string, LayoutFolder>): Handlers {
  const storeOf = (call: ServerCall): LayoutFolder => {
    const name = call.metadata.get(STORE_HEADER)?.[0] ?? '';
    const store = stores.get(name);
    if (store === undefined) throw new RpcError(RPC.NOT_FOUND, `no content store "${name}"`);
    return store;
  };
  return {
    ...unaryHandler(CONTENT.info, ({ digest }, call) => ({
      info: { digest, size: requireBlob(storeOf(call), digest).size },
    })),
    ...unaryHandler(CONTENT.abort, () => ({})),
    [CONTENT.read.path]: async (call) => {
      for await (const message of call.messages()) {
        return await read(storeOf(call), CONTENT.read.decodeRequest(message), call);
      }
    },
    [CONTENT.write.path]: async (call) => {
      const store = storeOf(call);
      if (store.access === 'write') return await new BlobWriter(store, call).run();
      throw new RpcError(RPC.PERMISSION_DENIED, `"${store.path}" is only read`);
    },
  };
}

function requireBlob(store: LayoutFolder, digest: string) {
  const place = store.placeOf(digest);
  const size = store.sizeOf(digest);
  if (place !== undefined && size !== undefined) return { place, size };
  throw new RpcError(RPC.NOT_FOUND, `content ${digest} is not in "${store.path}"`);
}

interface Part {
  readonly digest: string;
  readonly offset: number;
  /** 0 for all of the rest. */
  readonly size: number;
}

async function read(store: LayoutFolder, part: Part, call: ServerCall): Promise<void> {
  const { place, size } = requireBlob(store, part.digest);
  const start = Math.max(0, part.offset);
  if (start > size) throw new RpcError(RPC.OUT_OF_RANGE, `${part.digest} has ${size} bytes`);
  const end = part.size > 0 ? Math.min(size, start + part.size) : size;
  if (start === end) return;
  let offset = 0;
  const options = { start, end: end - 1, highWaterMark: CHUNK_BYTES, signal: call.signal };
  for await (const data of createReadStream(place, options)) {
    await call.send(CONTENT.read.encodeResponse({ offset, data }));
    offset += data.length;
  }
}

/** Takes one blob: it is written aside, and gets its name once its digest is known. */
class BlobWriter {
  readonly #hash = createHash('sha256');
  #expected = '';
  #size = 0;
  #file: { readonly handle: FileHandle; readonly path: string } | undefined;

  constructor(
    private readonly store: LayoutFolder,
    private readonly call: ServerCall,
  ) {}

  async run(): Promise<void> {
    try {
      for await (const message of this.call.messages()) {
        const request = CONTENT.write.decodeRequest(message);
        const digest = await this.#take(request);
        const { action, total } = request;
        const answer = { action, offset: this.#size, total, digest };
        await this.call.send(CONTENT.write.encodeResponse(answer));
        if (action === WRITE.COMMIT) return;
      }
    } finally {
      await this.#file?.handle.close().catch(() => {});
      if (this.#file !== undefined) await removeTemporary(this.#file.path);
    }
  }

  /** @returns the digest of what was written, once it is all */
  async #take({ action, data, expected, offset, total }: WriteContentRequest): Promise<string> {
    if (expected !== '') this.#expect(expected);
    if (action === WRITE.STAT) return '';
    if (offset !== this.#size) {
      throw new RpcError(RPC.OUT_OF_RANGE, `write at ${offset}, where ${this.#size} is the end`);
    }
    if (data.length > 0) await this.#write(data);
    return action === WRITE.COMMIT ? await this.#commit(total) : '';
  }

  #expect(digest: string): void {
    this.#expected = digest;
    this.store.wants(digest);
    if (this.store.sizeOf(digest) === undefined) return;
    throw new RpcError(RPC.ALREADY_EXISTS, `content ${digest} is there`);
  }

  async #write(data: Uint8Array): Promise<void> {
    this.#file ??= await this.#open();
    await this.#file.handle.writeFile(data);
    this.#hash.update(data);
    this.#size += data.length;
  }

  async #open() {
    const place = this.store.placeOf(this.#expected || `sha256:${'0'.repeat(64)}`);
    if (place === undefined) {
      throw new RpcError(RPC.INVALID_ARGUMENT, `"${this.#expected}" is no digest by sha256`);
    }
    makeFolder(dirname(place));
    const path = temporaryBeside(place);
    return { handle: await open(path, 'wx', 0o644), path };
  }

  async #commit(total: number): Promise<string> {
    this.#file ??= await this.#open();
    const { handle, path } = this.#file;
    const digest = `sha256:${this.#hash.digest('hex')}`;
    if (total > 0 && total !== this.#size) {
      throw new RpcError(RPC.FAILED_PRECONDITION, `${this.#size} bytes came of ${total}`);
    }
    if (this.#expected !== '' && this.#expected !== digest) {
      throw new RpcError(RPC.FAILED_PRECONDITION, `${this.#expected} was said, ${digest} came`);
    }
    await handle.close();
    const isNew = this.store.sizeOf(digest) === undefined;
    renameSync(path, this.store.placeOf(digest) ?? path);
    forgetTemporary(path);
    this.store.wants(digest);
    if (isNew) this.store.added(digest);
    return digest;
  }
}
