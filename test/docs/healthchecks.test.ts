import { readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HEALTHCHECK_PROPS } from '../../constructs/image/healthcheck';
import { checkProps } from '../../lib/props';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';

jest.setTimeout(60_000);

const installed = new InstalledPackage();
const GUIDE = resolve(__dirname, '../../docs/healthchecks.md');

test('the app of the guide has the healthcheck that it shows', async () => {
  const [block, ...others] = fencedBlocks(GUIDE);
  const folder = installed.project({
    'app.ts': (block?.text ?? '').replace(
      'app.synth();',
      `import { Testing } from 'buildkit-cdk/testing';
       const platform = Testing.synth(app).image('web').platform('linux/arm64');
       console.log(JSON.stringify(platform.toJSON().config.Healthcheck));`,
    ),
  });
  symlinkSync(join(installed.folder, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));
  const { code, stderr, stdout } = await runNode(['--import', 'tsx', 'app.ts'], folder);

  expect(others).toEqual([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    Test: ['CMD', '/boot/bin/probe', 'http', 'http://127.0.0.1:${PORT}/health', '27000ms'],
    Interval: 30e9,
    Timeout: 30e9,
    StartPeriod: 10e9,
    Retries: 3,
  });
});

test('the table has every question, with an example that fits', () => {
  const rows = [...readFileSync(GUIDE, 'utf8').matchAll(/^\| `(\w+)` \|.*\| `([^`]+)` \|$/gm)];
  const names = Object.keys(HEALTHCHECK_PROPS.fields).filter(
    (name) => !/Seconds|retries|command/.test(name),
  );

  expect(rows.map(([, name]) => name)).toEqual(names);
  for (const [, name = '', example] of rows) {
    expect(checkProps(HEALTHCHECK_PROPS, { [name]: example })).toEqual([]);
  }
});
