import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const [app, ofLayout, ...others] = fencedBlocks(resolve(__dirname, '../../docs/images.md')).filter(
  ({ language }) => language === 'ts',
);

const installed = new InstalledPackage();

test('the app of docs/images.md has the images that it says, on the image that it says', async () => {
  const text = (app?.text ?? '').replace(
    'app.synth();',
    `import { Testing } from 'buildkit-cdk/testing';
     const seen = Testing.synth(app);
     const sources = ['extended', 'runtime'].map((name) =>
       ['linux/amd64', 'linux/arm64'].map((platform) =>
         seen.image(name).platform(platform).findSources()
           .map(({ identifier }) => identifier.split('@')[0])
           .filter((identifier) => identifier?.startsWith('docker-image:'))));
     console.log(JSON.stringify(sources));`,
  );
  const folder = installed.project({ 'app.ts': text });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));

  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(others).toEqual([]);
  for (const platform of JSON.parse(stdout).flat()) {
    expect([...new Set(platform)].sort()).toEqual([
      'docker-image://docker.io/library/golang',
      'docker-image://registry.example.org/me/tool',
    ]);
  }
});

test('the app of the guide with a layout wants nothing but that', async () => {
  const folder = installed.project({ 'app.ts': ofLayout?.text ?? '' });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));

  const { code, stderr } = await installed.synth(folder, []);

  expect(code).toBe(1);
  expect(stderr).toContain('error E_OCI_LAYOUT  tool: "tool" holds no image');
  expect(stderr).toContain('nothing is there');
  expect(stderr.match(/^error /gm)).toHaveLength(1);
});
