import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { contentHandlers } from '../../../lib/client/content-store/content-handlers';
import { type LayoutAccess, LayoutFolder } from '../../../lib/client/content-store/layout-folder';
import { CONTENT } from '../../../lib/client/daemon/services';
import { RPC } from '../../../lib/client/rpc/rpc-error';
import type { ServerCall } from '../../../lib/client/rpc/server';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('content');
const sha256 = (data: Uint8Array) => `sha256:${createHash('sha256').update(data).digest('hex')}`;
const STORE = 'local:/cache';

/** A folder behind the service, and calls of it. */
function served(access: LayoutAccess = 'write') {
  const layout = new LayoutFolder(mkdtempSync(join(root, 'layout-')), access);
  const handlers = contentHandlers(new Map([[STORE, layout]]));
  const call = async (
    path: string,
    messages: readonly Uint8Array[],
    store = STORE,
  ): Promise<Buffer[]> => {
    const sent: Buffer[] = [];
    const peer = {
      metadata: new Map([['buildkit-attachable-store-id', [store]]]),
      signal: new AbortController().signal,
      async *messages() {
        yield* messages;
      },
      send: async (message: Uint8Array) => void sent.push(Buffer.from(message)),
    };
    await handlers[path]?.(peer as unknown as ServerCall);
    return sent;
  };
  return {
    layout,
    call,
    blobs: () => readdirSync(join(layout.path, 'blobs/sha256')).sort(),
    info: (digest: string, store?: string) =>
      call(CONTENT.info.path, [CONTENT.info.encodeRequest({ digest })], store),
    read: async (digest: string, offset = 0, size = 0) => {
      const parts = await call(CONTENT.read.path, [
        CONTENT.read.encodeRequest({ digest, offset, size }),
      ]);
      return Buffer.concat(parts.map((part) => CONTENT.read.decodeResponse(part).data));
    },
    write: (...requests: readonly Parameters<typeof CONTENT.write.encodeRequest>[0][]) =>
      call(CONTENT.write.path, requests.map(CONTENT.write.encodeRequest)),
  };
}

/** A blob in parts, as a daemon sends it. */
const parts = (content: Uint8Array, expected: string, cuts: readonly number[] = []) => {
  const ends = [...cuts.map((cut) => cut % (content.length + 1)), content.length].sort(
    (a, b) => a - b,
  );
  let offset = 0;
  const writes = ends.map((end) => {
    const data = content.subarray(offset, end);
    const one = { action: 1, offset, data };
    offset = end;
    return one;
  });
  return [
    { action: 0, ref: 'x', total: content.length, expected },
    ...writes,
    { action: 2, offset: content.length, total: content.length, expected },
  ];
};

test('a blob is read as it was written, whole and in parts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc.array(fc.nat(), { maxLength: 4 }),
      fc.nat(),
      fc.nat(),
      async (content, cuts, from, length) => {
        const store = served();
        const digest = sha256(content);
        const answers = await store.write(...parts(content, digest, cuts));
        const last = CONTENT.write.decodeResponse(answers.at(-1) ?? Buffer.alloc(0));
        const offset = from % content.length;
        const size = length % content.length;

        expect(last).toMatchObject({ digest, offset: content.length });
        expect(await store.read(digest)).toEqual(Buffer.from(content));
        const end = size === 0 ? content.length : offset + size;
        expect(await store.read(digest, offset, size)).toEqual(
          Buffer.from(content.subarray(offset, end)),
        );
        const [info = Buffer.alloc(0)] = await store.info(digest);
        expect(CONTENT.info.decodeResponse(info).info).toMatchObject({ size: content.length });
        expect(store.blobs()).toEqual([digest.slice(7)]);
      },
    ),
    { numRuns: 30 },
  );
});

test('a blob of several megabytes comes in messages that a daemon takes', async () => {
  const store = served();
  const content = randomBytes(5_000_000);
  await store.write(...parts(content, sha256(content), [1_000_000, 3_000_000]));

  expect(sha256(await store.read(sha256(content)))).toBe(sha256(content));
});

const content = Buffer.from('hello');
const digest = sha256(content);

test.each<[string, number, (store: ReturnType<typeof served>) => Promise<unknown>]>([
  ['a store that is not there', RPC.NOT_FOUND, (store) => store.info(digest, 'local:/etc')],
  ['a blob that is not there', RPC.NOT_FOUND, (store) => store.info(digest)],
  ['a digest that is a path', RPC.NOT_FOUND, (store) => store.read('sha256:../../index.json')],
  [
    'another digest',
    RPC.FAILED_PRECONDITION,
    (store) => store.write(...parts(content, sha256(Buffer.from('x')))),
  ],
  [
    'another size',
    RPC.FAILED_PRECONDITION,
    (store) => store.write({ action: 1, data: content }, { action: 2, offset: 5, total: 6 }),
  ],
  ['a gap', RPC.OUT_OF_RANGE, (store) => store.write({ action: 1, offset: 3, data: content })],
  [
    'a digest of another kind',
    RPC.INVALID_ARGUMENT,
    (store) => store.write({ action: 0, expected: '../../x' }, { action: 1, data: content }),
  ],
])('refuses %s, and leaves nothing', async (_, code, run) => {
  const store = served();

  await expect(run(store)).rejects.toMatchObject({ code });
  expect(
    readdirSync(store.layout.path, { recursive: true }).filter(
      (name) => !/^blobs/.test(String(name)),
    ),
  ).toEqual([]);
});

test('a blob that is there need not be sent, and a folder that is read is not written to', async () => {
  const store = served();
  await store.write(...parts(content, digest));
  await expect(store.write(...parts(content, digest))).rejects.toMatchObject({
    code: RPC.ALREADY_EXISTS,
  });

  const readOnly = served('read');
  await expect(readOnly.write(...parts(content, digest))).rejects.toMatchObject({
    code: RPC.PERMISSION_DENIED,
  });
});

test('what was added is removed again, and what was there before is not', async () => {
  const store = served();
  const old = Buffer.from('old');
  mkdirSync(join(store.layout.path, 'blobs/sha256'), { recursive: true });
  writeFileSync(store.layout.placeOf(sha256(old)) ?? '', old);
  await store.write(...parts(content, digest));
  store.layout.discard();

  expect(store.blobs()).toEqual([sha256(old).slice(7)]);
  expect(readFileSync(store.layout.placeOf(sha256(old)) ?? '', 'utf8')).toBe('old');
});
