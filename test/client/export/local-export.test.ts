import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { BuildExporter } from '../../../lib/client';
import { SESSION } from '../../../lib/client/daemon/services';
import { ExportTargets } from '../../../lib/client/export/export-targets';
import { folderContent } from '../../support/folder-content';
import { temporaryFolder } from '../../support/temporary-folder';
import { type EntrySent, GO, TreeSender } from '../../support/tree-sender';

const folder = temporaryFolder('local-export');
const fresh = () => mkdtempSync(join(folder, 'place-'));
const local = (output: string): BuildExporter => ({ type: 'local', attrs: {}, output });

/** Serves the calls of a daemon, each for an exporter. */
async function exportTo(
  exporters: readonly BuildExporter[],
  calls: readonly (readonly [exporter: number, entries: readonly EntrySent[]])[],
): Promise<void> {
  const targets = new ExportTargets(exporters);
  const serve = targets.handlers[SESSION.fileSend.path];
  for (const [exporter, entries] of calls) {
    const metadata = new Map([['buildkit-attachable-exporter-id', [String(exporter)]]]);
    await serve?.(TreeSender.of(entries, metadata).call).catch(() => {});
  }
  await targets.commit();
}

const dir = (path: string, mode = 0o755): EntrySent => ({ path, mode: GO.DIR + mode });
const file = (path: string, content = path, mode = 0o644): EntrySent => ({ path, mode, content });

test('names are written byte for byte, UTF-8 or not', async () => {
  const out = join(fresh(), 'out');
  const name = Buffer.of(0x61, 0xe4, 0xff);
  const path = (below: string) => Buffer.concat([name, Buffer.from(below)]);

  await exportTo(
    [local(out)],
    [
      [
        0,
        [
          { path: name, mode: GO.DIR + 0o755 },
          { path: path('/file'), mode: 0o644, content: 'x' },
          { path: path('/link'), mode: GO.SYMLINK + 0o777, linkname: Buffer.of(0xfe, 0x2f) },
          { path: path('/pipe'), mode: GO.FIFO + 0o600 },
          { path: path('/second'), mode: 0o644, linkname: path('/file') },
        ],
      ],
    ],
  );

  expect(readdirSync(out, 'buffer')).toEqual([name]);
  const at = (below: string) => Buffer.concat([Buffer.from(`${out}/`), path(below)]);
  expect(readFileSync(at('/second'), 'utf8')).toBe('x');
  expect(lstatSync(at('/pipe')).isFIFO()).toBe(true);
  expect(readlinkSync(at('/link'), 'buffer')).toEqual(Buffer.of(0xfe, 0x2f));
});

test('each call has a tree of its own, also where all go to one folder', async () => {
  const root = fresh();

  await exportTo(
    [local(join(root, 'out'))],
    [
      [0, [dir('a', 0o500), file('a/x', 'first'), file('same', 'first')]],
      [0, [dir('a', 0o500), file('a/y', 'second'), file('same', 'second')]],
    ],
  );

  expect(readdirSync(root)).toEqual(['out']);
  const { '.': _, ...content } = folderContent(join(root, 'out'));
  expect(Object.keys(content).sort()).toEqual(['a', 'a/x', 'a/y', 'same']);
  expect(readFileSync(join(root, 'out/same'), 'utf8')).toBe('second');
  expect(lstatSync(join(root, 'out/a')).mode & 0o777).toBe(0o500);
});

test('a folder that a link leads to is filled, whether it is there yet or not', async () => {
  for (const isThere of [true, false]) {
    const root = fresh();
    symlinkSync('real', join(root, 'link'));
    if (isThere) mkdirSync(join(root, 'real'));

    await exportTo([local(join(root, 'link'))], [[0, [file('a')]]]);

    expect(readlinkSync(join(root, 'link'))).toBe('real');
    expect(readdirSync(root).sort()).toEqual(['link', 'real']);
    expect(readdirSync(join(root, 'real'))).toEqual(['a']);
  }
});

test.each<[string, (path: string) => unknown]>([
  ['a file', (path) => writeFileSync(path, 'mine')],
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ['a link to a file', (path) => symlinkSync('/dev/null', path)],
  ['a circle of links', (path) => symlinkSync('out', path)],
])('%s is not replaced by a folder, and refused before the build', async (_, make) => {
  const root = fresh();
  const out = join(root, 'out');
  const late = new ExportTargets([local(out)]);
  await late.handlers[SESSION.fileSend.path]?.(TreeSender.of([file('a')]).call);
  make(out);
  const before = folderContent(root).out;

  const error = { code: 'E_EXPORT', message: expect.stringContaining(out) };
  expect(() => new ExportTargets([local(out)])).toThrow(expect.objectContaining(error));
  await expect(late.commit()).rejects.toMatchObject(error);
  expect(folderContent(root).out).toEqual(before);
  expect(readdirSync(root)).toEqual(['out']);
});

test('a device that cannot be made is told with its path, and what would mend it', async () => {
  const root = fresh();
  const device = { path: 'dev/x', mode: GO.DEVICE + 0o600, devmajor: -1, devminor: 5 };

  await expect(
    exportTo([local(join(root, 'out'))], [[0, [dir('dev'), device]]]),
  ).rejects.toMatchObject({
    code: 'E_EXPORT',
    message: expect.stringContaining('"dev/x" of the result is a block device'),
    details: { fix: expect.stringContaining('mknod') },
  });
  expect(readdirSync(root)).toEqual([]);
});

test.each(['/proc/x/y', '/proc/self/fd/none/x'])(
  'a folder that cannot be made, as %s, is an error',
  async (path) => {
    await expect(exportTo([local(path)], [[0, [file('a')]]])).rejects.toMatchObject({
      code: 'E_EXPORT',
      message: expect.stringContaining(path),
    });
  },
);

describe('where another output fails, what was there stays as it was', () => {
  const mode = fc.constantFrom(0o755, 0o700, 0o500);
  const name = fc.constantFrom('a', 'b', 'c');
  const entry = fc.oneof(
    fc.record({ path: name, mode: mode.map((bits) => GO.DIR + bits) }),
    fc.record({ path: name, mode: fc.constant(0o600), content: fc.string() }),
    fc.record({ path: name, mode: fc.constant(GO.SYMLINK + 0o777), linkname: name }),
  );
  /** A level of entries, each once and in order, with others below the folders. */
  const level = fc
    .uniqueArray(entry, { selector: ({ path }) => path, maxLength: 3 })
    .map((entries) => [...entries].sort((one, two) => (one.path < two.path ? -1 : 1)));
  const tree: fc.Arbitrary<EntrySent[]> = fc
    .tuple(level, level)
    .map(([top, below]) =>
      top.flatMap((one) => [
        one,
        ...(one.mode >= GO.DIR
          ? below.map((inner) => ({ ...inner, path: `${one.path}/${inner.path}` }))
          : []),
      ]),
    );

  test('whatever was there, and whatever came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(tree), tree, tree, async (before, first, second) => {
        const root = fresh();
        const out = join(root, 'out');
        if (before !== null) await exportTo([local(out)], [[0, before]]);
        writeFileSync(join(root, 'file'), '');
        const seen = { ...folderContent(root), '.': '' };
        const exporters = [local(out), local(join(root, 'file/none'))];

        const failed = exportTo(exporters, [
          [0, first],
          [0, second],
        ]);

        await expect(failed).rejects.toMatchObject({ code: 'E_EXPORT' });
        const now = { ...folderContent(root), '.': '' };
        // The time of a folder that was there changes as things come and go in it.
        const stable = (content: object) => ({ ...content, out: '' });
        expect(stable(now)).toEqual(stable(seen));
      }),
      { numRuns: 200 },
    );
  });
});

test('a folder that may not be written to is filled anew by its owner', async () => {
  const out = join(fresh(), 'out');
  await exportTo([local(out)], [[0, [dir('closed', 0o500), file('closed/x', 'old')]]]);

  await exportTo([local(out)], [[0, [dir('closed', 0o500), file('closed/x', 'new')]]]);

  expect(readFileSync(join(out, 'closed/x'), 'utf8')).toBe('new');
  expect(lstatSync(join(out, 'closed')).mode & 0o777).toBe(0o500);
  chmodSync(join(out, 'closed'), 0o700);
});

const isRoot = process.getuid?.() === 0;
(isRoot ? describe : describe.skip)(
  'for a user whom modes hold (needs root, to become one)',
  () => {
    const closed = (text: string): EntrySent[] => [
      dir('a', 0o555),
      dir('a/b', 0o500),
      file('a/b/x', text, 0o444),
      dir('c', 0o111),
    ];
    let root = '';

    beforeEach(() => {
      root = fresh();
      chmodSync(folder, 0o755);
      chownSync(root, 65534, 65534);
      process.seteuid?.(65534);
    });
    afterEach(() => process.seteuid?.(0));

    test('folders that may not be written to are filled, and filled again', async () => {
      const out = join(root, 'out');
      await exportTo([local(out)], [[0, closed('old')]]);

      await exportTo([local(out)], [[0, closed('new')]]);

      expect(readdirSync(root)).toEqual(['out']);
      expect(readFileSync(join(out, 'a/b/x'), 'utf8')).toBe('new');
      const modes = ['a', 'a/b', 'a/b/x', 'c'].map(
        (path) => lstatSync(join(out, path)).mode & 0o777,
      );
      expect(modes).toEqual([0o555, 0o500, 0o444, 0o111]);
    });

    test('nothing is left of them where another output fails', async () => {
      const out = join(root, 'out');
      const failing = [local(out), local(join(root, 'file/none'))];
      writeFileSync(join(root, 'file'), '');

      for (const before of [[], ['out']]) {
        if (before.length > 0) await exportTo([local(out)], [[0, closed('old')]]);
        await expect(exportTo(failing, [[0, closed('new')]])).rejects.toMatchObject({
          code: 'E_EXPORT',
        });
        expect(readdirSync(root).sort()).toEqual(['file', ...before]);
      }
      expect(readdirSync(out).sort()).toEqual(['a', 'c']);
      expect(readFileSync(join(out, 'a/b/x'), 'utf8')).toBe('old');
      expect(lstatSync(join(out, 'a')).mode & 0o777).toBe(0o555);
    });

    test('a device is an error that says why', async () => {
      const device = {
        path: 'x',
        mode: GO.DEVICE + GO.CHAR_DEVICE + 0o600,
        devmajor: 1,
        devminor: 3,
      };

      await expect(exportTo([local(join(root, 'out'))], [[0, [device]]])).rejects.toMatchObject({
        message: expect.stringMatching(/"x" of the result is a character device, .*not permitted/),
      });
      expect(readdirSync(root)).toEqual([]);
    });
  },
);
