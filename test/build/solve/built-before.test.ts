import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuiltBefore } from '../../../lib/build/solve/built-before';
import type { BuildResult } from '../../../lib/client';
import { mkfile, scratch } from '../../../lib/llb';
import { AMD64 } from '../../support/client-builds';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('built');
const cache = join(folder, 'cache');
const results = (...texts: string[]): BuildResult[] =>
  texts.map((text) => ({
    platform: AMD64,
    definition: scratch()
      .file(mkfile('/a', 0o644, text))
      .marshal({ platform: AMD64 }),
  }));

test('knows what the last build of an assembly made, and of no other', () => {
  const here = new BuiltBefore(cache, '/app/synth.out');
  expect(here.has(results('a', 'b'))).toBe(false);

  here.note(results('a', 'b'));

  expect(new BuiltBefore(cache, '/app/synth.out').has(results('a', 'b'))).toBe(true);
  expect(here.has(results('a'))).toBe(false);
  expect(here.has(results('b', 'a'))).toBe(false);
  expect(new BuiltBefore(cache, '/other/synth.out').has(results('a', 'b'))).toBe(false);

  here.note(results('c'));

  expect(here.has(results('a', 'b'))).toBe(false);
  expect(here.has(results('c'))).toBe(true);
});

test('a cache folder that is a file is no matter', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const built = new BuiltBefore(file, '/app/synth.out');

  built.note(results('a'));

  expect(built.has(results('a'))).toBe(false);
});
