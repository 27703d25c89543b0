import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COMMANDS } from '../../lib/cli/args/command-table';
import { describeWith } from '../support/engine';
import { fencedBlocks, shellCommands } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';
import { noteApp } from '../support/note-app';

jest.setTimeout(60_000);

const GUIDE = resolve(__dirname, '../../docs/audit.md');
const blocks = fencedBlocks(GUIDE);

test('the commands of the guide have options that there are', () => {
  const known: readonly string[] = COMMANDS.find(({ name }) => name === 'audit')?.options ?? [];
  const given = shellCommands(blocks).flatMap((line) =>
    [...line.matchAll(/--(\S+)/g)].map(([, name = '']) => name),
  );

  expect(given).toEqual(['require', 'page']);
  expect(given.filter((name) => !known.includes(name))).toEqual([]);
});

test('the table has every waiver', () => {
  const docs = readFileSync(resolve(__dirname, '../../docs/api/buildkit-cdk.md'), 'utf8');
  const [, section = ''] = docs.split('### RuntimeWaivers');
  const waivers = [...(section.split('***')[0] ?? '').matchAll(/^\| <a [^>]+><\/a> `(\w+)\?`/gm)];
  const rows = [...readFileSync(GUIDE, 'utf8').matchAll(/^\| `(\w+)` \|/gm)];

  expect(waivers.length).toBeGreaterThan(8);
  // What a link leads to is looked at by the build alone.
  const waived = rows.map(([, name]) => name).filter((name) => name !== 'network'); // of stages
  expect(waived.sort()).toEqual(
    waivers
      .map(([, name]) => name)
      .filter((name) => name !== 'links')
      .sort(),
  );
});

describeWith(['engine'], "rules of one's own", ({ engine }) => {
  const installed = new InstalledPackage();

  test('are run as the guide has them', async () => {
    const [script] = blocks.filter(({ language }) => language === 'ts');
    const folder = installed.project({
      'app.ts': noteApp("'hello'").replaceAll("'/note'", "'/authorized_keys'"),
      'audit.mts': script?.text ?? '',
    });
    symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
    const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'audit.mts'], folder, {
      env: { BUILDKIT_HOST: engine.address },
    });

    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toBe(
      ['amd64', 'arm64']
        .map((one) => `note linux/${one}: /authorized_keys lets somebody in (keys) \n`)
        .join(''),
    );
  });
});
