import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SESSION } from '../../../lib/client/daemon/services';
import { ExportTargets } from '../../../lib/client/export/export-targets';
import type { ServerCall } from '../../../lib/client/rpc/server';
import { BytesMessage } from '../../../lib/pb/generated/client';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('file-export');
const fresh = () => mkdtempSync(join(folder, 'place-'));
const CONTENT = 'x'.repeat(3_000_000);

/** A call in which a daemon sends a file, and may break off before its end. */
function fileCall(exporter: number, content = CONTENT, signal = new AbortController().signal) {
  async function* messages() {
    for (let start = 0; start < content.length; start += 100_000) {
      const data = Buffer.from(content.slice(start, start + 100_000));
      yield Buffer.from(BytesMessage.encode({ data }).finish());
    }
  }
  const metadata = new Map([['buildkit-attachable-exporter-id', [String(exporter)]]]);
  return { metadata, messages, signal } as unknown as ServerCall;
}

/** Exports the same file to each path. */
async function exportFiles(paths: readonly string[]): Promise<void> {
  const targets = new ExportTargets(paths.map((output) => ({ type: 'tar', attrs: {}, output })));
  const serve = targets.handlers[SESSION.fileSend.path];
  await Promise.all(paths.map((_, index) => serve?.(fileCall(index)).catch(() => {})));
  await targets.commit();
}

const testOnLinux = process.platform === 'linux' ? test : test.skip;

testOnLinux('a device stays one, and takes what is written into it', async () => {
  const before = statSync('/dev/null').rdev;

  await exportFiles(['/dev/null']);

  expect(statSync('/dev/null')).toMatchObject({ rdev: before });
  expect(readdirSync('/dev').filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

testOnLinux('a device that is full is told of', async () => {
  await expect(exportFiles(['/dev/full'])).rejects.toMatchObject({
    code: 'E_EXPORT',
    message: expect.stringMatching(/could not be written to "\/dev\/full": .*ENOSPC/),
  });
  expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
});

test('a pipe stays one, and who reads it has all of the file', async () => {
  const path = join(fresh(), 'pipe');
  execFileSync('mkfifo', [path]);

  const exported = exportFiles([path]);
  const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'inherit'] });

  expect((await text(reader.stdout)) === CONTENT).toBe(true);
  await exported;
  expect(lstatSync(path).isFIFO()).toBe(true);
});

test('a pipe that its reader closes early is told of', async () => {
  const path = join(fresh(), 'pipe');
  execFileSync('mkfifo', [path]);

  const exported = exportFiles([path]);
  spawn('head', ['-c', '1', path], { stdio: 'ignore' });

  await expect(exported).rejects.toMatchObject({
    code: 'E_EXPORT',
    message: expect.stringContaining('EPIPE'),
  });
});

test('a pipe that nobody reads is given up when the call ends', async () => {
  const path = join(fresh(), 'pipe');
  execFileSync('mkfifo', [path]);
  const targets = new ExportTargets([{ type: 'tar', attrs: {}, output: path }]);
  const controller = new AbortController();

  const served = targets.handlers[SESSION.fileSend.path]?.(fileCall(0, CONTENT, controller.signal));
  controller.abort();

  await expect(served).rejects.toMatchObject({ code: 1 });
  await targets.discard();
});

test.each([
  ['there', true],
  ['not there yet', false],
])('a link stays one, and the file that it leads to is replaced: %s', async (_, isThere) => {
  const place = fresh();
  mkdirSync(join(place, 'sub'));
  symlinkSync('sub/file', join(place, 'link'));
  if (isThere) writeFileSync(join(place, 'sub/file'), 'old');

  await exportFiles([join(place, 'link')]);

  expect(readlinkSync(join(place, 'link'))).toBe('sub/file');
  expect(readFileSync(join(place, 'sub/file')).length).toBe(CONTENT.length);
  expect([readdirSync(place).sort(), readdirSync(join(place, 'sub'))]).toEqual([
    ['link', 'sub'],
    ['file'],
  ]);
});

test('a file that is replaced keeps its mode', async () => {
  const path = join(fresh(), 'file');
  writeFileSync(path, 'old');
  chmodSync(path, 0o666);

  await exportFiles([path]);

  expect(statSync(path).mode & 0o777).toBe(0o666);
});

test.each<[string, (place: string) => string]>([
  ['a folder', (place) => place],
  [
    'a circle of links',
    (place) => {
      symlinkSync('link', join(place, 'link'));
      return join(place, 'link');
    },
  ],
])('%s is refused before the build', (_, make) => {
  const output = make(fresh());

  expect(() => new ExportTargets([{ type: 'oci', attrs: {}, output }])).toThrow(
    expect.objectContaining({ code: 'E_EXPORT', message: expect.stringContaining(output) }),
  );
});

test.each(['/proc/x/y', '/proc/self/fd/none/x'])(
  '%s, which cannot be made, is an error',
  async (path) => {
    await expect(exportFiles([path])).rejects.toMatchObject({
      code: 'E_EXPORT',
      message: expect.stringContaining(path),
    });
  },
);

test('of several files all are replaced, or none', async () => {
  const place = fresh();
  const paths = ['a', 'b', 'new'].map((name) => join(place, name));
  writeFileSync(join(place, 'a'), 'old a');
  writeFileSync(join(place, 'b'), 'old b');
  writeFileSync(join(place, 'file'), '');
  const inodes = ['a', 'b'].map((name) => statSync(join(place, name)).ino);

  await expect(exportFiles([...paths, join(place, 'file/below')])).rejects.toMatchObject({
    code: 'E_EXPORT',
  });
  expect(readdirSync(place).sort()).toEqual(['a', 'b', 'file']);
  expect(readFileSync(join(place, 'a'), 'utf8')).toBe('old a');
  expect(['a', 'b'].map((name) => statSync(join(place, name)).ino)).toEqual(inodes);

  await exportFiles(paths);
  expect(readdirSync(place).sort()).toEqual(['a', 'b', 'file', 'new']);
  expect(paths.map((path) => statSync(path).size)).toEqual(paths.map(() => CONTENT.length));
});

test('what can only be known at the end takes the others back, too', async () => {
  const place = fresh();
  writeFileSync(join(place, 'a'), 'old a');
  const targets = new ExportTargets(
    ['a', 'new', 'b'].map((name) => ({ type: 'tar', attrs: {}, output: join(place, name) })),
  );
  const serve = targets.handlers[SESSION.fileSend.path];
  await Promise.all([0, 1, 2].map((index) => serve?.(fileCall(index))));
  mkdirSync(join(place, 'b/full'), { recursive: true });

  await expect(targets.commit()).rejects.toMatchObject({ code: 'E_EXPORT' });

  expect(readdirSync(place).sort()).toEqual(['a', 'b']);
  expect(readFileSync(join(place, 'a'), 'utf8')).toBe('old a');
  expect(readdirSync(join(place, 'b'))).toEqual(['full']);
});

const canMount = (() => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
(canMount ? test : test.skip)(
  'a file that is a mount point is written in place (needs root)',
  async () => {
    const place = fresh();
    const [path, host] = [join(place, 'mounted'), join(fresh(), 'host')];
    writeFileSync(path, '');
    writeFileSync(host, 'old');
    writeFileSync(join(place, 'file'), '');
    execFileSync('mount', ['--bind', host, path]);
    try {
      const targets = new ExportTargets(
        [path, join(place, 'b')].map((output) => ({ type: 'tar', attrs: {}, output })),
      );
      const serve = targets.handlers[SESSION.fileSend.path];
      await Promise.all([0, 1].map((index) => serve?.(fileCall(index))));
      mkdirSync(join(place, 'b/full'), { recursive: true });
      await expect(targets.commit()).rejects.toMatchObject({ code: 'E_EXPORT' });
      expect(readFileSync(host, 'utf8')).toBe('old');

      await exportFiles([path]);
      expect(statSync(host).size).toBe(CONTENT.length);
      expect(readdirSync(place).sort()).toEqual(['b', 'file', 'mounted']);
    } finally {
      execFileSync('umount', [path]);
    }
  },
);
