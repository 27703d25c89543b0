import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const GUIDE = resolve(__dirname, '../../docs/starting.md');

test('the app of the guide starts its service by the program that it shows', async () => {
  const [block, ...others] = fencedBlocks(GUIDE);
  const folder = installed.project({
    'app.ts': (block?.text ?? '').replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const { config } = Testing.synth(app).image('cache').platform('linux/arm64').toJSON();
       console.log(JSON.stringify([config.Entrypoint, config.Env]));`,
    ),
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);

  expect(others).toEqual([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual([
    ['/boot/bin/start', '/boot/start.json', '/usr/bin/redis-server', '/tmp/redis.conf'],
    ['PATH=/boot/bin:/usr/bin:/usr/sbin', 'PORT=6379'],
  ]);
});
