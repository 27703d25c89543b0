import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InstalledPackage } from '../support/installed-package';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
const project = () => installed.project(L1_PROJECT);

test('one document goes to stdout', async () => {
  const { code, stderr, stdout } = await installed.synth(project(), [
    ...['sbom', 'hello', '--platform', 'linux/arm64'],
  ]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ spdxVersion: 'SPDX-2.3', name: 'hello linux/arm64' });
});

test('several go into a folder, the same ones each time', async () => {
  const folder = project();
  const env = { TEST_IMAGES: 'hello,other' };
  const files = () =>
    readdirSync(join(folder, 'new/sboms')).map((name) => [
      name,
      readFileSync(join(folder, 'new/sboms', name), 'utf8'),
    ]);

  const first = await installed.synth(folder, ['sbom', '--dir', 'new/sboms'], { env });
  const before = files();
  await installed.synth(folder, ['sbom', '--dir', 'new/sboms'], { env });

  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout.trim().split('\n')).toEqual(
    before.map(([name]) => join('new/sboms', name ?? '')),
  );
  expect(before.map(([name]) => name)).toEqual([
    'hello.linux-amd64.spdx.json',
    'hello.linux-arm64.spdx.json',
    'other.linux-amd64.spdx.json',
    'other.linux-arm64.spdx.json',
  ]);
  expect(files()).toEqual(before);
});

test('CycloneDX is on request', async () => {
  const folder = project();

  const { stdout } = await installed.synth(folder, ['sbom', '--format', 'cyclonedx', '--dir', '.']);

  expect(stdout).toBe('hello.linux-amd64.cyclonedx.json\nhello.linux-arm64.cyclonedx.json\n');
  expect(JSON.parse(readFileSync(join(folder, stdout.split('\n')[0] ?? ''), 'utf8'))).toMatchObject(
    { bomFormat: 'CycloneDX', specVersion: '1.6' },
  );
});

test.each([
  [['sbom'], 'E_USAGE', '--dir'],
  [['sbom', '--format', 'spdxx'], 'E_USAGE', 'spdx or cyclonedx'],
  [['sbom', 'helo', '--dir', 'd'], 'E_IMAGE_UNKNOWN', 'did you mean "hello"?'],
  [['sbom', '--platform', 'linux/s390x', '--dir', 'd'], 'E_PLATFORM_UNKNOWN', 'linux/amd64'],
])('%p is refused, and nothing written', async (args, code, text) => {
  const folder = project();

  const result = await installed.synth(folder, args);

  expect(result.code).not.toBe(0);
  expect(result.stdout).toBe('');
  expect(result.stderr).toContain(code);
  expect(result.stderr).toContain(text);
  expect(readdirSync(folder)).not.toContain('d');
});
