import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const blocks = fencedBlocks(resolve(__dirname, '../../docs/python.md')).filter(
  ({ language }) => language === 'ts',
);
const installed = new InstalledPackage();

test('docs/python.md shows two apps', () => {
  expect(blocks.map(({ text }) => /RuntimeImage\(app, '(\w+)'/.exec(text)?.[1])).toEqual([
    'shop',
    'report',
  ]);
});

test.each(blocks.map(({ line, text }) => [line, text]))(
  'the app on line %i installs wheels by their hashes, for each of its platforms',
  async (_line, text) => {
    const folder = installed.project({
      'app.ts': text.replace(
        'app.synth();',
        `import { Testing } from 'buildkit-cdk/testing';
         const result = Testing.synth(app);
         const image = result.image(result.images[0] ?? '');
         const seen = image.platforms.map((platform) => {
           const of = image.platform(platform);
           const [install] = of.findExecs().filter(({ args }) => args[0] === '/usr/bin/python3');
           const { elsewhere, environment } = JSON.parse(install.args.at(-1));
           const wheels = of.findSources().filter(({ identifier }) => identifier.endsWith('.whl'));
           return [environment.platform_machine, elsewhere, wheels.length, wheels.every(({ attrs }) => attrs['http.checksum'])];
         });
         console.log(JSON.stringify(seen));`,
      ),
      'shop/uv.lock': 'version = 1\n',
      'shop/src/shop.py': 'print("open")\n',
    });
    symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
    const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const excluded = text.includes('lxml') ? ['lxml'] : [];
    expect(JSON.parse(stdout)).toEqual([
      ['x86_64', excluded, 3, true],
      ['aarch64', excluded, 3, true],
    ]);
  },
);
