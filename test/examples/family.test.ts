import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { QUESTIONS } from '../../examples/family/questions';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(600_000);

const ROOT = resolve(__dirname, '../..');
const FAMILY = join(ROOT, 'examples/family');

describe('the family', () => {
  const installed = new InstalledPackage();
  const folder = installed.project({});
  cpSync(FAMILY, folder, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/tsx'), join(folder, 'node_modules/tsx'));

  test('is locked whole, and each of its images is asked something', async () => {
    const { code, stderr, stdout } = await installed.synth(folder, ['ls', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const images: { name: string }[] = JSON.parse(stdout);

    expect(images.map(({ name }) => name)).toEqual(
      ['tools', ...QUESTIONS.map(({ image }) => image)].sort(),
    );
    expect(await installed.synth(folder, ['lock', '--check'])).toMatchObject({ code: 0 });
  });

  test('has a row for each in its README, and none that failed', () => {
    const readme = readFileSync(join(FAMILY, 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| (\w+) \| \w+ \| 2 \|.*$/gm)];

    expect(rows.map(([, name]) => name)).toEqual(QUESTIONS.map(({ image }) => image));
    expect(readme).not.toContain('**no**');
  });

  test('takes at most 25 lines an image on average', () => {
    const files = readdirSync(join(FAMILY, 'images'));
    const lines = files.flatMap((file) =>
      readFileSync(join(FAMILY, 'images', file), 'utf8')
        .trimEnd()
        .split('\n'),
    );

    expect(lines.length / files.length).toBeLessThanOrEqual(25);
  });
});

describeWith(['engine'], 'images of the family', ({ engine }) => {
  if (engine.docker === undefined) {
    test.skip('are started by a Docker Engine, and the engine here is none', () => undefined);
    return;
  }

  test('are pushed, started, asked and stopped: one of Debian, of Rust and of C', () => {
    const { status, stderr, stdout } = spawnSync(
      join(ROOT, 'scripts/family'),
      ['cache', 'echo', 'daytime'],
      { encoding: 'utf8' },
    );

    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(
      [...stdout.matchAll(/^\| (\w+) \| (\w+) \|.*\| yes \|.*\| kept \|/gm)].map(
        ([, ...cells]) => cells,
      ),
    ).toEqual([
      ['cache', 'Debian'],
      ['echo', 'Rust'],
      ['daytime', 'C'],
    ]);
  });
});
