import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandSpec } from '../../lib/cli/args/command-table';
import { loadEnvironment } from '../../lib/environment';
import { fencedBlocks, shellCommands } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';
import { noteApp } from '../support/note-app';

jest.setTimeout(60_000);

const blocks = fencedBlocks(resolve(__dirname, '../../docs/vendor.md'));
const textOf = (wanted: string) => blocks.find(({ language }) => language === wanted)?.text ?? '';

describe('what docs/vendor.md says', () => {
  const installed = new InstalledPackage();

  test('the commands are there, with their options', () => {
    for (const line of shellCommands(blocks)) {
      const [, name = '', option] = /^npx synth (\w+)(?: --(\w+) \S+)?$/.exec(line) ?? [];
      expect(commandSpec(name)?.name).toBe(name);
      if (option !== undefined) expect(commandSpec(name)?.options).toContain(option);
    }
  });

  test('the file names the folder, relative to itself', () => {
    const folder = installed.project({ 'synth.environment.json': textOf('json') });
    expect(loadEnvironment({ folder, env: {} }).vendor).toBe(join(folder, 'synth.vendor'));
    writeFileSync(join(folder, 'synth.environment.json'), '{"vendor": 1}');
    expect(() => loadEnvironment({ folder, env: {} })).toThrow('vendor has the wrong form');
  });

  test('the script fills the folder and plans a build from it', async () => {
    const folder = installed.project({ 'app.js': noteApp("'hello'"), 'vendor.mjs': textOf('ts') });
    const { code, stderr, stdout } = await runNode(['vendor.mjs'], folder, {});
    expect({ code, stderr, stdout }).toEqual({
      code: 0,
      stderr: '',
      stdout: `0 ${join(folder, 'synth.vendor')}\n`,
    });
  });
});
