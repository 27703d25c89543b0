import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { KeptFile, sha256 } from '../../../lib/build/files/kept-file';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('kept');
let count = 0;

/** A file that was kept, and where it is. */
function kept(content = 'content') {
  const at = join(folder, `${++count}`, 'hash');
  mkdirSync(join(at, '..'));
  const file = new KeptFile(at, 'tool');
  file.write(Buffer.from(content), 0o755);
  return { at, file, path: join(file.contentFolder, 'tool') };
}

test('is there as it was written, alone in its folder, dated to 1970', () => {
  const { at, file, path } = kept();

  expect(file.isWhole()).toBe(true);
  expect(readdirSync(file.contentFolder)).toEqual(['tool']);
  expect(readFileSync(path, 'utf8')).toBe('content');
  expect([statSync(path).mode & 0o777, statSync(path).mtimeMs]).toEqual([0o755, 0]);
  expect(readFileSync(join(at, 'sha256'), 'utf8').split('\n')[0]).toBe(sha256('content'));
  // Nothing of the work is left beside it.
  expect(readdirSync(join(at, '..'))).toEqual(['hash']);
});

test.each<[string, (path: string, at: string) => void]>([
  ['was changed', (path) => writeFileSync(path, 'CONTENT')],
  ['was added to', (path) => appendFileSync(path, '!')],
  [
    'was changed and dated back',
    (path) => {
      writeFileSync(path, 'CONTENT');
      utimesSync(path, 0, 0);
    },
  ],
  ['is gone', (path) => rmSync(path)],
  ['has lost its hash', (_, at) => rmSync(join(at, 'sha256'))],
  ['has another hash', (_, at) => writeFileSync(join(at, 'sha256'), `${sha256('x')}\n`)],
  ['has no hash but a word', (_, at) => writeFileSync(join(at, 'sha256'), 'x')],
])('is not whole where it %s, and is written anew', (_, damage) => {
  const { at, file, path } = kept();
  expect(file.isWhole()).toBe(true); // which remembers what the file is
  damage(path, at);

  expect(file.isWhole()).toBe(false);
  file.write(Buffer.from('content'), 0o644);
  expect(file.isWhole()).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('content');
});

test('is whole where it was only touched, and then known again by what it is', () => {
  const { at, file, path } = kept();
  file.isWhole();
  const before = readFileSync(join(at, 'sha256'), 'utf8');
  utimesSync(path, 5, 5);
  chmodSync(path, 0o700);

  expect(file.isWhole()).toBe(true);
  const after = readFileSync(join(at, 'sha256'), 'utf8');
  expect(after).not.toBe(before);
  expect(after.split('\n')[0]).toBe(sha256('content'));
});

test('that cannot be written is an error of the cache folder', () => {
  const at = join(folder, 'a file', 'below');
  writeFileSync(join(folder, 'a file'), '');
  const file = new KeptFile(at, 'tool');

  expect(file.isWhole()).toBe(false);
  expect(() => file.write(Buffer.from('x'), 0o644)).toThrow(
    expect.objectContaining({
      code: 'E_CACHE_FOLDER',
      message: `cache folder "${join(folder, 'a file')}" cannot be written`,
    }),
  );
});

test('takes the place of what was there before, whole', () => {
  const { at, path } = kept('first');
  new KeptFile(at, 'tool').write(Buffer.from('second'), 0o600);

  expect(readFileSync(path, 'utf8')).toBe('second');
  expect(new KeptFile(at, 'tool').isWhole()).toBe(true);
});
