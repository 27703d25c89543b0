import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildError } from '../../lib/errors';
import { L1_PROJECT } from '../cli/l1-app';
import { buildLibrary } from '../support/build-library';
import { CollectedOutput } from '../support/collected-output';
import { InstalledPackage, writeFiles } from '../support/installed-package';
import { processesWith, waitUntil } from '../support/processes';

const installed = new InstalledPackage();
const { synthesize } = buildLibrary(installed);

const MISSING = {
  kind: 'of-another-package',
  key: 'one',
  says: 'a thing',
  constructPath: 'hello/source',
  request: {},
};

/** An app whose lock misses an answer. */
const unlocked = {
  'app.js': `
    const { mkdirSync, writeFileSync } = require('node:fs');
    mkdirSync(process.env.SYNTH_OUT, { recursive: true });
    writeFileSync(process.env.SYNTH_OUT + '/manifest.json', ${JSON.stringify(
      JSON.stringify({
        version: 2,
        images: [],
        locals: {},
        archiveFiles: {},
        requests: [MISSING],
        missing: [MISSING],
      }),
    )});
  `,
};

/** What a promise is rejected with. */
const failure = (promise: Promise<unknown>): Promise<BuildError> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error,
  );

test('runs the app in its folder with its variables, and gives what it wrote', async () => {
  const cwd = installed.project(L1_PROJECT);

  const assembly = await synthesize({
    cwd,
    out: 'build/assembly',
    env: { ...process.env, TEST_IMAGES: 'hello,other' },
  });

  expect(assembly.folder).toBe(join(cwd, 'build/assembly'));
  expect(assembly.manifest.images.map(({ name }) => name)).toEqual(['hello', 'other']);
  expect(existsSync(join(cwd, 'synth.out'))).toBe(false);
});

test('takes a folder that an app wrote as it is', async () => {
  const cwd = installed.project(L1_PROJECT);
  await synthesize({ cwd });
  writeFiles(cwd, { 'app.js': 'throw new Error("must not run")' });

  const assembly = await synthesize({ cwd, app: 'synth.out' });

  expect(assembly.manifest.images).toHaveLength(1);
});

test('gives all that the app prints to the stream that is given, and leaves it open', async () => {
  const cwd = installed.project({
    ...L1_PROJECT,
    'app.js': `console.log('to stdout'); console.error('to stderr'); ${L1_PROJECT['app.js']}`,
  });
  const output = new CollectedOutput();

  await synthesize({ cwd, output });

  expect(output.text.split('\n').sort()).toEqual(['', 'to stderr', 'to stdout']);
  expect(output.writableEnded).toBe(false);
});

test('throws every error that the app found, each with its code and place', async () => {
  const errors = ['hello', 'other'].map((name, index) => ({
    code: 'E_GIT_REF',
    message: `${name}: no ref`,
    details: { constructPath: name, source: { file: 'app.js', line: index + 1, column: 1 } },
  }));
  const cwd = installed.project({
    'app.js': `require('node:fs').writeFileSync(process.env.SYNTH_ERRORS_FILE, ${JSON.stringify(JSON.stringify(errors))});`,
  });

  const error = await failure(synthesize({ cwd }));

  expect(error.all.map(({ code, details }) => [code, details.constructPath])).toEqual([
    ['E_GIT_REF', 'hello'],
    ['E_GIT_REF', 'other'],
  ]);
});

test('throws what the lock does not answer, unless that is wanted', async () => {
  const cwd = installed.project(unlocked);

  expect(await failure(synthesize({ cwd }))).toMatchObject({
    code: 'E_LOCK_MISSING',
    message: 'hello/source: a thing is not locked',
  });
  const { manifest } = await synthesize({ cwd, allowMissing: true });
  expect(manifest.missing).toMatchObject([{ says: 'a thing' }]);
});

test('ends the app when it is aborted, and rejects with the reason', async () => {
  const mark = `never-${process.pid}`;
  const cwd = installed.project({ 'app.js': `setInterval(() => {}, 1000); // ${mark}` });
  const controller = new AbortController();
  const reason = new Error('not needed any more');

  const running = failure(
    synthesize({ cwd, app: `node app.js ${mark}`, signal: controller.signal }),
  );
  await waitUntil('the app runs', () => processesWith(mark).length > 0);
  controller.abort(reason);

  expect(await running).toBe(reason);
  await waitUntil('the app has ended', () => processesWith(mark).length === 0);
});

test('starts nothing once it is aborted', async () => {
  const cwd = installed.project({ 'app.js': 'require("node:fs").writeFileSync("ran", "")' });

  expect(await failure(synthesize({ cwd, signal: AbortSignal.abort('enough') }))).toBe('enough');

  expect(existsSync(join(cwd, 'ran'))).toBe(false);
});

test('rejects with an AbortError where Ctrl-C ended the app alone', async () => {
  const cwd = installed.project({ 'app.js': 'process.kill(process.pid, "SIGINT")' });

  expect(await failure(synthesize({ cwd }))).toMatchObject({ name: 'AbortError' });
});
