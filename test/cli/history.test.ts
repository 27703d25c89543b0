import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();
jest.setTimeout(60_000);

describeWith(['buildkitd'], 'the builds that a daemon remembers', ({ buildkitd }) => {
  const folder = installed.project(L1_PROJECT);
  const synth = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    installed.synth(folder, args, { env: { BUILDKIT_HOST: buildkitd.address, ...env } });
  const history = async (...args: string[]) => {
    const { code, stderr, stdout } = await synth(['history', ...args]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  test('are listed, looked into, told again, and forgotten by the id of the build', async () => {
    await synth(['build', '--metadata-file', 'built.json']);
    const metadata = JSON.parse(readFileSync(join(folder, 'built.json'), 'utf8')).hello;
    const ref: string = metadata['buildx.build.ref'];

    const [, ...rows] = (await history('ls')).trim().split('\n');
    expect(rows.find((row) => row.startsWith(ref))).toMatch(
      / completed .* docker\.io\/library\/hello:one/,
    );
    expect(JSON.parse(await history('inspect', ref, '--json'))).toMatchObject([
      {
        ref,
        exporters: [{ type: 'image' }],
      },
    ]);
    expect(await history('logs', ref)).toContain('exporting to image');
    expect(await history('rm', ref.slice(0, 20))).toBe(`${ref}\n`);
    expect(await history('ls')).not.toContain(ref);
  });

  test('that failed have their error, and the output of their steps', async () => {
    await synth(['build', '--platform', 'linux/amd64'], { TEST_IMAGES: 'failing' });
    const records: { error?: string; ref: string }[] = JSON.parse(await history('ls', '--json'));
    const failed = records.find(({ error }) => error?.includes('exit code: 2'));

    expect(await history('inspect', failed?.ref ?? '')).toMatch(/^status +failed$/m);
    expect(await history('logs', failed?.ref ?? '')).toContain('error: no such thing');
  });

  test.each([
    [['list'], 'did you mean "ls"?'],
    [['rm'], 'needs the id of a build'],
    [['logs', 'nosuchbuild'], 'remembers no build "nosuchbuild"'],
  ])('%j is a wrong usage', async (args, told) => {
    const { code, stderr } = await synth(['history', ...args]);

    expect(code).toBe(2);
    expect(stderr).toContain(told);
  });
});
