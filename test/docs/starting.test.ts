import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(120_000);

const installed = new InstalledPackage();
const [cache, database, ...others] = fencedBlocks(resolve(__dirname, '../../docs/starting.md'));

/** What an app of the guide says of the config of its image. */
async function configOf(text: string | undefined, image: string) {
  const folder = installed.project({
    'app.ts': (text ?? '').replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const { config } = Testing.synth(app).image('${image}').platform('linux/arm64').toJSON();
       console.log(JSON.stringify(config));`,
    ),
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('the app of the guide starts its service by the program that it shows', async () => {
  expect(await configOf(cache?.text, 'cache')).toMatchObject({
    Entrypoint: ['/boot/bin/start', '/boot/start.json', '/usr/bin/redis-server', '/tmp/redis.conf'],
    Env: ['PATH=/boot/bin:/usr/bin:/usr/sbin', 'PORT=6379'],
  });
});

test('the database of the guide has no secret in its config', async () => {
  const config = await configOf(database?.text, 'database');

  expect(config.Entrypoint.slice(0, 3)).toEqual([
    '/boot/bin/start',
    '/boot/start.json',
    '/usr/sbin/mariadbd',
  ]);
  expect(config.Env).toEqual(['PATH=/boot/bin:/usr/bin:/usr/sbin']);
  expect(others).toEqual([]);
});
