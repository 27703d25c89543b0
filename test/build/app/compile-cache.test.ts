import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { fingerprint, packCode, unpackCode } from '../../../lib/build/app/code-pack';
import {
  InstalledPackage,
  type RunOptions,
  runNode,
  writeFiles,
} from '../../support/installed-package';

const installed = new InstalledPackage();

/** An app that prints what a package of its own says, and that writes no assembly. */
function projectWith(packageCode: string): string {
  const folder = installed.project({ 'app.js': `console.log(require('words').say());` });
  writeFiles(folder, { 'node_modules/words/index.js': packageCode });
  return folder;
}

const run = (folder: string, options: RunOptions = {}) =>
  runNode(['--require', installed.file('lib/build/app/preload.js'), 'app.js'], folder, options);

/** Files of the cache, with the time of their last change. */
function keptCode(folder: string): Record<string, number> {
  const code = join(folder, '.cache/buildkit-cdk/code');
  if (!existsSync(code)) return {};
  const names = readdirSync(code, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    names
      .map((name) => [name, statSync(join(code, name))] as const)
      .filter(([, stat]) => stat.isFile())
      .map(([name, stat]) => [name, stat.mtimeMs]),
  );
}

describe('compiled code is kept', () => {
  test('in the cache folder, and taken from there by the next run', async () => {
    const folder = projectWith('exports.say = () => "hello";');

    const first = await run(folder);
    const kept = keptCode(folder);
    const second = await run(folder);

    expect([first.stdout, second.stdout]).toEqual(['hello\n', 'hello\n']);
    expect(Object.keys(kept).length).toBeGreaterThan(0);
    expect(keptCode(folder)).toEqual(kept);
  });

  test('for the source that it was made from', async () => {
    const folder = projectWith('exports.say = () => "hello";');
    await run(folder);
    writeFiles(folder, { 'node_modules/words/index.js': 'exports.say = () => "other";' });

    expect((await run(folder)).stdout).toBe('other\n');
  });

  test('with what a module may use: a first line for the shell, import(), its own path', async () => {
    const folder = projectWith(`#!/usr/bin/env node
      exports.say = () => [this === exports, require.main.filename === process.argv[1],
        require.resolve('words') === __filename, module.id === __filename].join();
      import('node:os').then(({ EOL }) => process.stdout.write('imported' + EOL));`);

    const outputs = [await run(folder), await run(folder)].map(({ stdout }) => stdout);

    const expected = 'true,true,true,true\nimported\n';
    expect(outputs).toEqual([expected, expected]);
  });

  test('without moving the place of an error', async () => {
    const folder = projectWith('exports.say = () => new Error("here").stack.split("\\n")[1];');
    const bare = await runNode(['app.js'], folder);

    expect(bare.stdout).toMatch(/words\/index\.js:1:21\)\n$/);
    expect((await run(folder)).stdout).toBe(bare.stdout);
    expect((await run(folder)).stdout).toBe(bare.stdout);
  });

  test('and a package of ES modules is left to Node', async () => {
    const folder = projectWith('');
    writeFiles(folder, {
      'node_modules/words/package.json': '{ "type": "module" }',
      'node_modules/words/index.js': 'this === undefined && console.log("a module");',
      'app.js': 'require("words");',
    });
    const bare = await runNode(['app.js'], folder);
    const outputs = [await run(folder), await run(folder)].map(({ stdout }) => stdout);

    expect(bare.stdout).toBe('a module\n');
    expect(outputs).toEqual([bare.stdout, bare.stdout]);
  });

  test('and a package that is no JavaScript fails as it does without', async () => {
    const folder = projectWith('exports.say = (');

    const { code, stderr } = await run(folder);

    expect(code).toBe(1);
    expect(stderr).toContain('node_modules/words/index.js:1\nexports.say = (\n');
    expect(stderr).toContain('SyntaxError: Unexpected end of input');
  });
});

describe('a cache that cannot be used is no matter', () => {
  test('when its files are damaged', async () => {
    const folder = projectWith('exports.say = () => "hello";');
    await run(folder);
    for (const name of Object.keys(keptCode(folder))) {
      writeFileSync(join(folder, '.cache/buildkit-cdk/code', name), 'damaged');
    }

    expect(await run(folder)).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  test('when its folder cannot be written', async () => {
    const folder = projectWith('exports.say = () => "hello";');
    writeFiles(folder, { '.cache/buildkit-cdk': 'a file' });
    chmodSync(join(folder, '.cache'), 0o500);

    expect(await run(folder)).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  test('when its file is a pipe that nobody writes to', async () => {
    const folder = projectWith('exports.say = () => "hello";');
    await run(folder);
    for (const name of Object.keys(keptCode(folder))) {
      const path = join(folder, '.cache/buildkit-cdk/code', name);
      rmSync(path);
      execFileSync('mkfifo', [path]);
    }

    expect(await run(folder)).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  test('when it is refused by NODE_DISABLE_COMPILE_CACHE', async () => {
    const folder = projectWith('exports.say = () => "hello";');

    const { stdout } = await run(folder, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });

    expect(stdout).toBe('hello\n');
    expect(keptCode(folder)).toEqual({});
  });
});

// Node's own cache, of Node 22, has a form of its own: here the folder alone is checked.
const describeOwn = 'enableCompileCache' in nodeModule ? describe.skip : describe;

describeOwn('compiled code that was made to do harm', () => {
  const code = (folder: string) => join(folder, '.cache/buildkit-cdk/code');

  /** A project in whose cache another text's code stands for the text of its package. */
  async function forged(): Promise<string> {
    const honest = 'exports.say = () => "hello";';
    const folder = projectWith('exports.say = () => "evil!";');
    await run(folder);
    writeFiles(folder, { 'node_modules/words/index.js': honest });
    for (const name of Object.keys(keptCode(folder))) {
      const modules = unpackCode(readFileSync(join(code(folder), name)));
      for (const [file, kept] of modules) {
        if (!file.endsWith('words/index.js')) continue;
        modules.set(file, { ...kept, source: fingerprint(honest) });
      }
      writeFileSync(join(code(folder), name), packCode(modules));
    }
    return folder;
  }

  test('is run where nobody else could have put it: it cannot be told from right code', async () => {
    expect((await run(await forged())).stdout).toBe('evil!\n');
  });

  test.each<[string, (folder: string) => void]>([
    ['others may write into the folder', (folder) => chmodSync(code(folder), 0o777)],
    ['a group may write into the folder', (folder) => chmodSync(code(folder), 0o770)],
    [
      'others may write the file',
      (folder) => {
        for (const name of readdirSync(code(folder))) chmodSync(join(code(folder), name), 0o666);
      },
    ],
  ])('is not run where %s', async (_where, open) => {
    const folder = await forged();
    open(folder);

    expect(await run(folder)).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  const testAsRoot = process.getuid?.() === 0 ? test : test.skip;
  testAsRoot("is not run where it is another user's, and nothing is kept there", async () => {
    const folder = await forged();
    chownSync(code(folder), 65534, 65534);
    const before = keptCode(folder);

    expect((await run(folder)).stdout).toBe('hello\n');
    expect(keptCode(folder)).toEqual(before);
  });
});
