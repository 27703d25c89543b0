import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { removeTemporarySync, temporaryBeside } from '../../lib/files/temporary';
import { temporaryFolder } from '../support/temporary-folder';

/** A process that runs TypeScript. */
const TSX = require.resolve('tsx/cli');

const folder = temporaryFolder('temporary');
const fresh = () => mkdtempSync(join(folder, 'place-'));

/** A process that makes a temporary file and folder, keeps one that got its name, and ends. */
const script = (place: string, end: string) => `
  import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
  import { forgetTemporary, temporaryBeside, temporaryFolder } from '${join(__dirname, '../../lib/files/temporary')}';
  const place = ${JSON.stringify(place)};
  writeFileSync(temporaryBeside(place + '/file'), 'half');
  mkdirSync(temporaryBeside(place + '/folder') + '/below', { recursive: true });
  const done = temporaryBeside(place + '/done');
  writeFileSync(done, 'whole');
  renameSync(done, place + '/done');
  forgetTemporary(done);
  temporaryBeside(place + '/never-made');
  process.env.TMPDIR = place;
  writeFileSync(temporaryFolder('of-the-system') + '/file', '');
  ${end}
`;

test.each([
  ['by itself', '', 0],
  ['by process.exit, as at the second Ctrl-C', 'setInterval(() => {}, 1000); process.exit(3);', 3],
  ['by an error', 'setImmediate(() => { throw new Error("no"); });', 1],
])('nothing temporary is left where a process ends %s', (_, end, code) => {
  const place = fresh();

  const file = join(fresh(), 'script.ts');
  writeFileSync(file, script(place, end));
  const { status } = spawnSync(process.execPath, [TSX, file]);

  expect(status).toBe(code);

  expect(readdirSync(place)).toEqual(['done']);
});

test('names are new each time, hidden, and tell what they are for', () => {
  const path = join(fresh(), 'file.tar');
  const names = [temporaryBeside(path), temporaryBeside(path)];

  expect(new Set(names).size).toBe(2);
  for (const name of names) {
    expect(basename(name)).toMatch(/^\.file\.tar\.[0-9a-f]{12}\.tmp$/);
    mkdirSync(name);
    removeTemporarySync(name);
    expect(existsSync(name)).toBe(false);
  }
});
