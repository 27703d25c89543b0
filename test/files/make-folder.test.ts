import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../lib/files/make-folder';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('make-folder');

test('makes what is missing, with the mode, and leaves what is there', () => {
  const path = join(folder, 'a/b/c');

  makeFolder(path, 0o700);
  makeFolder(path, 0o700);

  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
});

test('takes a link to a folder for one', () => {
  symlinkSync(folder, join(folder, 'link'));
  makeFolder(join(folder, 'link'));
  makeFolder(join(folder, 'link/d/e'));

  expect(existsSync(join(folder, 'd/e'))).toBe(true);
});

test('fails where a file or a dead link is in the way', () => {
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dead'));

  for (const name of ['file', 'file/x', 'file/x/y', 'dead', 'dead/x']) {
    expect(() => makeFolder(join(folder, name))).toThrow(/EEXIST|ENOTDIR|ENOENT/);
  }
});

const testOnLinux = process.platform === 'linux' ? test : test.skip;
testOnLinux.each(['/proc/none', '/proc/none/of/it', '/proc/self/fd/none/x'])(
  'fails at once below a file system in which nothing can be made: %s',
  (path) => expect(() => makeFolder(path)).toThrow(/ENOENT|EACCES|EPERM/),
);
