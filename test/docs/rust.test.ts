import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const apps = fencedBlocks(resolve(__dirname, '../../docs/rust.md')).filter(
  ({ language }) => language === 'ts',
);

test.each([
  ['of a repository', 'image', 3],
  // The crate of the program itself is one more.
  ['of a published crate', 'search', 4],
])(
  'the app %s compiles its program for both platforms, from crates by their hash',
  async (what, id, crates) => {
    const app = apps.find(({ text }) => text.includes(`RuntimeImage(app, '${id}'`));
    const text = (app?.text ?? '').replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
     const image = Testing.synth(app).image('${id}');
     const seen = ['linux/amd64', 'linux/arm64'].map((platform) => {
       const of = image.platform(platform);
       const [cargo] = of.findExecs().filter(({ args }) => args[0] === 'cargo');
       const crates = of.findSources().filter(({ identifier }) => identifier.includes('/download'));
       return [cargo?.args[5], crates.length, crates.every(({ attrs }) => attrs['http.checksum'])];
     });
     console.log(JSON.stringify(seen));`,
    );
    const folder = installed.project({ 'app.ts': text });
    symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));

    const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);

    expect({ what, code, stderr }).toEqual({ what, code: 0, stderr: '' });
    expect(apps).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual([
      ['--target=x86_64-unknown-linux-gnu', crates, true],
      ['--target=aarch64-unknown-linux-gnu', crates, true],
    ]);
  },
);
