import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from '../../../lib/cli/purity/observation';
import type { ReportedDifference } from '../../../lib/cli/purity/purity-errors';
import { helloFiles, typescriptProject } from '../../support/hello-project';
import { InstalledPackage } from '../../support/installed-package';
import { noteApp } from '../../support/note-app';
import { type VerifyArguments, verifyApp } from './verify-app';

jest.setTimeout(120_000);

const installed = new InstalledPackage();

const verify = (text: string, ...rest: VerifyArguments) => verifyApp(installed, text, ...rest);

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

/** Expressions whose value is not the same everywhere: what it depends on, and what is named. */
const IMPURE: readonly (readonly [text: string, cause: string, place: string])[] = [
  ['new Date().toISOString()', 'the clock', 'new Date()'],
  ['Date.now()', 'the clock', 'Date.now()'],
  ['Date()', 'the clock', 'Date()'],
  ['performance.now()', 'the clock', 'performance.now()'],
  ['process.hrtime.bigint()', 'the clock', 'process.hrtime.bigint()'],
  ['new Date(0).getHours()', 'the time zone', 'getHours()'],
  ['(0.5).toLocaleString()', 'the language of the user', 'toLocaleString()'],
  ['new Intl.NumberFormat().format(0.5)', 'the language of the user', 'Intl.NumberFormat'],
  ['process.env.LANG', 'the language of the user', 'process.env.LANG'],
  ['Math.random()', 'random numbers', 'Math.random()'],
  ['crypto.randomUUID()', 'random numbers', 'crypto.randomUUID()'],
  ['require("crypto").randomBytes(4).toString("hex")', 'random numbers', 'crypto.randomBytes()'],
  ['require("os").hostname()', 'the machine', 'os.hostname()'],
  ['require("os").cpus().length', 'the machine', 'os.cpus()'],
  ['process.arch', 'the machine', 'process.arch'],
  ['require("os").userInfo().username', 'the user', 'os.userInfo()'],
  ['require("os").homedir()', 'the user', 'os.homedir()'],
  ['process.env.HOME', 'the user', 'process.env.HOME'],
  ['process.getuid()', 'the user', 'process.getuid()'],
  ['process.umask()', 'the user', 'process.umask()'],
  ['process.cwd()', 'the working folder', 'process.cwd()'],
  ['require("path").resolve("x")', 'the working folder', 'process.cwd()'],
  ['process.env.HOST_NAME', 'the environment variable HOST_NAME', 'process.env.HOST_NAME'],
  ['"CI" in process.env', 'the environment variable CI', 'process.env.CI'],
  ['fs.readdirSync(data)', 'the order of files in a folder', 'fs.readdirSync()'],
  [
    'fs.readdirSync(data, { withFileTypes: true })[0].name',
    'the order of files in a folder',
    'fs.readdirSync()',
  ],
  ['process.pid', 'chance: two runs alike differ', 'process.pid'],
  [
    'fs.mkdtempSync("/tmp/verify-test-").slice(-6)',
    'chance: two runs alike differ',
    'fs.mkdtempSync()',
  ],
  [
    'require("child_process").execSync("date +%N")',
    'chance: two runs alike differ',
    'the program "date"',
  ],
];

describe('an app is told what its bytes depend on, and where it reads that:', () => {
  let differences: readonly ReportedDifference[];

  beforeAll(async () => {
    const images = IMPURE.map(
      ([text], index) =>
        `new Note(app, 'note-${index}', { platforms, env, text: String(${text}) });`,
    );
    const before = 'const fs = require("fs"); const data = __dirname + "/data";';
    const app = noteApp('""', { before }).replace(
      'app.synth()',
      `${images.join('\n')}\napp.synth()`,
    );
    const folder = installed.project({ 'app.js': app, 'data/a': '', 'data/b': '' });
    const env = { HOST_NAME: 'builder-7' };

    const { code, stdout } = await installed.synth(folder, ['verify', '--json'], { env });

    expect(code).toBe(3);
    differences = JSON.parse(stdout).differences;
    for (const name of readdirSync('/tmp').filter((name) => name.startsWith('verify-test-'))) {
      rmSync(join('/tmp', name), { recursive: true });
    }
  });

  test('each of the images, and no other', () => {
    expect(differences.map(({ constructPath }) => constructPath).sort()).toEqual(
      IMPURE.map((_one, index) => `note-${index}`).sort(),
    );
  });

  test.each(IMPURE.map((one, index) => [...one, index] as const))(
    '%s',
    (_text, cause, place, index) => {
      const found = differences.find(({ constructPath }) => constructPath === `note-${index}`);

      expect(found).toMatchObject({
        platforms: ['linux/amd64', 'linux/arm64'],
        source: { file: 'app.js' },
        changes: [{ field: 'file actions[0].action.data' }],
      });
      expect(found?.causes.map(({ by }) => by)).toContain(cause);
      const places = found?.causes.flatMap((one) => one.places) ?? [];
      expect(places.map(nameOf)).toContain(`${place} at ${19 + index}`);
    },
  );

  test('by one thing alone, where it is one', () => {
    const several = differences.filter(({ causes }) => causes.length !== 1);

    // A text of a date tells the zone, and its name in a language.
    expect(several.map(({ constructPath }) => constructPath)).toEqual(['note-2']);
  });
});

/** `new Date() at 3` */
function nameOf({ kind, source, what }: Observation): string {
  const name = { environment: `process.env.${what}`, process: `the program "${what}"` }[
    String(kind)
  ];
  return `${name ?? what} at ${source.line}`;
}

describe('what is told of an app that is not pure', () => {
  test('its construct, the field, the cause, and the line that reads it', async () => {
    const { code, stdout, stderr } = await verify('stamp()', {
      before: 'const stamp = () => new Date().toISOString();',
    });

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')).toBe(
      `error E_NOT_PURE  note: other bytes elsewhere, by the clock
  App
  └─ note    app.js:18:1
  got       file actions[0].action.data: "<time>" here, "<time>" elsewhere (linux/amd64, linux/arm64)
  expected  the same bytes at any time, for any user, in any folder, on any machine
  fix       write it into the app, or ask the lock for it; it comes from new Date() at app.js:2:21
  more      synth explain E_NOT_PURE
`,
    );
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

  test('by the environment as a whole, where a program reads it', async () => {
    const app = noteApp('process.env.HOST_NAME').replace(
      'app.synth()',
      `const value = String(require('child_process').execSync('echo $STAGE'));
new Note(app, 'other', { platforms, text: value, env });
app.synth()`,
    );
    const folder = installed.project({ 'app.js': app });

    const { stderr } = await installed.synth(folder, ['verify'], { env: { STAGE: 'production' } });

    expect(stderr.match(/^error .*$/gm)).toEqual([
      'error E_NOT_PURE  note: other bytes elsewhere, by the environment variable HOST_NAME',
      'error E_NOT_PURE  other: other bytes elsewhere, by the environment',
    ]);
    expect(stderr).not.toContain('production');
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

test('the example is pure', async () => {
  const folder = typescriptProject(installed, helloFiles());

  const { code, stdout, stderr } = await installed.synth(folder, ['verify']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^pure: 1 image, 2 platforms: /);
});

test('an assembly cannot be verified: there is nothing to run', async () => {
  const folder = installed.project({ 'app.js': noteApp('"text"') });
  await installed.synth(folder, []);

  const { code, stderr } = await installed.synth(folder, ['verify', '--app', 'synth.out']);

  expect(code).toBe(2);
  expect(stderr).toContain('command "verify" needs an app to run');
});
