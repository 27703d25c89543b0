import { existsSync } from 'node:fs';
import { InstalledPackage } from '../support/installed-package';

const installed = new InstalledPackage();
const folder = installed.project({});
/** A shell whose stdout is a disk without space. */
const FULL = ['sh', '-c', 'exec "$@" > /dev/full', 'sh'];
const testWithFull = existsSync('/dev/full') ? test : test.skip;

testWithFull.each([[['explain']], [['explain', '--json']], [['--help']], [['--version']]])(
  'synth %j onto a full disk fails in words, not with a stack',
  async (args) => {
    const { code, stderr } = await installed.synth(folder, args, { under: FULL });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^error E_SYSTEM {2}stdout cannot be written: ENOSPC/);
    expect(stderr).not.toMatch(/^\s+at /m);
  },
);

testWithFull('what fails beside it is told by itself', async () => {
  const { code, stderr } = await installed.synth(folder, ['nonsense'], { under: FULL });

  expect(code).toBe(2);
  expect(stderr).not.toContain('ENOSPC');
});

const testOnLinux = process.platform === 'linux' ? test : test.skip;
testOnLinux('a cache below a pseudo file system is no cache, and ends', async () => {
  const env = { XDG_CACHE_HOME: '/proc/none/of/it' };

  expect(await installed.synth(folder, ['--version'], { env })).toMatchObject({ code: 0 });
});
