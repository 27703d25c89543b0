import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IMAGE_TEST_PROPS } from '../../constructs/image/test/image-test-props';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const GUIDE = resolve(__dirname, '../../docs/testing-images.md');

test('the app of the guide has the tests that it shows', async () => {
  const [block, output, ...others] = fencedBlocks(GUIDE);
  const folder = installed.project({
    'app.ts': (block?.text ?? '').replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const made = Testing.synth(app).image('redis');
       console.log(JSON.stringify(made.platforms.map((one) => made.platform(one).tests())));`,
    ),
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);

  expect(others).toEqual([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const names = ['redis-keeps-what-it-is-given', 'redis-version'];
  expect(JSON.parse(stdout)).toEqual([names, []]);
  for (const name of names) expect(output?.text).toContain(name);
});

test('the guide tells of every property', () => {
  const text = readFileSync(GUIDE, 'utf8');
  const names = Object.keys(IMAGE_TEST_PROPS.fields).filter((name) => name !== 'image');

  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
