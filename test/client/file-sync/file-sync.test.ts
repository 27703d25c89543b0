import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { RPC } from '../../../lib/client/rpc/rpc-error';
import { TreeFilter } from '../../../lib/file-tree/tree-filter';
import { walkTree } from '../../../lib/file-tree/walk';
import type { FileStat } from '../../../lib/pb/fsutil';
import { FileSyncPeer } from '../../support/file-sync-peer';
import { temporaryFolder } from '../../support/temporary-folder';

const place = temporaryFolder('file-sync');
const SECRET = 'what lies outside';
let count = 0;
const peers: FileSyncPeer[] = [];
afterAll(() => {
  for (const peer of peers) peer.close();
});

/** A folder to send, with another beside it that nobody may see. */
function project() {
  const base = join(place, String(count++));
  const root = join(base, 'root');
  mkdirSync(join(root, 'folder/below'), { recursive: true });
  mkdirSync(join(base, 'outside/below'), { recursive: true });
  for (const [path, text] of [
    ['root/file', 'a file'],
    ['root/folder/file', 'a file in a folder'],
    ['root/folder/below/file', 'a file far below'],
    ['root/large', 'x'.repeat(100_000)],
    ['outside/file', SECRET],
    ['outside/below/file', SECRET],
    ['outside/large', SECRET.repeat(10_000)],
  ] as const) {
    writeFileSync(join(base, path), text);
  }
  symlinkSync('../outside', join(root, 'leads-out'));
  symlinkSync('/etc', join(root, 'absolute'));
  const at = (path: string) => join(root, path);
  const outside = (path: string) => join(base, 'outside', path);
  const peer = new FileSyncPeer({ src: root, file: at('file'), none: at('none') });
  peers.push(peer);
  return { root, at, outside, peer };
}

const idOf = (stats: readonly FileStat[], path: string) =>
  stats.findIndex((stat) => stat.path === path);

describe('a folder', () => {
  test('is told of with its links as links, and its files are sent when they are asked for', async () => {
    const { peer } = project();
    const transfer = await peer.open();
    const stats = await transfer.listed;

    expect(stats.map(({ linkname, path }) => (linkname ? `${path} -> ${linkname}` : path))).toEqual(
      [
        'absolute -> /etc',
        'file',
        'folder',
        'folder/below',
        'folder/below/file',
        'folder/file',
        'large',
        'leads-out -> ../outside',
      ],
    );
    const content = await transfer.content(idOf(stats, 'folder/below/file'));
    expect(content.toString()).toBe('a file far below');
    expect(await transfer.finish()).toBeUndefined();
  });

  test.each([
    ['other', RPC.NOT_FOUND, 'is not part of this build'],
    ['constructor', RPC.NOT_FOUND, 'is not part of this build'],
    ['../outside', RPC.NOT_FOUND, 'is not part of this build'],
    ['file', RPC.NOT_FOUND, 'is a file'],
    ['none', RPC.NOT_FOUND, 'cannot be opened'],
  ])('that is not offered is not opened: %s', async (name, code, says) => {
    const transfer = await project().peer.open({ name });

    expect(await transfer.ended).toMatchObject({ code, details: expect.stringContaining(says) });
  });
});

describe('what changes while it is sent', () => {
  type Project = ReturnType<typeof project>;
  const swap = (path: string, to: string) => {
    renameSync(path, `${path}-before`);
    symlinkSync(to, path);
  };

  test.each<[string, string, (project: Project) => void]>([
    ['a file that becomes a link', 'file', ({ at, outside }) => swap(at('file'), outside('file'))],
    [
      'a large file that becomes a link',
      'large',
      ({ at, outside }) => swap(at('large'), outside('large')),
    ],
    [
      'a folder that becomes a link',
      'folder/file',
      ({ at, outside }) => swap(at('folder'), outside('')),
    ],
    [
      'a folder above that becomes a link',
      'folder/below/file',
      ({ at, outside }) => swap(at('folder'), outside('')),
    ],
    ['the root that becomes a link', 'file', ({ root, outside }) => swap(root, outside(''))],
  ])('%s is not followed', async (_what, path, change) => {
    const made = project();
    const transfer = await made.peer.open();
    const id = idOf(await transfer.listed, path);

    change(made);
    transfer.request(id);

    expect(await transfer.ended).toMatchObject({
      details: expect.stringContaining(path.split('/')[0] ?? ''),
    });
    expect(transfer.received.includes(SECRET)).toBe(false);
  });

  test.each<[string, string, string, (path: string) => void]>([
    ['is gone', 'file', '', (path) => rmSync(path)],
    [
      'becomes a pipe',
      'file',
      '',
      (path) => {
        rmSync(path);
        execFileSync('mkfifo', [path]);
      },
    ],
    ['is emptied', 'large', '', (path) => truncateSync(path)],
    [
      'grows',
      'file',
      `a file${'y'.repeat(200_000)}`,
      (path) => appendFileSync(path, 'y'.repeat(200_000)),
    ],
    [
      'is replaced by another',
      'file',
      'new',
      (path) => {
        writeFileSync(`${path}-new`, 'new');
        renameSync(`${path}-new`, path);
      },
    ],
  ])('a file that %s comes as it is when it is read', async (_what, path, content, change) => {
    const { at, peer } = project();
    const transfer = await peer.open();
    const id = idOf(await transfer.listed, path);

    change(at(path));

    expect((await transfer.content(id)).toString()).toBe(content);
    expect(await transfer.finish()).toBeUndefined();
  });

  test('a folder that becomes a link during the walk is not listed', () => {
    for (const at of ['folder', 'folder/below']) {
      const { at: pathOf, outside, root } = project();
      const seen: string[] = [];
      const none = { includePatterns: [], excludePatterns: [], followPaths: [] };
      for (const { path } of walkTree(root, new TreeFilter(root, none))) {
        seen.push(path);
        if (path === at) swap(pathOf(at), outside(''));
      }
      expect(seen).not.toContain(`${at}/large`);
      expect(seen).toContain('large');
    }
  });
});

describe('a receiver', () => {
  test.each([
    ['asks for what is no file', 2],
    ['asks for what there is not', 1_000],
  ])('that %s is refused', async (_what, id) => {
    const transfer = await project().peer.open();
    await transfer.listed;
    transfer.request(id);

    expect(await transfer.ended).toMatchObject({ code: RPC.INVALID_ARGUMENT });
  });

  test('that asks for a file twice is refused', async () => {
    const transfer = await project().peer.open();
    const id = idOf(await transfer.listed, 'file');
    await transfer.content(id);
    transfer.request(id);

    expect(await transfer.ended).toMatchObject({ code: RPC.INVALID_ARGUMENT });
  });

  test('that fails says why', async () => {
    const transfer = await project().peer.open();
    await transfer.listed;

    expect(await transfer.fail('no space left')).toMatchObject({
      code: RPC.ABORTED,
      details: expect.stringContaining('no space left'),
    });
  });

  test('that sends nonsense ends the call, and no other', async () => {
    const { peer } = project();
    const [broken, whole] = [await peer.open(), await peer.open()];
    await broken.listed;
    broken.write(Buffer.from([0x22, 0xff, 0xff]));

    expect(await broken.ended).toBeDefined();
    expect(await whole.listed).toHaveLength(8);
    expect(await whole.finish()).toBeUndefined();
  });

  test('that goes away ends the call, and no other', async () => {
    const { peer } = project();
    const [gone, whole] = [await peer.open(), await peer.open()];
    gone.request(6);
    gone.cancel();

    expect(await gone.ended).toMatchObject({ code: RPC.CANCELLED });
    expect(await whole.listed).toHaveLength(8);
    expect(await whole.finish()).toBeUndefined();
  });

  test('sees nothing of the outside, whatever it asks for', async () => {
    const { peer } = project();
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'folder',
      'file',
      'leads-out',
      'absolute',
      '*',
      '**',
      'passwd',
      'outside',
      '[a-z]*',
    );
    const path = fc
      .tuple(fc.constantFrom('', '/', '!'), fc.array(part, { maxLength: 5 }))
      .map(([start, parts]) => start + parts.join('/'));
    const paths = fc.array(path, { maxLength: 4 });
    const asked = fc.record({ include: paths, exclude: paths, follow: paths });
    const INSIDE = /^(absolute|leads-out|large|file|folder(\/file|\/below(\/file)?)?)$/;

    await fc.assert(
      fc.asyncProperty(asked, async (lists) => {
        const transfer = await peer.open(lists);
        const stats = await transfer.listed.catch(() => []);
        expect(stats.filter((stat) => !INSIDE.test(stat.path))).toEqual([]);
        for (const [id, { path: file }] of stats.entries()) {
          if (/file$|large$/.test(file)) await transfer.content(id);
        }
        expect(transfer.received.includes(SECRET)).toBe(false);
        transfer.cancel();
      }),
      { numRuns: 150 },
    );
  });
});
