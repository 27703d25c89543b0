import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BuildRequest } from '../../lib/client';
import { local } from '../../lib/llb';
import { ClientBuilds, describeOverTransports, result } from '../support/client-builds';
import { makeTree, readFileSyncFixture } from '../support/sample-tree';

const builds = new ClientBuilds();
const fresh = (name: string) => builds.fresh(name);

describeOverTransports('the folders of a build', (address, _, transport) => {
  const build = (request: BuildRequest) => builds.build(address(), request, undefined, transport);

  test('a local folder arrives as it is: modes, times, links', async () => {
    const source = fresh('source');
    mkdirSync(source);
    makeTree(source, readFileSyncFixture().tree);
    const output = fresh('result');

    await build({
      results: [result(local('src', { sharedKeyHint: source }))],
      exporters: [{ type: 'local', attrs: {}, output }],
      locals: { src: source },
    });

    expect(snapshot(output)).toEqual(snapshot(source));
    expect(lstatSync(join(output, 'b/first')).ino).toBe(lstatSync(join(output, 'c/third')).ino);
  });

  test('files from anywhere arrive by the names and modes that are said', async () => {
    const folder = fresh('anywhere');
    mkdirSync(folder);
    writeFileSync(join(folder, 'one'), Buffer.alloc(100_000, 1), { mode: 0o600 });
    writeFileSync(join(folder, 'two'), 'x', { mode: 0o600 });
    const output = fresh('result');
    const files = [
      { name: 'z', path: join(folder, 'one'), mode: 0o644 },
      { name: 'a', path: join(folder, 'two'), mode: 0o755 },
    ];

    await build({
      results: [result(local('files'))],
      exporters: [{ type: 'local', attrs: {}, output }],
      locals: { files },
    });

    expect(readdirSync(output)).toEqual(['a', 'z']);
    expect(readFileSync(join(output, 'z'))).toEqual(Buffer.alloc(100_000, 1));
    const [a, z] = ['a', 'z'].map((name) => lstatSync(join(output, name)));
    expect([a?.mode, z?.mode]).toEqual([0o100755, 0o100644]);
    expect([a?.mtimeMs, z?.mtimeMs]).toEqual([0, 0]);
  });

  test('a file from anywhere that is gone fails the build', async () => {
    const files = [{ name: 'a', path: fresh('gone'), mode: 0o644 }];
    const request = { results: [result(local('gone'))], locals: { gone: files } };

    await expect(build(request)).rejects.toThrow(/gone/);
  });

  test('large and empty files arrive whole, and again after a change', async () => {
    const source = fresh('large');
    mkdirSync(source);
    const large = Buffer.alloc(5_000_003, 'abcdefg');
    writeFileSync(join(source, 'large'), large);
    writeFileSync(join(source, 'empty'), '');
    writeFileSync(join(source, '64k'), Buffer.alloc(64 * 1024, 1));
    writeFileSync(join(source, '64k+1'), Buffer.alloc(64 * 1024 + 1, 2));
    const request = (output: string) => ({
      results: [result(local('src', { sharedKeyHint: source }))],
      exporters: [{ type: 'local', attrs: {}, output }],
      locals: { src: source },
    });
    const [first, second] = [fresh('first'), fresh('second')];

    await build(request(first));
    writeFileSync(join(source, 'large'), large.fill('x', 0, 10));
    await build(request(second));

    for (const name of ['64k', '64k+1', 'empty']) {
      expect(readFileSync(join(first, name)).equals(readFileSync(join(source, name)))).toBe(true);
    }
    expect(readFileSync(join(first, 'large'), 'latin1').slice(0, 7)).toBe('abcdefg');
    expect(readFileSync(join(second, 'large')).equals(large)).toBe(true);
  });

  test('thousands of patterns, also with other than ASCII characters, reach the file sync', async () => {
    const source = fresh('patterns');
    mkdirSync(source);
    makeTree(source, { 'ä b+c.txt': 'x', plain: 'x', 'no-1': 'x', 'no-2999': 'x' });
    const excludePatterns = Array.from({ length: 3000 }, (_, index) => `no-${index}`);
    const output = fresh('out');
    const src = local('src', {
      excludePatterns,
      includePatterns: ['ä b+c.txt', 'no-*'],
      sharedKeyHint: source,
    });

    await build({
      results: [result(src)],
      exporters: [{ type: 'local', attrs: {}, output }],
      locals: { src: source },
    });

    expect(readdirSync(output)).toEqual(['ä b+c.txt']);
  });
});

/** What a test compares of a tree; the root itself is left out. */
function snapshot(top: string, path = ''): unknown[] {
  return readdirSync(join(top, path)).flatMap((name) => {
    const relative = path === '' ? name : `${path}/${name}`;
    const absolute = join(top, relative);
    const stat = lstatSync(absolute);
    const entry = {
      path: relative,
      mode: stat.mode.toString(8),
      mtime: Math.round(stat.mtimeMs),
      target: stat.isSymbolicLink() ? readlinkSync(absolute) : undefined,
      text: stat.isFile() ? readFileSync(absolute, 'utf8') : undefined,
    };
    return stat.isDirectory() ? [entry, ...snapshot(top, relative)] : [entry];
  });
}
