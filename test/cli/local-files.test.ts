import { chmodSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { filesApp } from '../support/files-app';
import { InstalledPackage } from '../support/installed-package';
import { L1_PROJECT } from './l1-app';

jest.setTimeout(120_000);

const installed = new InstalledPackage();

/** A project whose app lies in a folder, beside the files that it sends. */
const project = () =>
  installed.project({
    'images/app.js': filesApp(
      `const { LocalFiles } = require('buildkit-cdk');`,
      `const site = new LocalFiles(app, 'site', { path: 'site', exclude: ['*.tmp'] });`,
      `new FilesImage(app, 'site-image', [site.at('/srv')]);`,
    ),
    'images/site/index.html': 'hello',
    'images/site/x.tmp': '',
  });

async function synth(folder: string, ...args: readonly string[]) {
  const { code, stderr } = await installed.synth(folder, ['--app', 'images/app.js', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readFileSync(join(folder, 'synth.out/manifest.json'), 'utf8');
}

test('files are told from the folder of the app, and their digest stands in the manifest', async () => {
  const folder = project();
  const before = await synth(folder);
  const [local] = Object.values(JSON.parse(before).locals);

  expect(local).toMatchObject({ path: 'images/site', digest: expect.stringMatching(/^sha256:/) });
  chmodSync(join(folder, 'images/site/index.html'), 0o600);
  writeFileSync(join(folder, 'images/site/x.tmp'), 'no matter');
  expect(await synth(folder)).toBe(before);
  writeFileSync(join(folder, 'images/site/index.html'), 'other');
  expect(await synth(folder)).not.toBe(before);
});

test('an app with files gives the same bytes wherever it is, and for whom', async () => {
  const folder = project();
  const { code, stderr } = await installed.synth(folder, ['verify', '--app', 'images/app.js']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });

  const other = installed.project({});
  cpSync(join(folder, 'images'), join(other, 'images'), { recursive: true });
  expect(await synth(other)).toBe(await synth(folder));
});

test('a mistake is told with the line of the app, before anything is written', async () => {
  const folder = project();
  symlinkSync('/etc/passwd', join(folder, 'images/site/passwd'));
  const { code, stderr } = await installed.synth(folder, ['--app', 'images/app.js']);

  expect(code).toBe(1);
  expect(stderr).toContain('E_LOCAL_FILES');
  expect(stderr).toContain('"passwd" is a link out of the folder');
  expect(stderr).toMatch(/app\.js:\d+/);
});

describeWith(['engine'], 'a build of files of the app', ({ engine }) => {
  const env = { BUILDKIT_HOST: engine.address };
  const output = ['--output', 'type=local,dest=out', '--progress', 'quiet'];

  test('has the files as they are, from the app or from its assembly', async () => {
    const folder = project();
    const build = ['build', '--app', 'images/app.js', ...output];
    expect(await installed.synth(folder, build, { env })).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'images/site/index.html'), 'changed');
    expect(await installed.synth(folder, build, { env })).toMatchObject({ code: 0 });

    const file = 'out/linux_amd64/srv/index.html';
    expect(readFileSync(join(folder, file), 'utf8')).toBe('changed');
    const again = ['build', '--app', 'synth.out', ...output];
    expect(await installed.synth(folder, again, { env })).toMatchObject({ code: 0 });
  });

  test('from an assembly that is older than they are is refused', async () => {
    const folder = project();
    await synth(folder);
    writeFileSync(join(folder, 'images/site/index.html'), 'changed');
    const args = ['build', '--app', 'synth.out', ...output];
    const { code, stderr } = await installed.synth(folder, args, { env });

    expect(code).toBe(1);
    expect(stderr).toContain('E_LOCAL_CHANGED');
    expect(stderr).toContain('images/site');
  });

  test.each([
    {
      what: 'whose content is in the assembly',
      make: project,
      app: ['--app', 'images/app.js'],
      file: 'images/site/index.html',
      at: 'srv/index.html',
    },
    {
      what: 'of which the assembly says no more than where they are',
      make: () => installed.project(L1_PROJECT),
      app: [],
      file: 'files/a.txt',
      at: 'files/a.txt',
    },
  ])('at once with other apps has its own files, $what', async ({ app, at, file, make }) => {
    const folders = Array.from({ length: 6 }, (_, index) => {
      const folder = make();
      // Long enough to be sent while the others are.
      writeFileSync(join(folder, file), `${index}`.repeat(4_000_000));
      return folder;
    });

    const ends = await Promise.all(
      folders.map((folder) =>
        installed.synth(folder, ['build', ...app, ...output], {
          env: { ...env, TEST_IMAGES: 'folder' },
        }),
      ),
    );

    expect(ends.map(({ code, stderr }) => code === 0 || stderr)).toEqual(folders.map(() => true));
    const told = folders.map(
      (folder) => readFileSync(join(folder, 'out/linux_amd64', at), 'utf8')[0],
    );
    expect(told).toEqual(folders.map((_, index) => `${index}`));
  });
});
