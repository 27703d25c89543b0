import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { helloFiles } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { asNobody, letEveryoneRead } from '../support/other-user';
import { temporaryFolder } from '../support/temporary-folder';
import { WatchedProject, type WatchedRun } from '../support/watched-project';

jest.setTimeout(60_000);

// Another user takes part here, since root may write anywhere.
const installed = new InstalledPackage({ forEveryone: true });
const folder = temporaryFolder('bad-app');
// Nothing here comes as far as a daemon.
const env = { BUILDKIT_HOST: 'unix:///nowhere/buildkitd.sock' };

const files = helloFiles();
const app = files['app.ts'] ?? '';

/** The example with its app changed. */
function changed(edit: (text: string) => string): WatchedProject {
  const text = edit(app);
  if (text === app) throw new Error('the edit changes nothing');
  return new WatchedProject(installed, { ...files, 'app.ts': text }, folder);
}

function expectUntouched(run: WatchedRun, code: number): void {
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code, stdout: '' });
  expect({ changes: run.changes, leftovers: run.leftovers }).toEqual({
    changes: [],
    leftovers: [],
  });
}

/** The line of the app that has a text, as an error names it. */
function lineOf(text: string): string {
  return `app.ts:${app.split('\n').findIndex((line) => line.includes(text)) + 1}`;
}

describe('an app', () => {
  test.each(['synth', 'ls', 'lock', 'build', 'push'])(
    'with two images of one name fails %s, naming both',
    async (command) => {
      const project = changed((text) =>
        text
          .replace('import { App,', 'import { App, Construct,')
          .replace('app.synth();', '')
          .concat(
            text
              .slice(text.indexOf('new RuntimeImage'))
              .replace("(app, 'hello'", "(new Construct(app, 'other'), 'hello'"),
          ),
      );
      const run = await project.synth([command], { env });
      expectUntouched(run, 1);
      expect(run.stderr).toContain('error E_IMAGE_DUPLICATE');
      expect(run.stderr).toMatch(/"hello"/);
      expect(run.stderr).toContain('other/hello');
      expect(run.stderr).toMatch(/app\.ts:\d+:\d+/);
    },
  );

  test('with several mistakes fails with all of them, each with its construct and line', async () => {
    const project = changed((text) =>
      text
        .replace("tag: 'v1.0.0',", '')
        .replace("suite: 'trixie'", "suite: 'stable-updates'")
        .replace("entrypoint: ['/boot/bin/hello']", "entrypoint: ['hello']"),
    );
    const run = await project.synth([], { env });
    expectUntouched(run, 1);
    for (const code of ['E_GIT_REF', 'E_DEBIAN_SUITE_NAME', 'E_ENTRYPOINT']) {
      expect(run.stderr).toContain(`error ${code}  `);
    }
    expect(run.stderr).toContain(`└─ debian    ${lineOf('new DebianBase')}:`);
    expect(run.stderr).toMatch(/\n3 errors\n$/);
  });

  test('that throws fails, with what it threw', async () => {
    const project = changed((text) => `${text}\nthrow new Error('my own mistake');\n`);
    const run = await project.synth(['build'], { env });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
    expect(run.stderr).toContain('my own mistake');
    expect(run.stderr).toContain('error E_APP_FAILED  app throws Error: my own mistake');
    expect(run.stderr).not.toContain('node_modules');
    expect(run.leftovers).toEqual([]);
  });

  test('with a password in the URL of a repository fails without repeating it', async () => {
    const project = changed((text) =>
      text.replace(/url: '.*'/, "url: 'https://me:pa55w0rd@git.example.org/x.git'"),
    );
    for (const args of [['lock'], ['build', '--debug']]) {
      const run = await project.synth(args, { env });
      expectUntouched(run, 1);
      expect(run.stderr).toContain('error E_GIT_URL');
      expect(run.stderr).not.toContain('pa55w0rd');
    }
  });
});

describe('a command line', () => {
  const project = new WatchedProject(installed, files, folder);

  test.each([
    [['buidl'], 'command "buidl"', 'did you mean "synth build"?'],
    [['build', '--no-cach'], '"--no-cach"', 'did you mean "--no-cache"?'],
    [['build', '--progress', 'fancy'], '"fancy"', 'plain'],
    [['lock', 'extra'], '"extra"', '--help'],
    [['synth', '--out'], '"--out"', '--help'],
  ])('%j is refused with exit code 2', async (args, got, hint) => {
    const run = await project.synth(args, { env });
    expectUntouched(run, 2);
    expect(run.stderr).toMatch(/^error E_USAGE {2}/);
    expect(run.stderr).toContain(got);
    expect(run.stderr).toContain(hint);
  });
});

describe('a lock', () => {
  test.each([
    ['that is no JSON', () => '{ "version": 1,', 'synth.lock.json is no JSON'],
    [
      'with the markers of a merge conflict',
      (text: string) => text.replace('"git"', '\n<<<<<<< HEAD\n  "git"'),
      'merge conflict',
    ],
    [
      'of a newer version',
      (text: string) => text.replace(/"version": \d/, '"version": 9'),
      'update buildkit-cdk',
    ],
    [
      'with half a hash',
      (text: string) => text.replace(/("sha256": "[0-9a-f]{32})[0-9a-f]+/, '$1'),
      '.sha256',
    ],
    [
      'with a path that leads out of the archive',
      (text: string) => text.replace('"path": "pool/', '"path": "../../pool/'),
      '.path',
    ],
  ])('%s fails every command and stays as it is', async (_what, edit, message) => {
    const lock = edit(files['synth.lock.json'] ?? '');
    expect(lock).not.toBe(files['synth.lock.json']);
    const project = new WatchedProject(installed, { ...files, 'synth.lock.json': lock }, folder);
    for (const command of ['synth', 'lock', 'build']) {
      const run = await project.synth([command], { env });
      expectUntouched(run, 1);
      expect(run.stderr).toContain('error E_LOCK_FORMAT  synth.lock.json');
      expect(run.stderr).toContain(message);
      expect(run.stderr).toMatch(/^ {2}fix {7}/m);
    }
  });
});

describe('a folder for the assembly', () => {
  test('that holds other files is left alone', async () => {
    const project = new WatchedProject(installed, files, folder);
    mkdirSync(project.file('mine'));
    writeFileSync(project.file('mine/thesis.txt'), 'years of work\n');
    const run = await project.synth(['--out', 'mine'], { env });
    expectUntouched(run, 1);
    expect(run.stderr).toContain('error E_ASSEMBLY_FOLDER');
    expect(run.stderr).toContain('"thesis.txt"');
  });

  test('that is a file is left alone', async () => {
    const project = new WatchedProject(installed, files, folder);
    writeFileSync(project.file('taken'), 'mine\n');
    const run = await project.synth(['--out', 'taken'], { env });
    expectUntouched(run, 1);
    expect(run.stderr).toMatch(/^error E_(ASSEMBLY_FOLDER|SYSTEM)/m);
    expect(run.stderr).toContain('taken');
  });

  const under = process.getuid?.() === 0 ? asNobody([installed.file('lib/cli/main.js')]) : [];
  (typeof under === 'string' ? test.skip : test)(
    typeof under === 'string'
      ? `that cannot be written fails (left out: ${under})`
      : 'that cannot be written fails, and says which',
    async () => {
      const project = new WatchedProject(installed, files, folder);
      mkdirSync(project.file('locked'));
      chmodSync(project.file('locked'), 0o555);
      for (const part of [folder, project.folder]) letEveryoneRead(part);
      const run = await project.synth(['--out', 'locked/out'], {
        under: typeof under === 'string' ? [] : under,
        env: { ...env, TMPDIR: '/tmp' },
      });
      expectUntouched(run, 1);
      expect(run.stderr).toMatch(/^error E_(ASSEMBLY_FOLDER|SYSTEM)/m);
      expect(run.stderr).toContain('locked');
      expect(run.stderr).not.toContain('    at ');
    },
  );
});
