import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import { type BuildExporter, connect } from '../../../lib/client';
import { CONTROL, GATEWAY, SESSION } from '../../../lib/client/daemon/services';
import { mkfile, scratch } from '../../../lib/llb';
import { CAPABILITIES } from '../../../lib/llb/definition/capability';
import { BytesMessage } from '../../../lib/pb/generated/client';
import { type Done, infoMethod, PATHS, startFakeDaemon } from '../../support/fake-daemon';
import { folderContent } from '../../support/folder-content';
import { type PeerCall, SessionPeer } from '../../support/session-peer';
import { temporaryFolder } from '../../support/temporary-folder';
import { data, END_OF_STATS, FIN, GO, statPacket } from '../../support/tree-sender';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const folder = temporaryFolder('hostile-daemon');
let count = 0;
const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const answer = (bytes: Uint8Array) => (_call: unknown, done: Done) =>
  done(null, Buffer.from(bytes));

/** Builds on a daemon that exports by `attack`, and whatever becomes of it says that all is well. */
async function build(
  exporters: readonly BuildExporter[],
  attack: (open: (exporter: number) => PeerCall) => Promise<unknown>,
): Promise<void> {
  let peer: SessionPeer | undefined;
  const enabled = Object.keys(CAPABILITIES).map((id) => ({ id, enabled: true }));
  const { address, close } = await startFakeDaemon({
    ...infoMethod('v0.32.2'),
    [PATHS.session]: (call: ServerDuplexStream<Buffer, Buffer>) => {
      peer = new SessionPeer(call);
    },
    [PATHS.status]: (call: ServerWritableStream<Buffer, Buffer>) => call.end(),
    [PATHS.ping]: answer(GATEWAY.ping.encodeResponse({ llbCaps: enabled })),
    [PATHS.gatewaySolve]: answer(GATEWAY.solve.encodeResponse({ result: { ref: { id: 'r1' } } })),
    [PATHS.return]: answer(Buffer.alloc(0)),
    [PATHS.solve]: async (_call: unknown, done: Done) => {
      await attack((exporter) => {
        if (peer === undefined) throw new Error('no session was opened');
        const metadata = { 'buildkit-attachable-exporter-id': String(exporter) };
        return peer.open(SESSION.fileSend.path, metadata);
      });
      done(null, Buffer.from(CONTROL.solve.encodeResponse({ exporterResponse: {} })));
    },
  });
  closers.push(() => {
    peer?.close();
    close();
  });
  const connection = await connect(address);
  const definition = scratch()
    .file(mkfile('/x', 0o644, 'x'))
    .marshal({ platform: AMD64 });
  try {
    await connection.build({ results: [{ platform: AMD64, definition }], exporters });
  } finally {
    connection.close();
  }
}

function place() {
  const root = join(folder, String(count++));
  mkdirSync(join(root, 'canary'), { recursive: true, mode: 0o700 });
  writeFileSync(join(root, 'canary/file'), 'not yours', { mode: 0o600 });
  return { root, canary: join(root, 'canary'), out: join(root, 'out') };
}

const bytes = (text: string) => BytesMessage.encode({ data: Buffer.from(text) }).finish();
const local = (output: string): BuildExporter => ({ type: 'local', attrs: {}, output });
const tar = (output: string): BuildExporter => ({ type: 'tar', attrs: {}, output });

test('a daemon that sends a tree through a link is told, and the build fails in its stead', async () => {
  const { root, canary, out } = place();
  const before = folderContent(canary);
  let status: unknown;

  const failed = build([local(out)], async (open) => {
    const call = open(0);
    call.send(statPacket({ path: 'a', mode: GO.SYMLINK + 0o777, linkname: canary }));
    call.send(statPacket({ path: 'a', mode: GO.DIR + 0o777 }));
    call.send(statPacket({ path: 'a/x', mode: 0o777, content: 'x' }));
    call.send(END_OF_STATS);
    status = await call.ended;
  });

  await expect(failed).rejects.toMatchObject({
    code: 'E_EXPORT',
    message: expect.stringContaining('path "a" comes twice, or out of order'),
  });
  expect(status).toMatchObject({ code: 2, message: expect.stringContaining('"a" comes twice') });
  expect(folderContent(canary)).toEqual(before);
  expect(readdirSync(root)).toEqual(['canary']);
});

test.each<[string, (call: PeerCall) => Promise<unknown> | undefined]>([
  ['leaves its call open', () => undefined],
  [
    'breaks its call off',
    (call) => {
      call.reset();
      return call.ended;
    },
  ],
  [
    'ends its call',
    (call) => {
      call.end();
      return call.ended;
    },
  ],
  [
    'says that it is done',
    (call) => {
      call.send(FIN);
      return call.ended;
    },
  ],
])('a daemon that sends half a tree, %s and tells of success is not believed', async (_, end) => {
  const { root, out } = place();

  const failed = build([local(out)], async (open) => {
    const call = open(0);
    // It answers a request, so that the client is known to listen.
    const isAsked = new Promise<void>((resolve) => call.onMessage(() => resolve()));
    call.send(statPacket({ path: 'a', mode: 0o644, content: 'content' }));
    call.send(END_OF_STATS);
    await isAsked;
    call.send(data(0, 'con'));
    await end(call);
  });

  await expect(failed).rejects.toMatchObject({ code: 'E_EXPORT' });
  expect(readdirSync(root)).toEqual(['canary']);
});

test('a daemon that breaks off a file and tells of success is not believed, and nothing is replaced', async () => {
  const { root, out } = place();
  writeFileSync(out, 'old');

  const failed = build([tar(out)], async (open) => {
    const call = open(0);
    call.send(bytes('half a'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    call.reset();
    await call.ended;
  });

  await expect(failed).rejects.toMatchObject({ code: 'E_EXPORT' });
  expect(readFileSync(out, 'utf8')).toBe('old');
  expect(readdirSync(root).sort()).toEqual(['canary', 'out']);
});

test('one output that fails leaves the others out of their places, too', async () => {
  const { root, out } = place();

  const failed = build([tar(out), local(join(root, 'folder'))], async (open) => {
    const good = open(0);
    good.send(bytes('all of it'));
    good.end();
    const bad = open(1);
    bad.send(statPacket({ path: '../x', mode: 0o644 }));
    await Promise.all([good.ended, bad.ended]);
  });

  await expect(failed).rejects.toMatchObject({ code: 'E_EXPORT' });
  expect(readdirSync(root)).toEqual(['canary']);
});

test('a daemon that keeps to the protocol is served', async () => {
  const { root, out } = place();

  await build([tar(out), local(join(root, 'folder'))], async (open) => {
    const file = open(0);
    file.send(bytes('all of it'));
    file.end();
    const tree = open(1);
    const isDone = new Promise<void>((resolve) => {
      const answers = [
        () => {
          for (const part of ['con', 'tent', '']) tree.send(data(1, part));
        },
        () => {
          tree.send(FIN);
          resolve();
        },
      ];
      tree.onMessage(() => answers.shift()?.());
    });
    tree.send(statPacket({ path: 'a', mode: GO.DIR + 0o750 }));
    tree.send(statPacket({ path: 'a/b', mode: 0o640, content: 'content' }));
    tree.send(END_OF_STATS);
    await isDone;
    expect(await Promise.all([file.ended, tree.ended])).toEqual([
      { code: 0, message: '' },
      { code: 0, message: '' },
    ]);
  });

  expect(readFileSync(out, 'utf8')).toBe('all of it');
  expect(readFileSync(join(root, 'folder/a/b'), 'utf8')).toBe('content');
  expect(existsSync(join(root, 'folder/a/b'))).toBe(true);
  expect(readdirSync(root).sort()).toEqual(['canary', 'folder', 'out']);
});
