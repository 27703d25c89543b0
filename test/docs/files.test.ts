import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const blocks = fencedBlocks(resolve(__dirname, '../../docs/files.md')).filter(
  ({ language }) => language === 'ts',
);
const installed = new InstalledPackage();

/** Runs a snippet as an app, with answers that are made up, and gives what is in its images. */
async function run(text: string): Promise<Record<string, readonly string[]>> {
  const folder = installed.project({
    'app.ts': text.replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const synthesized = Testing.synth(app);
       const images = app.node.findAll().filter((one) => 'imageName' in one);
       const seen = images.map((one) => {
         const files = synthesized.image(one.node.id).platform('linux/amd64').findFiles();
         return [one.node.id, files.map((file) => file.path)];
       });
       console.log(JSON.stringify(Object.fromEntries(seen)));`,
    ),
    'site/index.html': 'hello',
    'site/keep.tmp': '',
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('docs/files.md shows three apps', () => {
  expect(blocks.map(({ text }) => /RuntimeImage\(app, '(\w+)'/.exec(text)?.[1])).toEqual([
    'web',
    'media',
    'settings',
  ]);
});

test.each(blocks.map(({ line, text }) => [line, text]))(
  'the app on line %i makes what it says',
  async (_line, text) => {
    const seen = Object.values(await run(text)).flat();
    const said = [...text.matchAll(/\.at\('([^']+)'/g)].map(([, path]) => path);

    expect(said.length).toBeGreaterThan(text.includes('VendorArchive') ? 0 : 4);
    expect(seen).toEqual(expect.arrayContaining(said));
  },
);
