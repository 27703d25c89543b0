import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { InstalledPackage, type RunResult } from '../../support/installed-package';

const installed = new InstalledPackage();

const IMPORTS = "import { App } from 'buildkit-cdk';\nconst app = new App();\n";
const REQUIRES = "const { App } = require('buildkit-cdk');\nconst app = new App();\n";
const AWAITS = 'await new Promise((done) => setTimeout(done, 1));\napp.synth();\n';

/** Runs the first of the files as the app of a package of a type. */
async function run(
  type: 'commonjs' | 'module' | undefined,
  files: Readonly<Record<string, string>>,
): Promise<RunResult> {
  const folder = installed.project({ ...files, 'package.json': JSON.stringify({ type }) });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const [app = ''] = Object.keys(files);
  return installed.synth(folder, ['--app', app]);
}

describe('an app that awaits at top level runs', () => {
  test.each([
    ['app.mjs', undefined],
    ['app.mjs', 'commonjs'],
    ['app.mts', undefined],
    ['app.mts', 'commonjs'],
    ['app.js', 'module'],
    ['app.ts', 'module'],
    ['app.js', undefined],
  ] as const)('as %s of a package of type %s', async (name, type) => {
    const { code, stderr } = await run(type, { [name]: IMPORTS + AWAITS });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning  the app has no image\n' });
  });
});

test('an app in CommonJS runs in a package of ES modules', async () => {
  const { code, stderr } = await run('module', { 'app.cts': `${IMPORTS}app.synth();` });
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'warning  the app has no image\n' });
});

describe('an app that awaits where none may says so', () => {
  test.each([
    [
      'app.ts',
      'commonjs',
      IMPORTS,
      'app awaits at top level in app.ts, which is no ES module\n  at app.ts:3:0\n',
      'set "type": "module" in package.json, or name it app.mts',
    ],
    [
      'app.cts',
      'module',
      IMPORTS,
      'app awaits at top level in app.cts, which is no ES module\n  at app.cts:3:0\n',
      'name it app.mts',
    ],
    [
      'app.cjs',
      undefined,
      REQUIRES,
      'app awaits outside of an async function in app.cjs, which is no ES module\n  at app.cjs:3:1\n',
      'name it app.mjs; if it is in a function, make that async',
    ],
    [
      'app.js',
      'module',
      REQUIRES,
      'app calls require() in app.js, which is an ES module\n  at app.js:1:17\n',
      'use import instead of require(); only an ES module may await at top level',
    ],
    [
      'app.js',
      undefined,
      REQUIRES,
      'app calls require() in app.js, which is an ES module\n  at app.js:1:17\n',
      'use import instead of require(); only an ES module may await at top level',
    ],
  ] as const)('in %s of a package of type %s', async (name, type, beginning, error, fix) => {
    const { code, stderr } = await run(type, { [name]: beginning + AWAITS });
    expect(code).toBe(1);
    expect(stderr).toContain(`error E_APP_FAILED  ${error}`);
    expect(stderr).toContain(`  fix       ${fix}\n`);
  });

  test.each([
    ['app.cjs', REQUIRES, "require('./images.mjs');", 'images.mjs', 'name it app.mjs'],
    [
      'app.ts',
      IMPORTS,
      "import './images.mts';",
      'images.mts',
      'set "type": "module" in package.json, or name it app.mts',
    ],
  ])('in a module that %s requires', async (name, beginning, line, module, fix) => {
    const files = { [name]: `${beginning}${line}\napp.synth();`, [module]: 'await 1; export {};' };
    const { code, stderr } = await run('commonjs', files);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `app requires ${module}, which awaits at top level, and is no ES module itself\n`,
    );
    expect(stderr).toContain(`  fix       ${fix}; or load ${module} by import()\n`);
  });
});

test('an app that awaits what nothing settles says so', async () => {
  const { code, stderr } = await run('module', {
    'app.js': `${IMPORTS}await new Promise(() => {});\napp.synth();`,
  });
  expect(code).toBe(1);
  expect(stderr).toContain(
    'got       exit code 13, as Node ends where a top-level await can never go on\n',
  );
  expect(stderr).toContain('fix       await a promise that something settles');
});
