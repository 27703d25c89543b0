import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DEBIAN } from '../../../lib/inputs/debian/kind';
import { GIT } from '../../../lib/inputs/git/kind';
import { InstalledPackage, interruptAt, writeFiles } from '../../support/installed-package';

const installed = new InstalledPackage();

const MANIFEST = {
  version: 2,
  images: [
    {
      name: 'hello',
      constructPath: 'hello',
      source: { file: 'app.js', line: 3, column: 1 },
      platforms: ['amd64', 'arm64'].map((architecture, index) => ({
        platform: `linux/${architecture}`,
        definition: `hello.linux-${architecture}.llb`,
        config: `hello.linux-${architecture}.config.json`,
        digest: `sha256:${String(index).repeat(64)}`,
        packages: 3,
      })),
      publish: { names: ['registry.example.org/me/hello'], tags: ['trixie', 'latest'] },
      sourceDateEpoch: 1_761_955_200,
    },
  ],
  locals: {},
  archiveFiles: {},
  requests: [],
  missing: [],
};

/** An app without constructs: it does what `app.synth()` owes to the command line. */
const writingApp = (manifest: object = MANIFEST) => `
  const { mkdirSync, writeFileSync } = require('node:fs');
  console.log('the app says something');
  mkdirSync(process.env.SYNTH_OUT, { recursive: true });
  writeFileSync(process.env.SYNTH_OUT + '/manifest.json', ${JSON.stringify(JSON.stringify(manifest))});
`;

describe('finding the app', () => {
  test('runs app.js of the working folder; its output does not mix with the result', async () => {
    const folder = installed.project({ 'app.js': writingApp() });

    const { code, stdout, stderr } = await installed.synth(folder, ['--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(stderr).toBe('the app says something\n');
    expect(existsSync(join(folder, 'synth.out/manifest.json'))).toBe(true);
  });

  test('prints image, platform, file and definition of each', async () => {
    const folder = installed.project({ 'app.js': writingApp() });

    const { stdout } = await installed.synth(folder, []);

    const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['IMAGE', 'PLATFORM', 'FILE', 'DEFINITION'],
      ['hello', 'linux/amd64', 'synth.out/hello.linux-amd64.llb', digest('0')],
      ['hello', 'linux/arm64', 'synth.out/hello.linux-arm64.llb', digest('1')],
      [''],
    ]);
  });

  test('ls lists images, platforms, packages and published names', async () => {
    const folder = installed.project({ 'app.js': writingApp() });

    const table = await installed.synth(folder, ['ls']);
    const json = await installed.synth(folder, ['ls', '--json']);

    expect(table.stdout.split('\n')[1]?.split(/ {2,}/)).toEqual([
      'hello',
      'linux/amd64,linux/arm64',
      '3',
      'registry.example.org/me/hello:trixie,registry.example.org/me/hello:latest',
    ]);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { name: 'hello', publish: { tags: ['trixie', 'latest'] } },
    ]);
  });

  test('takes app and folder from synth.json, and from package.json, and lets options win', async () => {
    const folder = installed.project({
      'images/main.js': writingApp(),
      'other.js': writingApp(),
      'synth.json': JSON.stringify({ app: 'images/main.js', output: 'build/assembly' }),
      'package.json': JSON.stringify({ synth: { app: 'nowhere.js' } }),
    });
    expect((await installed.synth(folder, [])).stdout).toContain(
      'build/assembly/hello.linux-amd64.llb',
    );
    expect((await installed.synth(folder, ['--out', 'x', '--app', 'other.js'])).stdout).toContain(
      ' x/hello.linux-amd64.llb',
    );

    const other = installed.project({
      'main.mjs': `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n${writingApp()}`,
      'package.json': JSON.stringify({ name: 'me', synth: { app: 'main.mjs' } }),
    });
    expect((await installed.synth(other, ['ls'])).code).toBe(0);
  });

  test('runs a command through the shell', async () => {
    const folder = installed.project({ 'my app.js': writingApp() });

    const { code } = await installed.synth(folder, ['--app', 'true && node "my app.js"', 'ls']);

    expect(code).toBe(0);
  });

  test('takes a folder with a manifest as it is, without running anything', async () => {
    const folder = installed.project({ 'app.js': writingApp() });
    await installed.synth(folder, []);
    writeFiles(folder, { 'app.js': 'throw new Error("must not run")' });

    const { code, stdout, stderr } = await installed.synth(folder, ['ls', '--app', 'synth.out']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('hello');
  });

  test('runs TypeScript with the tsx of the project', async () => {
    const folder = installed.project({ 'app.ts': `const out: string = 'x';\n${writingApp()}` });
    symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));

    expect((await installed.synth(folder, [])).code).toBe(0);
  });

  test.each([
    ['app.ts', { type: 'module' }],
    ['app.mts', { type: 'commonjs' }],
  ])('runs ES modules in TypeScript: %s of a package %j', async (file, manifest) => {
    const app = `import { createRequire } from 'node:module';
      const require: NodeJS.Require = createRequire(import.meta.url);
      await Promise.resolve();
      ${writingApp()}`;
    const folder = installed.project({ [file]: app, 'package.json': JSON.stringify(manifest) });
    symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));

    const { code, stderr } = await installed.synth(folder, ['--app', file]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: 'the app says something\n' });
  });

  test('fails where TypeScript cannot be run, and names the one line to install', async () => {
    if ('typescript' in process.features && process.features.typescript) return;
    const folder = installed.project({ 'app.ts': 'export {};' });

    const { code, stdout, stderr } = await installed.synth(folder, []);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('error E_APP_RUNNER  app "app.ts" is TypeScript');
    expect(stderr).toContain('fix       run "npm install --save-dev tsx"');
  });

  test.each([
    [[], {}, 1, 'error E_APP_NOT_FOUND  no app in the working folder'],
    [['--app', 'gone.ts'], {}, 1, 'error E_APP_NOT_FOUND  app "gone.ts" does not exist'],
    [
      ['--app', 'folder'],
      { 'folder/x': '' },
      1,
      'error E_ASSEMBLY_FORMAT  folder "folder" is no assembly',
    ],
    [[], { 'synth.json': '{' }, 1, 'error E_CONFIG_FORMAT  file "'],
    [
      [],
      { 'synth.json': '{"apps": "x"}' },
      1,
      'error E_CONFIG_FORMAT  configuration in synth.json has an unknown key',
    ],
    [
      [],
      { 'package.json': '{"synth": {"app": 3}}' },
      1,
      'error E_CONFIG_FORMAT  "app" in package.json, "synth" is no text',
    ],
    [
      ['--app', 'no-such-program-here'],
      {},
      1,
      'error E_APP_FAILED  app "no-such-program-here" failed',
    ],
  ])('rejects %j with files %j', async (args, files, code, message) => {
    const result = await installed.synth(installed.project(files as Record<string, string>), args);

    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(message);
  });
});

describe('an app that fails', () => {
  test('hands over its errors, which are shown with their places', async () => {
    const errors = [
      {
        code: 'E_LOCK_MISSING',
        message: 'git ref "refs/tags/v1" is not locked',
        details: {
          constructPath: 'hello/source',
          source: { file: 'app.js', line: 2, column: 3 },
          fix: 'run "synth lock"',
        },
      },
      { code: 'E_ACME_NEWER', message: 'of another package', details: { source: 'no place' } },
      { code: 'EACCES', message: 'of no package' },
    ];
    const folder = installed.project({
      'app.js': `require('node:fs').writeFileSync(process.env.SYNTH_ERRORS_FILE, ${JSON.stringify(JSON.stringify(errors))}); process.exitCode = 1;`,
    });

    const { code, stdout, stderr } = await installed.synth(folder, []);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`error E_LOCK_MISSING  git ref "refs/tags/v1" is not locked
  App
  └─ hello
     └─ source    app.js:2:3
`);
    expect(stderr).toContain('error E_ACME_NEWER  of another package\n');
    expect(stderr).toContain('error E_APP_FAILED  of no package\n');
    expect(stderr).toMatch(/\n3 errors\n$/);
  });

  test('by an exception: what it threw, the line, and no frame of a loader', async () => {
    const folder = installed.project({ 'app.js': 'null.x;' });

    const { code, stderr } = await installed.synth(folder, []);

    expect(code).toBe(1);
    expect(stderr).toBe(
      `error E_APP_FAILED  app throws TypeError: Cannot read properties of null (reading 'x')
  at app.js:1:6
  >>> 1 | null.x;
  output
    at Object.<anonymous> (${folder}/app.js:1:6)
  fix       mend the app
  more      synth explain E_APP_FAILED
`,
    );
  });

  test.each([
    [
      'a package that is not installed',
      'app.js',
      "require('nope');",
      /Cannot find module 'nope'\n {2}at app\.js:1:1\n[\s\S]* {2}fix {7}install the package/,
    ],
    [
      'JavaScript that is none',
      'app.js',
      'let x;\nconst a = ;',
      /SyntaxError: Unexpected token ';'\n {2}at app\.js:2:1\n/,
    ],
    [
      'TypeScript that is none',
      'app.ts',
      'let x;\nconst a: string = ;',
      /\n {2}at app\.ts:2:\d+\n[\s\S]*>>> 2 \| const a: string = ;/,
    ],
    [
      'a promise that nobody waits for',
      'app.js',
      "Promise.reject(new RangeError('too late'));",
      /app throws RangeError: too late\n {2}at app\.js:1:16/,
    ],
    ['something that is no error', 'app.js', "throw 'a word'", /app throws Error: a word\n/],
  ])('by %s, with its place', async (_title, file, text, expected) => {
    const folder = installed.project({ [file]: text });
    symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));

    const { code, stderr } = await installed.synth(folder, []);

    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toContain('node_modules');
  });

  test('by an import where package.json says CommonJS, and says how to mend it', async () => {
    const folder = installed.project({
      'app.js': "import fs from 'node:fs';",
      'package.json': '{"type": "commonjs"}',
    });

    expect((await installed.synth(folder, [])).stderr).toMatch(
      /outside a module\n {2}at app\.js:1:1\n[\s\S]* {2}fix {7}set "type": "module" in package\.json/,
    );
  });

  test('by an exception, as Node tells it where --debug is given', async () => {
    const folder = installed.project({ 'app.js': 'null.x;' });

    expect((await installed.synth(folder, ['--debug'])).stderr).toMatch(
      /^\S+app\.js:1\nnull\.x;\n/,
    );
  });

  test('by a signal', async () => {
    const folder = installed.project({ 'app.js': 'process.kill(process.pid, "SIGKILL")' });

    expect((await installed.synth(folder, [])).stderr).toContain('got       ended by SIGKILL');
  });

  test('by not calling app.synth(), also where an older assembly is there', async () => {
    const folder = installed.project({ 'app.js': writingApp() });
    await installed.synth(folder, []);
    writeFiles(folder, { 'app.js': '0;' });

    const { code, stderr } = await installed.synth(folder, []);

    expect(code).toBe(1);
    expect(stderr).toContain('error E_APP_NO_ASSEMBLY  app "app.js" wrote no assembly');
    expect(stderr).toContain('fix       call app.synth() at the end of the app');
  });
});

test('synth fails for what the lock does not answer, and says where it is asked for', async () => {
  const git = { url: 'https://git.example.org/hello.git', ref: 'refs/tags/v1' };
  const debian = {
    suite: 'trixie',
    snapshot: '20261101T000000Z',
    components: ['main'],
    variant: 'minbase' as const,
    include: ['gcc'],
    architecture: 'amd64',
  };
  const missing = [
    {
      kind: 'git',
      key: GIT.key(git),
      says: GIT.describe(git),
      constructPath: 'hello/source',
      source: { file: 'app.js', line: 7, column: 1 },
      request: git,
    },
    {
      kind: 'debian',
      key: DEBIAN.key(debian),
      says: DEBIAN.describe(debian),
      constructPath: 'debian',
      request: debian,
    },
  ];
  const folder = installed.project({
    'app.js': writingApp({ ...MANIFEST, requests: missing, missing }),
  });

  const { code, stdout, stderr } = await installed.synth(folder, []);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(
    'error E_LOCK_MISSING  hello/source: "refs/tags/v1" of https://git.example.org/hello.git is not locked\n',
  );
  expect(stderr).toContain('└─ source    app.js:7:1\n');
  expect(stderr).toContain(
    'error E_LOCK_MISSING  debian: the package set "minbase gcc (main)" of trixie at 20261101T000000Z for amd64 is not locked\n',
  );
  expect(stderr).toContain('fix       run "synth lock" and commit synth.lock.json\n');
});

test('Ctrl-C stops the app, exits 130, and leaves the old assembly alone', async () => {
  const folder = installed.project({ 'app.js': writingApp() });
  await installed.synth(folder, []);
  const before = statSync(join(folder, 'synth.out/manifest.json')).mtimeMs;
  writeFiles(folder, {
    'app.js': `
      require('node:fs').writeFileSync('pid', String(process.pid));
      console.log('ready');
      setTimeout(() => {}, 60_000);`,
  });

  const { code, stdout, stderr } = await installed.synth(folder, [], {
    onStart: interruptAt('ready'),
  });

  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toBe('ready\ninterrupted: stopping; press Ctrl-C again to kill\ninterrupted\n');
  expect(statSync(join(folder, 'synth.out/manifest.json')).mtimeMs).toBe(before);
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('goes on to its end, in silence, when who reads its output went away', async () => {
  const folder = installed.project({ 'app.js': `setTimeout(() => {${writingApp()}}, 200);` });

  const { code, stderr } = await installed.synth(folder, ['ls'], { closeStdout: true });

  expect({ code, stderr }).toEqual({ code: 0, stderr: 'the app says something\n' });
});
