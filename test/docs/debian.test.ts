import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { userNumber } from '../../lib/debian';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(120_000);

const installed = new InstalledPackage();

test('the image of the guide runs as the account of its package', async () => {
  const blocks = fencedBlocks(resolve(__dirname, '../../docs/debian.md'));
  const text = blocks.find((block) => block.text.includes("user: 'apt-cacher-ng'"))?.text ?? '';
  const folder = installed.project({
    'app.ts': text.replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const { config } = Testing.synth(app).image('mirror').platform('linux/arm64').toJSON();
       console.log(JSON.stringify(config));`,
    ),
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const number = userNumber('apt-cacher-ng', {});
  expect(JSON.parse(stdout)).toMatchObject({
    User: `${number}:${number}`,
    Volumes: { '/srv/import': {}, '/var/cache/apt-cacher-ng': {} },
  });
});
