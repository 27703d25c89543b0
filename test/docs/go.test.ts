import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const blocks = fencedBlocks(resolve(__dirname, '../../docs/go.md')).filter(
  ({ language }) => language === 'ts',
);
const installed = new InstalledPackage();

/** Runs a snippet as an app, with answers that are made up, and gives the compilations of its image. */
async function run(text: string): Promise<readonly { args: string[]; env: string[] }[]> {
  const folder = installed.project({
    'app.ts': text.replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const image = app.node.findAll().find((one) => 'imageName' in one);
       const found = Testing.synth(app).image(image.node.id).platform('linux/amd64').findExecs();
       console.log(JSON.stringify(found.filter(({ args }) => args[1] === 'build')));`,
    ),
    'source/go.mod': 'module example.org/server\n\ngo 1.24\n',
    'source/main.go': 'package main\n',
  });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('docs/go.md shows three apps', () => {
  expect(blocks.map(({ text }) => /RuntimeImage\(app, '(\w+)'/.exec(text)?.[1])).toEqual([
    'registry',
    'server',
    'dns',
  ]);
});

test.each(blocks.map(({ line, text }) => [line, text]))(
  'the app on line %i compiles what it says',
  async (_line, text) => {
    const [exec, ...others] = await run(text);
    const name = /RuntimeImage\(app, '(\w+)'/.exec(text)?.[1];

    expect(others).toEqual([]);
    expect(exec?.args).toContain(`/out/${name}`);
  },
);
