import { type ErrorStyle, renderError } from '../../../lib/cli/failure/print-error';
import { displayWidth } from '../../../lib/cli/terminal/display-width';
import { BuildError, BuildErrors } from '../../../lib/errors';
import { writeFiles } from '../../support/installed-package';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('errors');
writeFiles(folder, {
  'images/api.ts': ['one();', 'two();', '\tbuild({', "  run: ['make'],", '});', 'six();', ''].join(
    '\n',
  ),
});

const plain: ErrorStyle = { width: undefined, color: false, debug: false, folder };

const unpinned = new BuildError('E_LOCK_MISSING', 'git ref "refs/tags/v1" is not locked', {
  got: 'nothing',
  expected: 'an entry in synth.lock.json',
  fix: 'run "synth lock" and commit synth.lock.json',
  constructPath: 'api/source',
  source: { file: 'images/api.ts', line: 3, column: 5 },
});

test('shows code, message, construct path as a tree, place, and the way out', () => {
  expect(
    renderError(unpinned, plain),
  ).toBe(`error E_LOCK_MISSING  git ref "refs/tags/v1" is not locked
  App
  └─ api
     └─ source    images/api.ts:3:5
  got       nothing
  expected  an entry in synth.lock.json
  fix       run "synth lock" and commit synth.lock.json
  more      synth explain E_LOCK_MISSING
`);
});

test('names the types of the constructs where the tree is known', () => {
  const node = (id: string, type: string, children: ErrorStyle['tree'][] = []) => ({
    id,
    path: id,
    type,
    children: children.flatMap((child) => (child === undefined ? [] : [child])),
  });
  const tree = node('', 'App', [node('api', 'RuntimeImage', [node('source', 'PinnedGitSource')])]);

  expect(renderError(unpinned, { ...plain, tree })).toContain(`  App
  └─ api (RuntimeImage)
     └─ source (PinnedGitSource)    images/api.ts:3:5
`);
});

test('falls back to the remedy of the code, and to the bare place without a construct', () => {
  const { source } = unpinned.details;
  expect(
    renderError(new BuildError('E_LOCK_MISSING', 'nothing is locked', { source }), plain),
  ).toBe(`error E_LOCK_MISSING  nothing is locked
  at images/api.ts:3:5
  fix       run "synth lock" and commit synth.lock.json
  more      synth explain E_LOCK_MISSING
`);
});

test('shows the source line of what failed, and the last output of the program', () => {
  const failed = new BuildError('E_SOLVE', 'process "make" did not complete: exit code 2', {
    source: { file: 'images/api.ts', line: 3, column: 1 },
    log: 'cc -c hello.c\n\x1b[31mhello.c:1:1: error\x1b[0m\n\x1b[2J 50%\r100%\n',
  });

  expect(
    renderError(failed, plain),
  ).toBe(`error E_SOLVE  process "make" did not complete: exit code 2
  at images/api.ts:3:1
      1 | one();
      2 | two();
  >>> 3 |   build({
      4 |   run: ['make'],
      5 | });
  output
    cc -c hello.c
    hello.c:1:1: error
    100%
  fix       mend the step that is named
  more      synth explain E_SOLVE
`);
});

test('leaves the excerpt out where the source is not there', () => {
  const failed = new BuildError('E_SOLVE', 'failed', {
    source: { file: 'gone.ts', line: 3, column: 1 },
    log: 'x',
  });
  expect(renderError(failed, plain)).not.toContain('>>>');
});

test('shows all errors of one go, and counts them', () => {
  const errors = [1, 2, 3].map((n) => new BuildError('E_LOCK_MISSING', `thing ${n} is not locked`));

  const text = renderError(new BuildErrors(errors), plain);

  expect(text.match(/^error E_LOCK_MISSING {2}thing \d is not locked$/gm)).toHaveLength(3);
  expect(text).toMatch(/\n\n3 errors\n$/);
});

test('tells once, after the last of them, what mends several errors that follow each other', () => {
  const fix = 'run "synth lock"';
  const errors = [
    new BuildError('E_LOCK_MISSING', 'one', { got: 'nothing', fix }),
    new BuildError('E_LOCK_MISSING', 'two', { fix }),
    new BuildError('E_LOCK_FORMAT', 'three', { fix }),
    new BuildError('E_LOCK_FORMAT', 'four', { fix: 'another' }),
    new BuildError('E_LOCK_FORMAT', 'five', { fix }),
  ];

  expect(renderError(new BuildErrors(errors), plain)).toBe(`error E_LOCK_MISSING  one
  got       nothing

error E_LOCK_MISSING  two
  more      synth explain E_LOCK_MISSING

error E_LOCK_FORMAT  three
  fix       run "synth lock"
  more      synth explain E_LOCK_FORMAT

error E_LOCK_FORMAT  four
  fix       another
  more      synth explain E_LOCK_FORMAT

error E_LOCK_FORMAT  five
  fix       run "synth lock"
  more      synth explain E_LOCK_FORMAT

5 errors
`);
});

test('shows the first twenty of very many errors, and all with --debug', () => {
  const many = new BuildErrors(
    Array.from(
      { length: 50 },
      (_, n) => new BuildError('E_LOCK_MISSING', `thing ${n} is not locked`),
    ),
  );

  expect(renderError(many, plain)).toMatch(
    /thing 19 is[\s\S]*\n\nand 30 more; --debug shows all\n\n50 errors\n$/,
  );
  expect(renderError(many, plain)).not.toContain('thing 20 ');
  expect(renderError(many, plain).match(/^ {2}fix /gm)).toHaveLength(1);
  expect(renderError(many, { ...plain, debug: true })).toContain('thing 49 ');
});

test('recognises errors of another copy of the package', () => {
  const foreign = new BuildErrors([new BuildError('E_LOCK_MISSING', 'one'), unpinned]);
  Object.setPrototypeOf(foreign, Error.prototype);

  expect(renderError(foreign, plain)).toMatch(/E_LOCK_MISSING {2}one[\s\S]*2 errors/);
});

test.each([20, 40, 60, 80])('breaks text at spaces within %i columns', (width) => {
  const long = new BuildError('E_LOCK_MISSING', `${'word '.repeat(40)}end`, {
    ...unpinned.details,
    got: 'some more words that do not fit into a line of a narrow terminal, by far not',
    fix: 'run "synth lock"',
  });

  const tooLong = renderError(long, { ...plain, width })
    .split('\n')
    .filter(
      (line) => displayWidth(line) > width && line.trim().includes(' ') && !/at images/.test(line),
    );
  expect(tooLong).toEqual([]);
});

test('never breaks a word that one may want to copy', () => {
  const url = `https://snapshot.debian.org/archive/debian/20261101T000000Z/${'pool/'.repeat(20)}x.deb`;
  const error = new BuildError('E_LOCK_MISSING', 'file is not locked', { got: url });

  expect(renderError(error, { ...plain, width: 40 })).toContain(url);
});

test('shows no credentials of URLs', () => {
  const leaky = new BuildError(
    'E_LOCK_MISSING',
    'git https://me:hunter2@git.example.org/x is bad',
    {
      got: 'https://token@git.example.org/x',
      log: 'fatal: https://me:hunter2@git.example.org/x',
    },
  );

  const text = renderError(leaky, { ...plain, debug: true });
  expect(text).toContain('https://git.example.org/x');
  expect(text).not.toMatch(/hunter2|token@/);
});

test('colors only where colors are shown', () => {
  expect(renderError(unpinned, plain)).not.toContain('\x1b');
  expect(renderError(unpinned, { ...plain, color: true })).toContain(
    '\x1b[31merror E_LOCK_MISSING\x1b[39m',
  );
});

test('shows stack and causes with --debug alone', () => {
  const error = new BuildError('E_LOCK_MISSING', 'outer', { cause: new TypeError('inner') });

  expect(renderError(error, plain)).not.toContain('inner');
  expect(renderError(error, { ...plain, debug: true })).toMatch(
    /BuildError: outer\n.*at [\s\S]*TypeError: inner\n/,
  );
});

test('tells errors of the system from those that nobody foresaw', () => {
  const system = Object.assign(new Error('EACCES: permission denied, mkdir /x'), {
    syscall: 'mkdir',
  });

  expect(renderError(system, plain)).toBe(`error E_SYSTEM  EACCES: permission denied, mkdir /x
  more      synth explain E_SYSTEM
`);
  expect(renderError(new TypeError('x is undefined'), plain)).toBe(`error E_INTERNAL  x is undefined
  fix       run again with --debug, and report what it prints
  more      synth explain E_INTERNAL
`);
  expect(renderError('a string', plain)).toContain('E_INTERNAL  a string');
});
