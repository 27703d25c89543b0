import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

  test('when it is refused by NODE_DISABLE_COMPILE_CACHE', async () => {
    const folder = projectWith('exports.say = () => "hello";');

    const { stdout } = await run(folder, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });

    expect(stdout).toBe('hello\n');
    expect(keptCode(folder)).toEqual({});
  });
});
