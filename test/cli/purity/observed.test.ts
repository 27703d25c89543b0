import { typescriptProject } from '../../support/hello-project';
import { InstalledPackage } from '../../support/installed-package';
import { noteApp } from '../../support/note-app';
import { type VerifyArguments, verifyApp } from './verify-app';

jest.setTimeout(120_000);

const installed = new InstalledPackage();
const verify = (text: string, ...rest: VerifyArguments) => verifyApp(installed, text, ...rest);

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
    'require("child_process").execSync("env | rev; date +%N")',
    'process.env.API_TOKEN.split("").reverse().join("") + process.pid',
    '(require("child_process").execSync("X=s3cr3t-other true"), process.pid)',
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

describe('the lines of an app are found', () => {
  const PART = `import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';

interface Stamp {
  text: string;
}

export const stamp: Stamp = {
  text: hostname() + randomUUID() + new Date().toISOString(),
};
`;
  const APP = noteApp('stamp.text')
    .replace(
      /^const \{ App, Image \} = require\((.*?)\); const \{ (.*?) \} = require\((.*?)\);/,
      'import { App, Image } from $1; import { $2 } from $3;',
    )
    .replace(
      'constructor(scope, id, { text, env, ...props })',
      'constructor(scope: any, id: string, { text, env, ...props }: any)',
    )
    .replace('class Note extends Image {', 'class Note extends Image { text: any; env: any;');

  test.each([
    ['commonjs', './part'],
    ['module', './part.ts'],
  ])('in TypeScript of a package of type %s', async (type, part) => {
    const app = `import { stamp } from '${part}'; ${APP}`;
    const files = {
      'images/app.ts': app,
      'images/part.ts': PART,
      'package.json': `{"type":"${type}"}`,
    };
    const folder = typescriptProject(installed, files);

    const { code, stderr } = await installed.synth(folder, ['verify', '--app', 'images/app.ts']);

    expect({ code, errors: stderr.match(/^error .*$/gm) }).toEqual({
      code: 3,
      errors: [
        'error E_NOT_PURE  note: other bytes elsewhere, by the clock, and by the machine, and by random numbers',
      ],
    });
    expect(stderr).toContain(
      'new Date() at images/part.ts:9:37 and os.hostname() at images/part.ts:9:9 and crypto.randomUUID() at images/part.ts:9:22\n',
    );
  });
});
