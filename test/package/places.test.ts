import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  firstUserFrame,
  packageFolder,
  packageVersion,
  readPackageFile,
  shownPlace,
  sourceFolder,
  userFrame,
} from '../../lib/package';
import { temporaryFolder } from '../support/temporary-folder';

const root = resolve(__dirname, '../..');

test('the package is where its package.json is, and reads what it ships', () => {
  expect(packageFolder()).toBe(root);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(packageVersion()).toBe(manifest.version);
  expect(readPackageFile('lib/rootfs/date.sh')).toContain('touch');
  expect(() => readPackageFile('lib/rootfs/none.sh')).toThrow(/ENOENT/);
});

describe('a line of a stack', () => {
  // A test runner is a program of a package: places are relative to the working folder.
  const at = (file: string) => ({ file, line: 3, column: 7 });

  test.each<[string, string]>([
    [`    at new Hello (${root}/examples/x/app.ts:3:7)`, 'examples/x/app.ts'],
    [`    at ${root}/test/a.test.ts:3:7`, 'test/a.test.ts'],
    [`    at async ${root}/test/a.ts:3:7`, 'test/a.ts'],
    [`    at async Promise.all (${root}/app.ts:3:7)`, 'app.ts'],
    [`    at Object.<anonymous> (file://${root}/app.mts:3:7)`, 'app.mts'],
    [`    at f (${root}/a folder/b c.ts:3:7)`, 'a folder/b c.ts'],
    [`    at f (${root}/library/x.ts:3:7)`, 'library/x.ts'],
    [`    at f (${resolve(root, '..')}/other/x.ts:3:7)`, '../other/x.ts'],
  ])('%s is of the user', (line, file) => {
    expect(userFrame(line)).toEqual(at(file));
  });

  test.each([
    `    at f (${root}/lib/llb/state.ts:3:7)`,
    `    at f (${root}/constructs/app/app.ts:3:7)`,
    `    at f (${root}/dist/lib/x.js:3:7)`,
    `    at f (/srv/node_modules/constructs/lib/construct.js:3:7)`,
    '    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
    '    at new Promise (<anonymous>)',
    'Error: not at all /srv/app.ts',
    '',
  ])('%s is not', (line) => {
    expect(userFrame(line)).toBeUndefined();
  });

  test('that is the first of the user is the place of a stack', () => {
    const stack = [
      'Error: x',
      `    at f (${root}/lib/llb/state.ts:1:1)`,
      `    at g (${root}/app.ts:3:7)`,
      `    at h (${root}/other.ts:9:9)`,
    ];

    expect(firstUserFrame(stack.join('\n'))).toEqual(at('app.ts'));
    expect(firstUserFrame(stack.slice(0, 2).join('\n'))).toBeUndefined();
    expect(firstUserFrame(new Error('x').stack ?? '')).toMatchObject({
      file: 'test/package/places.test.ts',
    });
  });
});

test('a place is shown as it is opened from the working folder', () => {
  expect(sourceFolder()).toBe(process.cwd());
  expect(shownPlace({ file: 'images/api.ts', line: 14, column: 2 })).toBe('images/api.ts:14');
});

describe('the folder that lines are relative to', () => {
  const folder = temporaryFolder('places');
  mkdirSync(join(folder, 'app'));
  mkdirSync(join(folder, 'node_modules/runner'), { recursive: true });
  symlinkSync('app', join(folder, 'link'));
  const code = JSON.stringify(join(root, 'dist/constructs/index.js'));
  // A construct has the line that made it.
  const app = `const { App, DebianBase } = require(${code});
console.log(new DebianBase(new App(), 'x', { suite: 'trixie', snapshot: '20261101T000000Z' }).source.file);`;
  writeFileSync(join(folder, 'app/app.js'), app);
  writeFileSync(join(folder, 'node_modules/runner/run.js'), "require('../../app/app.js');");
  const run = (program: string, env: NodeJS.ProcessEnv) =>
    execFileSync(process.execPath, [join(folder, program)], {
      cwd: folder,
      env: { ...process.env, SYNTH_FOLDER: undefined, ...env },
      encoding: 'utf8',
    }).trim();

  test.each([
    ['that of the program, wherever it is started', 'app/app.js', {}, 'app.js'],
    ['the real one behind a link', 'link/app.js', {}, 'app.js'],
    ['the working one for a program of a package', 'node_modules/runner/run.js', {}, 'app/app.js'],
    ['the one that is named', 'app/app.js', { SYNTH_FOLDER: folder }, 'app/app.js'],
    [
      'the named one, whose link is followed',
      'app/app.js',
      { SYNTH_FOLDER: join(folder, 'link') },
      'app.js',
    ],
    [
      'the named one, there or not',
      'app/app.js',
      { SYNTH_FOLDER: join(folder, 'no') },
      '../app/app.js',
    ],
  ])('is %s', (_, program, env, expected) => {
    expect(run(program, env)).toBe(expected);
  });
});
