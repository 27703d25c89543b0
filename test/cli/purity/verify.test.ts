import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InstalledPackage, type RunOptions } from '../../support/installed-package';
import { type NoteOptions, noteApp } from '../../support/note-app';

jest.setTimeout(120_000);

const installed = new InstalledPackage();

/** Verifies an app whose one file holds the value of an expression. */
function verify(
  text: string,
  options: NoteOptions = {},
  run: RunOptions = {},
  args: string[] = [],
) {
  const folder = installed.project({
    'app.js': noteApp(text, options),
    'data/a': '',
    'data/b': '',
  });
  return installed.synth(folder, ['verify', ...args], run);
}

describe('an app that is pure', () => {
  test('gives the same bytes elsewhere; nothing is written', async () => {
    const folder = installed.project({ 'app.js': noteApp('"text"') });

    const result = await installed.synth(folder, ['verify']);

    expect(result).toEqual({
      code: 0,
      stdout:
        'pure: 1 image, 2 platforms: the same bytes whatever the clock, time zone, language of the user, user, machine, working folder, environment, random numbers, order of files in a folder\n',
      stderr: '',
    });
    expect(existsSync(join(folder, 'synth.out'))).toBe(false);
  });

  test('is told as JSON, too', async () => {
    const { code, stdout } = await verify('"text"', {}, {}, ['--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      isPure: true,
      images: 1,
      platforms: 2,
      differences: [],
      seen: [],
    });
  });

  test('may be a command, whose working folder stays', async () => {
    const folder = installed.project({ 'images/app.js': noteApp('"text"') });

    const { code, stdout } = await installed.synth(folder, [
      'verify',
      '--app',
      'node images/app.js',
    ]);

    expect(code).toBe(0);
    expect(stdout).not.toContain('working folder');
  });
});

describe('an app is told what its bytes depend on, and where it reads that', () => {
  test.each<[string, string, string, NoteOptions]>([
    ['new Date().toISOString()', 'the clock', 'new Date() at app.js:15:', {}],
    ['Date.now()', 'the clock', 'Date.now() at app.js:15:', {}],
    ['performance.now()', 'the clock', 'performance.now() at app.js:15:', {}],
    ['new Date(0).getHours()', 'the time zone', 'getHours() at app.js:15:', {}],
    ['(0.5).toLocaleString()', 'the language of the user', 'toLocaleString() at app.js:15:', {}],
    ['Math.random()', 'random numbers', 'Math.random() at app.js:15:', {}],
    ['crypto.randomUUID()', 'random numbers', 'crypto.randomUUID() at app.js:15:', {}],
    ['require("os").hostname()', 'the machine', 'os.hostname() at app.js:15:', {}],
    ['process.arch', 'the machine', 'process.arch at app.js:15:', {}],
    ['require("os").userInfo().username', 'the user', 'os.userInfo() at app.js:15:', {}],
    ['require("os").homedir()', 'the user', 'os.homedir() at app.js:15:', {}],
    ['process.env.HOME', 'the user', 'process.env.HOME at app.js:15:', {}],
    ['process.cwd()', 'the working folder', 'process.cwd() at app.js:15:', {}],
    ['process.env.CI', 'the environment variable CI', 'process.env.CI at app.js:15:', {}],
    [
      'require("fs").readdirSync(__dirname + "/data")',
      'the order of files in a folder',
      'fs.readdirSync() at app.js:15:',
      {},
    ],
    ['process.pid', 'chance: two runs alike differ', 'process.pid at app.js:15:', {}],
    [
      'require("child_process").execSync("date +%N; true")',
      'chance: two runs alike differ',
      'the program "date" at app.js:15:',
      {},
    ],
    [
      'stamp()',
      'the clock',
      'new Date() at app.js:2:',
      { before: 'const stamp = () => String(new Date());' },
    ],
  ])('%s: by %s', async (text, cause, place, options) => {
    const { code, stdout, stderr } = await verify(text, options);

    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: '', stderr: expect.anything() });
    expect(stderr).toMatch(/^error E_NOT_PURE /);
    expect(stderr.match(/^error .*$/gm)).toEqual([
      `error E_NOT_PURE  note: other bytes elsewhere, by ${cause}`,
    ]);
    expect(stderr).toContain('└─ note');
    expect(stderr).toContain('file actions[0].action.data');
    expect(stderr).toContain(`; it comes from ${place}`);
  });

  test('in the config of an image', async () => {
    const { stderr } = await verify('""', { env: '["YEAR=" + new Date().getUTCFullYear()]' });

    expect(stderr).toMatch(
      /got {7}config config\.Env\[0\]: "YEAR=\d+" here, "YEAR=\d+" elsewhere \(linux\/amd64, linux\/arm64\)/,
    );
  });

  test('in what the manifest says', async () => {
    const before =
      'const publish = { names: ["registry.example.org/" + (process.env.WHOSE ?? "x")] };';
    const app = noteApp('""', { before }).replace('{ platforms,', '{ publish, platforms,');
    const folder = installed.project({ 'app.js': app });

    const { stderr } = await installed.synth(folder, ['verify']);

    expect(stderr).toContain('by the environment variable WHOSE');
    expect(stderr).toContain('got       manifest publish.names[0]\n');
  });

  test('in which constructs there are', async () => {
    const app = noteApp('""').replace(
      'app.synth()',
      "if (process.env.CI) new Note(app, 'other', { platforms, text, env });\napp.synth()",
    );
    const folder = installed.project({ 'app.js': app });

    const { code, stderr } = await installed.synth(folder, ['verify']);

    expect(code).toBe(3);
    expect(stderr).toContain('error E_NOT_PURE  other: other bytes elsewhere');
  });

  test('each image by itself, by each thing that it depends on', async () => {
    const app = noteApp('Date.now()').replace(
      'app.synth()',
      "new Note(app, 'other', { platforms, text: process.cwd() + process.env.HOST_NAME, env });\napp.synth()",
    );
    const folder = installed.project({ 'app.js': app });

    const { stderr } = await installed.synth(folder, ['verify'], {
      env: { HOST_NAME: 'builder-7' },
    });

    expect(stderr.match(/^error .*$/gm)).toEqual([
      'error E_NOT_PURE  note: other bytes elsewhere, by the clock',
      'error E_NOT_PURE  other: other bytes elsewhere, by the working folder, and by the environment variable HOST_NAME',
    ]);
  });

  test('as JSON', async () => {
    const { code, stdout } = await verify('Date.now()', {}, {}, ['--json']);

    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      isPure: false,
      differences: [
        {
          constructPath: 'note',
          platforms: ['linux/amd64', 'linux/arm64'],
          causes: [
            {
              by: 'the clock',
              places: [{ what: 'Date.now()', source: { file: 'app.js', line: 15 } }],
            },
          ],
          changes: [{ field: 'file actions[0].action.data' }],
        },
      ],
    });
  });
});

describe('an app that does not run elsewhere', () => {
  test('is told what it fails by', async () => {
    const { code, stderr } = await verify('"text"', {
      before: 'require("fs").readFileSync("data/a");',
    });

    expect(code).toBe(3);
    expect(stderr).toContain('error E_NOT_PURE  the app fails elsewhere, by the working folder\n');
    expect(stderr).toContain('  at app.js:2:');
    expect(stderr).toContain('a relative path at app.js:2:');
  });

  test('fails as it does always where it fails here, too', async () => {
    const { code, stderr } = await verify('"text"', { before: 'throw new Error("broken");' });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^error E_APP_FAILED {2}app throws Error: broken\n/);
  });
});

describe('what the app does on the way', () => {
  test.each([
    ['new Date();', 'the app reads the clock (new Date()) at app.js:2:1'],
    ['Math.random();', 'the app takes random numbers (Math.random()) at app.js:2:6'],
    ['process.env.EDITOR;', 'the app reads the environment variable EDITOR at app.js:2:13'],
    [
      'require("child_process").execSync("true x y");',
      'the app runs the program "true" at app.js:2:',
    ],
    [
      'require("fs").readFileSync("/etc/passwd");',
      'the app reads "/etc/passwd", which is outside of its folder at app.js:2:',
    ],
    [
      'require("net").connect(9, "127.0.0.1").on("error", () => {});',
      'the app opens a connection (connect) at app.js:2:',
    ],
    [
      'fetch("http://127.0.0.1:9/").catch(() => {});',
      'the app opens a connection (fetch) at app.js:2:',
    ],
    ['require("os").cpus();', 'the app asks for the machine (os.cpus()) at app.js:2:'],
  ])('is warned of: %s', async (before, warning) => {
    const { code, stdout, stderr } = await verify('"text"', { before });

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^pure: /) });
    expect(stderr.replace(/\n {2}/g, ' ')).toContain(`warning  ${warning}`);
    expect(stderr.trimEnd()).toMatch(/; no byte depends on it now$/);
    expect(stderr.match(/warning/g)).toHaveLength(1);
  });

  test('is no warning where the package itself, or a loader of modules, does it', async () => {
    const folder = installed.project({
      'app.js': `require('./part.js');\n${noteApp('"text"')}`,
      'part.js': '',
      'node_modules/lib/index.js': 'process.env.DEBUG; new Date();',
    });

    expect((await installed.synth(folder, ['verify'])).stderr).toBe('');
  });
});

describe('a secret of the environment is never printed', () => {
  const env = { API_TOKEN: 's3cr3t-value', HOST_NAME: 'builder-7' };

  test.each([
    'process.env.API_TOKEN',
    'process.env.API_TOKEN + Date.now()',
    'Object.values(process.env).join()',
    'process.env.API_TOKEN.split("").reverse().join("")',
    'require("child_process").execSync("env; date +%N")',
  ])('%s', async (text) => {
    const { code, stdout, stderr } = await verify(text, {}, { env }, ['--json']);

    expect(code).toBe(3);
    for (const secret of ['s3cr3t', 'eulav-']) expect(stdout + stderr).not.toContain(secret);
  });

  test('nor when the app fails without it', async () => {
    const before = 'if (process.env.HOST_NAME === undefined) throw new Error("s3cr3t-value");';
    const { stdout, stderr } = await verify('"text"', { before }, { env });

    expect(stderr).toContain('by the environment variable HOST_NAME');
    expect(stdout + stderr).not.toContain('s3cr3t');
  });
});

test('an assembly cannot be verified: there is nothing to run', async () => {
  const folder = installed.project({ 'app.js': noteApp('"text"') });
  await installed.synth(folder, []);

  const { code, stderr } = await installed.synth(folder, ['verify', '--app', 'synth.out']);

  expect(code).toBe(2);
  expect(stderr).toContain('command "verify" needs an app to run');
});
