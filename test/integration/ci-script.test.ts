import { join, resolve } from 'node:path';
import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { fencedBlocks } from '../support/fenced-blocks';
import { InstalledPackage, runNode } from '../support/installed-package';
import { PushedImage } from '../support/pushed-image';

jest.setTimeout(60_000);

const [script] = fencedBlocks(resolve(__dirname, '../../docs/ci.md'));

describeWith(['engine', 'registry'], 'the script of docs/ci.md', ({ engine, registry }) => {
  const installed = new InstalledPackage();
  const folder = installed.project({ ...L1_PROJECT, 'ci.mjs': script?.text ?? '' });
  const run = (env: Readonly<Record<string, string>>) =>
    runNode([join(folder, 'ci.mjs')], folder, { env: { BUILDKIT_HOST: engine.address, ...env } });

  test('is no longer than fifteen lines', () => {
    expect(script?.text.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(15);
  });

  test('builds and pushes, and prints what it pushed', async () => {
    const repository = `${registry.host}/ci-script/hello`;

    const { code, stderr, stdout } = await run({ TEST_NAMES: repository });

    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const { digest } = await new PushedImage(repository).index('two');
    expect(stdout).toBe(`hello: ${repository}:one ${repository}:two\nhello@${digest}\n`);
    expect(stderr).toMatch(/^(cached )?mkfile \/hello$/m);
  });

  test('fails with the code of what is wrong', async () => {
    const { code, stderr, stdout } = await run({});

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain("code: 'E_PUBLISH_MISSING'");
  });
});
