import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';
import { tinyProgram } from '../support/tiny-program';

/** Two images of two platforms, each with steps that no daemon has run before. */
const WORD = `${process.pid} ${Date.now()}\n`;
const PROJECT = {
  ...L1_PROJECT,
  'app.js': (L1_PROJECT['app.js'] ?? '').replace(
    'const states = {',
    `const states = {
  first: ({ architecture }) => runs('one', { line: 1 }).file(mkfile('/for', 0o644, architecture)),
  second: ({ architecture }) => runs('two', { line: 2 }).file(mkfile('/for', 0o644, architecture)),`,
  ),
  'programs/one.base64': tinyProgram({ says: `one ${WORD}`, exitCode: 0 }).toString('base64'),
  'programs/two.base64': tinyProgram({ says: `two ${WORD}`, exitCode: 0 }).toString('base64'),
};

const installed = new InstalledPackage();
jest.setTimeout(240_000);

describeWith(['buildkitd', 'registry'], 'the cache of a family', ({ buildkitd, registry }) => {
  const folder = installed.project(PROJECT);
  let empty: TcpBuildkitd;
  beforeAll(async () => {
    empty = await startTcpBuildkitd({ name: 'empty' });
  });
  afterAll(() => empty.stop());

  /** One reference for each image and its platforms, below that of a branch. */
  const refOf = (branch: string) =>
    `${registry.host}/family/cache:{image}-{platform}-${branch}-${process.pid}`;
  const build = async (address: string, args: readonly string[]) => {
    const { code, stderr } = await installed.synth(
      folder,
      ['build', '--progress', 'plain', ...args],
      { env: { BUILDKIT_HOST: address, TEST_IMAGES: 'first,second' } },
    );
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stderr;
  };
  const output = (told: string) => told.match(/^#\d+ [\d.]+ (one|two) \d+ \d+$/gm) ?? [];

  test('has an empty daemon run no step, of whichever platforms it builds', async () => {
    const to = `type=registry,ref=${refOf('main')},mode=max,ignore-error=true`;
    const from = ['--cache-from', refOf('main'), '--cache-from', refOf('topic')];

    const first = await build(buildkitd.address, [...from, '--cache-to', to]);
    const second = await build(empty.address, from);

    expect(output(first)).toHaveLength(2);
    expect(output(second)).toEqual([]);
    expect(second).toMatch(/^#\d+ CACHED$/m);
    await installed.synth(folder, ['prune', '--all', '--force'], {
      env: { BUILDKIT_HOST: empty.address },
    });
    const third = await build(empty.address, [...from, '--platform', 'linux/arm64']);
    expect(output(third)).toEqual([]);
    for (const told of [first, second, third]) {
      expect(told).toMatch(/^#\d+ .*nothing is there yet$/m);
      expect(told).not.toMatch(/not found/);
      expect(told).not.toMatch(/ERROR/);
    }
  });
});
