import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { SESSION } from '../../../lib/client/daemon/services';
import { ExportTargets } from '../../../lib/client/export/export-targets';
import { RPC, RpcError } from '../../../lib/client/rpc/rpc-error';
import { folderContent } from '../../support/folder-content';
import { temporaryFolder } from '../../support/temporary-folder';
import {
  data,
  END_OF_STATS,
  type EntrySent,
  FIN,
  GO,
  packet,
  statPacket,
  TreeSender,
} from '../../support/tree-sender';

const folder = temporaryFolder('hostile');

/** A place to export to, `here/out`, and beside it what nobody may touch. */
function place() {
  const root = mkdtempSync(join(folder, 'place-'));
  mkdirSync(join(root, 'canary/below'), { recursive: true, mode: 0o700 });
  writeFileSync(join(root, 'canary/file'), 'not yours', { mode: 0o600 });
  mkdirSync(join(root, 'here'));
  return {
    root,
    here: join(root, 'here'),
    out: join(root, 'here/out'),
    canary: join(root, 'canary'),
  };
}

const targetsFor = (output: string) => new ExportTargets([{ type: 'local', attrs: {}, output }]);
const serve = (targets: ExportTargets, sender: TreeSender) =>
  targets.handlers[SESSION.fileSend.path]?.(sender.call) ?? Promise.reject(new Error('no handler'));

/** Receives a tree; a daemon that lies says that all went well, whatever it was told. */
async function exportTree(out: string, ...senders: readonly TreeSender[]): Promise<void> {
  const targets = targetsFor(out);
  for (const sender of senders) await serve(targets, sender).catch(() => {});
  await targets.commit();
}

const dir = (path: string | Buffer, mode = 0o755): EntrySent => ({ path, mode: GO.DIR + mode });
const file = (path: string | Buffer, content = 'x', mode = 0o644): EntrySent => ({
  path,
  mode,
  content,
});
const link = (path: string | Buffer, linkname: string): EntrySent => ({
  path,
  mode: GO.SYMLINK + 0o777,
  linkname,
});
const hardlink = (path: string, linkname: string): EntrySent => ({ path, mode: 0o644, linkname });

/** Trees that no sender of good faith sends, most of them on their way out of the folder. */
const NASTY: Readonly<Record<string, (canary: string) => readonly EntrySent[]>> = {
  'a link, then a folder of its name, and a file in it': (canary) => [
    link('a', canary),
    dir('a', 0o777),
    file('a/x'),
  ],
  'a link, then a folder of its name': (canary) => [link('a', canary), dir('a', 0o777)],
  'a link, then a file of its name': (canary) => [
    link('a', join(canary, 'file')),
    file('a', 'yours now', 0o777),
  ],
  'a folder, then a link of its name, then what is in it': (canary) => [
    dir('a'),
    link('a', canary),
    file('a/x'),
  ],
  'something below a link': (canary) => [link('a', canary), file('a/x')],
  'something below a file': () => [file('a'), file('a/x')],
  'something below what was not sent': () => [file('a/x')],
  'a file twice': () => [file('a'), file('a')],
  'a folder twice': () => [dir('a'), dir('a')],
  'a folder again, later': () => [dir('a'), dir('b'), file('a/x')],
  'names out of order': () => [file('b'), file('a')],
  'a name before one that a slash makes earlier': () => [dir('a'), file('a-b'), file('a/b')],
  'an absolute path': (canary) => [file(join(canary, 'x'))],
  'a path up and out': () => [file('../x')],
  'two dots': () => [dir('..', 0o777)],
  'two dots within': () => [dir('a'), file('a/../../x')],
  'two dots at the end': () => [dir('a'), dir('a/..', 0o777)],
  'one dot': () => [dir('.', 0o777)],
  'one dot within': () => [dir('a'), file('a/./x')],
  'an empty path': () => [dir('', 0o777)],
  'an empty segment': () => [dir('a'), file('a//x')],
  'a slash at the end': () => [dir('a/')],
  'a zero byte': () => [file('a\0b')],
  'a hard link to what was not sent': (canary) => [hardlink('a', join(canary, 'file'))],
  'a hard link up and out': () => [hardlink('a', '../../canary/file')],
  'a hard link to itself': () => [hardlink('a', 'a')],
  'a hard link to what comes later': () => [hardlink('a', 'b'), file('b')],
  'a hard link by way of a link': (canary) => [link('a', canary), hardlink('b', 'a/file')],
  'a hard link to a link': (canary) => [link('a', join(canary, 'file')), hardlink('b', 'a')],
  'a hard link to a folder': () => [dir('a'), hardlink('b', 'a')],
  'a link to nowhere': () => [link('a', '')],
  'a link with a zero byte': () => [link('a', 'b\0c')],
};

describe('of a tree that is not in order nothing is written, and the build fails, for', () => {
  test.each(Object.entries(NASTY))('%s', async (_, entries) => {
    const { root, canary, here, out } = place();
    const before = folderContent(canary);
    const sender = TreeSender.of(entries(canary));

    await expect(exportTree(out, sender)).rejects.toMatchObject({
      code: 'E_EXPORT',
      message: expect.stringContaining(out),
    });
    expect(readdirSync(here)).toEqual([]);
    expect(readdirSync(root).sort()).toEqual(['canary', 'here']);
    expect(folderContent(canary)).toEqual(before);
    expect(sender.heard.at(-1)).toMatch(/^ERR ./);
  });
});

describe('fails, though the daemon says that all went well, when it', () => {
  const entries = [dir('a'), file('a/x', 'content')];
  const stats = entries.map(statPacket);
  const nothing = () => [];

  test.each<[string, TreeSender]>([
    ['says that it is done before the end of the list', new TreeSender([...stats, FIN], nothing)],
    [
      'says that it is done before the files have come',
      new TreeSender([...stats, END_OF_STATS, FIN], nothing),
    ],
    [
      'says that it is done within a file',
      new TreeSender([...stats, END_OF_STATS, data(1, 'con'), FIN], nothing),
    ],
    ['ends the call before the end of the list', new TreeSender(stats, nothing)],
    ['ends the call before the files have come', new TreeSender([...stats, END_OF_STATS], nothing)],
    [
      'sends less of a file than it said',
      new TreeSender([...stats, END_OF_STATS, data(1, 'con'), data(1, '')], nothing),
    ],
    [
      'sends more of a file than it said',
      new TreeSender([...stats, END_OF_STATS, data(1, 'contents'), data(1, '')], nothing),
    ],
    [
      'sends a file that was not asked for',
      new TreeSender([...stats, END_OF_STATS, data(0, 'x'), data(0, '')], nothing),
    ],
    [
      'sends an entry after the end of the list',
      new TreeSender([...stats, END_OF_STATS, statPacket(file('b'))], nothing),
    ],
    [
      'sends an entry after all was received',
      new TreeSender([...stats, END_OF_STATS], (asked) =>
        asked === 'fin' ? [statPacket(file('b'))] : [data(1, 'content'), data(1, '')],
      ),
    ],
    ['ends the list twice', new TreeSender([...stats, END_OF_STATS, END_OF_STATS], nothing)],
    [
      'tells of an error',
      new TreeSender([...stats, packet({ type: 4, data: Buffer.from('disk failed') })], nothing),
    ],
    ['sends what is no packet', new TreeSender([Buffer.from([0x12, 0xff])], nothing)],
    ['sends a packet of another kind', new TreeSender([packet({ type: 9 })], nothing)],
  ])('%s', async (_, sender) => {
    const { here, out } = place();

    await expect(exportTree(out, sender)).rejects.toMatchObject({ code: 'E_EXPORT' });
    expect(readdirSync(here)).toEqual([]);
  });

  test('sends no tree at all', async () => {
    const { out } = place();

    await expect(exportTree(out)).rejects.toMatchObject({ code: 'E_EXPORT' });
  });

  test('sends to an output that the build does not have', async () => {
    const { out } = place();
    const other = new Map([['buildkit-attachable-exporter-id', ['7']]]);

    await expect(
      exportTree(out, TreeSender.of([file('a')]), TreeSender.of([file('a')], other)),
    ).rejects.toMatchObject({ code: 'E_EXPORT' });
    expect(existsSync(out)).toBe(false);
  });

  test('sends a good tree, and then one that is not', async () => {
    const { canary, out } = place();
    const bad = TreeSender.of([link('b', canary), dir('b', 0o777)]);

    await expect(exportTree(out, TreeSender.of([file('a')]), bad)).rejects.toMatchObject({
      code: 'E_EXPORT',
    });
    expect(existsSync(out)).toBe(false);
  });
});

describe('a call that breaks off', () => {
  const entries = [dir('a'), file('a/x', 'content')];
  const stats = entries.map(statPacket);
  /** Breaks off after what is sent. */
  const broken = (sender: TreeSender): TreeSender => {
    const { call } = sender;
    async function* messages() {
      yield* call.messages();
      throw new RpcError(RPC.CANCELLED, 'call broke off');
    }
    return Object.assign(sender, { call: { ...call, messages } });
  };

  test('before all has come is an error', async () => {
    const { here, out } = place();
    const sender = broken(new TreeSender([...stats, END_OF_STATS], () => [data(1, 'content')]));

    await expect(exportTree(out, sender)).rejects.toMatchObject({ code: 'E_EXPORT' });
    expect(readdirSync(here)).toEqual([]);
  });

  test('after the daemon was told that all has come is none: it has no more to say', async () => {
    const { out } = place();
    const answers = [[data(1, 'content'), data(1, '')], []];

    await exportTree(
      out,
      broken(new TreeSender([...stats, END_OF_STATS], () => answers.shift() ?? [])),
    );

    expect(folderContent(out)).toHaveProperty('a/x');
  });
});

test('the names of an error hold nothing that a terminal obeys', async () => {
  const { out } = place();

  await expect(exportTree(out, TreeSender.of([file('\x1b[31m/x')]))).rejects.toMatchObject({
    message: expect.not.stringContaining('\x1b'),
  });
});

describe('whatever is sent, nothing changes outside of the folder', () => {
  // Few names, so that entries meet.
  const segment = fc.constantFrom('a', 'a', 'a', 'b', '..');
  const odd = fc.constantFrom(
    '',
    '.',
    '..',
    '/',
    'a/',
    '/a',
    'a//b',
    './a',
    'a/..',
    '../../canary',
  );
  const clean = fc.array(segment, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('/'));
  const path = fc.oneof({ weight: 9, arbitrary: clean }, { weight: 1, arbitrary: odd });
  // Stands for its place, which each run has anew.
  const target = fc.constantFrom('CANARY', 'CANARY', 'CANARY/file', '../..', 'a', 'a/b');
  const mode = fc.constantFrom(0o644, 0o777, 0, GO.SETUID + 0o755);
  const entry: fc.Arbitrary<EntrySent> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ path, mode: mode.map((bits) => GO.DIR + bits) }) },
    fc.record({ path, mode, content: fc.constantFrom('', 'x') }),
    {
      weight: 3,
      arbitrary: fc.record({ path, mode: fc.constant(GO.SYMLINK + 0o777), linkname: target }),
    },
    fc.record({ path, mode, linkname: fc.oneof(target, path) }),
    fc.record({ path, mode: mode.map((bits) => GO.FIFO + bits) }),
    fc.record({ path, mode: fc.constant(GO.DIR + GO.SYMLINK + 0o777), linkname: target }),
  );
  const byName = (a: EntrySent, b: EntrySent) => Buffer.compare(key(a), key(b));
  const key = ({ path: name }: EntrySent) => Buffer.from(String(name).replaceAll('/', '\0'));

  // Sorted lists come further than others: what is in order is written.
  test.each([
    ['as it comes', (entries: EntrySent[]) => entries],
    ['in order', (entries: EntrySent[]) => [...entries].sort(byName)],
  ])('%s', async (_, order) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 5 }),
        fc.boolean(),
        async (entries, isThere) => {
          const { canary, here, out, root } = place();
          if (isThere) {
            mkdirSync(out);
            mkdirSync(join(out, 'a'));
          }
          const before = folderContent(canary);

          const sent = order(entries).map((one) => ({
            ...one,
            linkname: String(one.linkname ?? '').replace('CANARY', canary),
          }));
          const failure = await exportTree(out, TreeSender.of(sent)).catch((error) => error);

          expect(folderContent(canary)).toEqual(before);
          expect(readdirSync(root).sort()).toEqual(['canary', 'here']);
          expect(readdirSync(here).filter((name) => name !== 'out')).toEqual([]);
          if (failure !== undefined) {
            expect(failure).toMatchObject({ code: 'E_EXPORT' });
            expect(existsSync(out) ? readdirSync(out) : []).toEqual(isThere ? ['a'] : []);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
