import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { L1_PROJECT } from '../cli/l1-app';
import { fencedBlocks, shellCommands } from '../support/fenced-blocks';
import { InstalledPackage } from '../support/installed-package';

const blocks = fencedBlocks(resolve(__dirname, '../../docs/sbom.md'));

describe('what docs/sbom.md says', () => {
  const installed = new InstalledPackage();
  const folder = installed.project(L1_PROJECT);
  const sbomCommands = shellCommands(blocks).filter((line) => line.includes('synth sbom'));

  test.each(sbomCommands)('%s', async (line) => {
    const [command = ''] = line.replace(/^npx synth /, '').split(' > ');

    const { code, stderr } = await installed.synth(folder, command.split(' '));

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('the bills are where it says', () => {
    expect(readdirSync(join(folder, 'sboms'))).toContain('hello.linux-amd64.spdx.json');
  });

  test('the script tells of each platform of each image', () => {
    const script = join(folder, 'list.mjs');
    writeFileSync(script, blocks.find(({ language }) => language === 'ts')?.text ?? '');

    const stdout = execFileSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });

    expect(stdout).toBe('hello linux/amd64\nhello linux/arm64\n');
  });
});
