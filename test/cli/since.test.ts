import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { runGit } from '../support/git-repository';
import { InstalledPackage } from '../support/installed-package';

const installed = new InstalledPackage();

jest.setTimeout(60_000);

/** An app of an image for each word of a file, with the text of another file in it. */
const APP = `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { mkfile, scratch } = require('buildkit-cdk/llb');
const out = process.env.SYNTH_OUT;
mkdirSync(out, { recursive: true });
const images = readFileSync('images.txt', 'utf8').trim().split(/\\s+/).map((name) => {
  const text = readFileSync(name + '.txt', 'utf8');
  const definition = scratch().file(mkfile('/text', 0o644, text)).marshal({ platform: { os: 'linux', architecture: 'amd64' } });
  writeFileSync(out + '/' + name + '.llb', definition.toBytes());
  writeFileSync(out + '/' + name + '.config.json', JSON.stringify({ os: 'linux', architecture: 'amd64' }));
  return {
    name, constructPath: name, publish: { names: [], tags: [] }, sourceDateEpoch: 0,
    platforms: [{ platform: 'linux/amd64', definition: name + '.llb', config: name + '.config.json', digest: definition.digest, packages: 0 }],
  };
});
writeFileSync(out + '/manifest.json', JSON.stringify({ version: 2, images, locals: {}, archiveFiles: {}, requests: [], missing: [] }));
`;

describeWith(['engine'], 'builds of what a change touches', ({ engine }) => {
  const project = () => {
    const folder = installed.project({
      'app.js': APP,
      'images.txt': 'one two',
      'one.txt': '1',
      'two.txt': '2',
      '.gitignore': '.cache\nnode_modules\nsynth.out\n',
    });
    const git = (...args: string[]) => runGit(args, { cwd: folder });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--message=start');
    const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
    const build = async (...args: readonly string[]) => {
      const env = { BUILDKIT_HOST: engine.address };
      const { code, stderr, stdout } = await installed.synth(folder, ['build', '--json', ...args], {
        env,
      });
      const images =
        stdout === '' ? [] : JSON.parse(stdout).map(({ image }: { image: string }) => image);
      return { code, stderr, images };
    };
    return { folder, git, write, build };
  };

  test('are of the images that differ, committed or not, and of new ones', async () => {
    const { build, git, write } = project();
    write('two.txt', 'two');
    expect(await build('--since', 'HEAD')).toMatchObject({ code: 0, images: ['two'] });

    git('commit', '--quiet', '--all', '--message=two');
    write('images.txt', 'one two three');
    write('three.txt', '3');

    expect(await build('--since', 'HEAD')).toMatchObject({ code: 0, images: ['three'] });
    expect(await build('--since', 'HEAD~1')).toMatchObject({ code: 0, images: ['two', 'three'] });
    expect(await build('one', 'three', '--since=HEAD~1')).toMatchObject({ images: ['three'] });
    expect(git('status', '--porcelain').trim()).toBe('M images.txt\n?? three.txt');
  });

  test('are none where nothing differs, though lines of the app have moved', async () => {
    const { build, write } = project();
    write('app.js', `\n\n${APP}`);

    const { code, images, stderr } = await build('--since', 'main');

    expect({ code, images }).toEqual({ code: 0, images: [] });
    expect(stderr).toContain('no image differs from what it was at "main"');
  });

  test('are of all images where the app then did not run, or had other packages', async () => {
    const { build, folder, git, write } = project();
    write('app.js', 'throw new Error("broken")');
    git('commit', '--quiet', '--all', '--message=broken');
    write('app.js', APP);

    const broken = await build('--since', 'HEAD');
    write('package.json', '{"name":"other"}');
    git('add', '.');
    git('commit', '--quiet', '--all', '--message=whole');
    write('package.json', '{"name":"another"}');
    const packages = await build('--since', 'HEAD');
    rmSync(join(folder, 'package.json'));

    expect(broken).toMatchObject({ code: 0, images: ['one', 'two'] });
    expect(broken.stderr).toContain('every image counts as touched since "HEAD"');
    expect(packages).toMatchObject({ code: 0, images: ['one', 'two'] });
    expect(packages.stderr).toContain('package.json has changed');
  });

  test.each(['no-such-branch', '--upload-pack=x'])(
    'need a commit, which "%s" is not',
    async (ref) => {
      const { build } = project();

      const { code, stderr } = await build(`--since=${ref}`);

      expect(code).toBe(1);
      expect(stderr).toMatch(/^error E_GIT_SINCE {2}/m);
    },
  );
});
