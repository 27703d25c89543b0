import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage, type RunOptions } from '../support/installed-package';
import { L1_PROJECT } from './l1-app';

const installed = new InstalledPackage();

jest.setTimeout(60_000);

describeWith(['engine'], 'builds of several images', ({ engine }) => {
  const folder = installed.project(L1_PROJECT);
  const build = (
    images: string,
    args: readonly string[] = [],
    { env, ...options }: RunOptions = {},
  ) =>
    installed.synth(folder, ['build', ...args], {
      ...options,
      env: { BUILDKIT_HOST: engine.address, TEST_IMAGES: images, ...env },
    });

  test('are shown in one display, and counted at the end', async () => {
    await build('hello,other,folder');
    const { code, stderr, stdout } = await build('hello,other,folder');

    expect(code).toBe(0);
    expect(stdout.match(/^\w+ +index/gm)).toEqual([
      expect.stringContaining('hello'),
      expect.stringContaining('other'),
      expect.stringContaining('folder'),
    ]);
    expect(stderr.match(/^#0 .*/gm)).toEqual(['#0 building 3 images']);
    expect(
      stderr
        .match(/^#\d+ \w+: exporting to image$/gm)
        ?.map((line) => line.split(' ')[1])
        .sort(),
    ).toEqual(expect.arrayContaining(['folder:', 'hello:', 'other:']));
    expect(stderr).toMatch(/^3 images: /m);
  });

  test('end at the first failure, which cancels those that run', async () => {
    const { code, stderr, stdout } = await build('waiting,failing');

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^2 images: 1 failed \(failing\), 1 not built \(waiting\)$/m);
    expect(stderr.match(/^error /gm)).toHaveLength(1);
  });

  test('go on where one fails, once that is asked for; what is built is told', async () => {
    const file = join(folder, 'metadata.json');
    const args = ['--keep-going', '--json', '--metadata-file', file];
    const { code, stderr, stdout } = await build('failing,hello,other', args);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ image: 'hello' }, { image: 'other' }]);
    expect(stderr).toMatch(/^3 images: .*1 failed \(failing\)$/m);
    expect(stderr).toMatch(/^error E_SOLVE /m);
    expect(existsSync(file)).toBe(true);
  });

  test('say of each whether the daemon had it', async () => {
    const text = `new ${Date.now()}`;
    await build('hello,other', [], { env: { TEST_TEXT: 'old' } });

    const { stderr, stdout } = await build('hello,folder', ['--json'], {
      env: { TEST_TEXT: text },
    });
    const again = await build('hello,folder', ['--json'], { env: { TEST_TEXT: text } });

    expect(JSON.parse(stdout)).toMatchObject([{ image: 'hello', cached: false }, {}]);
    expect(stderr).toMatch(/^2 images: [12] built/m);
    expect(JSON.parse(again.stdout)).toMatchObject([{}, { image: 'folder', cached: true }]);
  });

  test.each(['0', 'many', '-1', '1.5'])('are not built %s at once', async (jobs) => {
    const { code, stderr } = await build('hello', [`--jobs=${jobs}`]);

    expect(code).toBe(2);
    expect(stderr).toContain('option "--jobs" is no number of images');
  });
});
