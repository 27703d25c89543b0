import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeWith } from '../support/engine';
import { fencedBlocks } from '../support/fenced-blocks';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
const base = require('../../jest.config');

jest.setTimeout(120_000);

const blocks = fencedBlocks(join(ROOT, 'docs/testing.md'));
const snippets = blocks.filter(({ language }) => language === 'ts').map(({ text }) => text);
const folder = temporaryFolder('testing-docs');

/** Runs a snippet as the test file of a project of its own. */
function run(snippet: string, env: Readonly<Record<string, string>> = {}) {
  const project = join(folder, String(snippets.indexOf(snippet)));
  mkdirSync(project);
  writeFileSync(join(project, 'images.test.ts'), snippet);
  const config = {
    rootDir: project,
    transform: Object.fromEntries(
      Object.entries<[string, object]>(base.transform).map(([pattern, [name, options]]) => [
        pattern,
        [require.resolve(name), options],
      ]),
    ),
    moduleNameMapper: Object.fromEntries(
      Object.entries<string>(base.moduleNameMapper).map(([name, path]) => [
        name,
        path.replace('<rootDir>', ROOT),
      ]),
    ),
  };
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const args = [jest, '--config', JSON.stringify(config), '--ci=false', '--no-color'];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { project, status, stderr };
}

const needsDaemon = (snippet: string) => snippet.includes('Testing.build(');

test('there are tests in the document, one of which asks a daemon', () => {
  expect(snippets.filter((snippet) => snippet.includes('test('))).toHaveLength(snippets.length);
  expect(snippets.filter(needsDaemon)).toHaveLength(1);
});

const titled = snippets
  .filter((snippet) => !needsDaemon(snippet))
  .map((snippet) => [/test\('([^']+)'/.exec(snippet)?.[1] ?? '', snippet] as const);

test.each(titled)('the snippet passes with the test "%s"', (_, snippet) => {
  const { status, stderr } = run(snippet);

  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining(' passed') });
});

test('the snapshot of the document is one that a person can read', () => {
  const [first = ''] = snippets;
  const project = join(folder, String(snippets.indexOf(first)));

  const text = readFileSync(join(project, '__snapshots__/images.test.ts.snap'), 'utf8');

  expect(text).toContain('"name": "build arm64: make -C /src CC=aarch64-linux-gnu-gcc install"');
  expect(text).not.toMatch(/[0-9a-f]{40}/);
  expect(text.split('\n').length).toBeLessThan(550);
});

describeWith(['engine'], 'the test of a built image', ({ engine }) => {
  test('passes, and ends', () => {
    const [snippet = ''] = snippets.filter(needsDaemon);

    const { status, stderr } = run(snippet, { BUILDKIT_HOST: engine.address });

    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining(' passed') });
    expect(stderr).not.toContain('did not exit');
  });
});
