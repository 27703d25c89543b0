import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import type { GitRepository } from '../support/git-repository';
import { type GitServer, startGitServer } from '../support/git-server';
import { InstalledPackage } from '../support/installed-package';
import type { ServedDebian } from '../support/served-debian';
import { temporaryFolder } from '../support/temporary-folder';
import { mirrorOptions, serveTinyDebian, tinyFiles } from '../support/tiny-debian';
import { WatchedProject } from '../support/watched-project';

jest.setTimeout(60_000);

describeWith(['engine'], 'a git source', ({ engine }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('git-source');
  let debian: ServedDebian;
  let git: GitServer;

  beforeAll(async () => {
    debian = await serveTinyDebian(join(folder, 'debian'));
    git = await startGitServer(join(folder, 'git'));
  });
  afterAll(() => Promise.all([debian.server.close(), git.close()]));

  const makeRepository = (name: string): GitRepository =>
    git.addRepository(name, [
      { message: 'one', files: { 'srv/text': 'one\n' }, tags: ['light'] },
      {
        message: 'two',
        files: { 'srv/text': 'two\n', 'srv/run': { executable: '#!/bin/sh\n' } },
        annotatedTags: { 'v2.0.0': 'two' },
      },
      { message: 'three', files: { 'srv/text': 'three\n' } },
    ]);

  /** The tiny image with the repository's files in it. */
  function appWith(url: string, ref: string): WatchedProject {
    const files = tinyFiles(debian);
    const app = (files['app.js'] ?? '')
      .replace('Image }', 'Image, PinnedGitSource }')
      .replace(
        'layers: [this.base.layer(target, this)]',
        `layers: withSource(this.base.layer(target, this), target)`,
      )
      .replace(
        'const debian =',
        `const source = new PinnedGitSource(app, 'source', { url: '${url}', ${ref} });
function withSource(below, target) {
  const files = require('buildkit-cdk/llb').copy(source.lower(target), '/', '/', { copyDirContentsOnly: true });
  return [below, { state: below.state.file(files), says: 'source' }];
}
const debian =`,
      );
    return new WatchedProject(installed, { ...files, 'app.js': app }, folder);
  }

  /** What the image has in a file. */
  async function built(project: WatchedProject, path: string): Promise<string> {
    const args = ['build', '--output', 'type=tar,dest=out.tar', ...mirrorOptions(debian)];
    const { code, stderr } = await project.synth(args, { env: { BUILDKIT_HOST: engine.address } });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return execFileSync('tar', ['-xOf', project.file('out.tar'), path], { encoding: 'utf8' });
  }

  async function locked(project: WatchedProject): Promise<{ commit: string; tag?: string }> {
    const { code, stderr } = await project.synth(['lock', ...mirrorOptions(debian)]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const [entry] = Object.values<{ commit: string; tag?: string }>(
      JSON.parse(project.text('synth.lock.json')).git ?? {},
    );
    return entry ?? { commit: 'none' };
  }

  test.each([
    ['httpUrl', "tag: 'v2.0.0'", 'two\n', 1],
    ['httpUrl', "tag: 'light'", 'one\n', 0],
    ['httpUrl', "branch: 'main'", 'three\n', 2],
    ['gitUrl', "tag: 'v2.0.0'", 'two\n', 1],
    ['gitUrl', "tag: 'light'", 'one\n', 0],
    ['gitUrl', "branch: 'main'", 'three\n', 2],
  ] as const)(
    'by %s with %s is the locked commit, also when the ref has moved',
    async (protocol, ref, content, commit) => {
      const name = `${protocol}-${ref.replace(/\W+/g, '-')}`;
      const repository = makeRepository(name);
      const project = appWith(`${git[protocol]}/${name}.git`, ref);

      const entry = await locked(project);

      expect(entry.commit).toBe(repository.commits[commit]);
      const tagObject = repository.refs['refs/tags/v2.0.0'];
      expect(entry.tag).toBe(ref.includes('v2') ? tagObject : undefined);
      expect(await built(project, 'srv/text')).toBe(content);

      repository.add([{ message: 'later', files: { 'srv/text': 'later\n' } }]);
      const lock = project.text('synth.lock.json');
      expect(await locked(project)).toEqual(entry);
      expect(project.text('synth.lock.json')).toBe(lock);
      expect(await built(project, 'srv/text')).toBe(content);
    },
  );

  test('keeps the executable bits, and takes a subdirectory as the root', async () => {
    makeRepository('sub');
    const project = appWith(`${git.httpUrl}/sub.git`, "tag: 'v2.0.0', subdirectory: 'srv'");
    await locked(project);
    expect(await built(project, 'text')).toBe('two\n');
    const listing = execFileSync('tar', ['-tvf', project.file('out.tar'), 'run'], {
      encoding: 'utf8',
    });
    expect(listing).toMatch(/^-rwxr-xr-x /);
  });

  test('needs no lock when it is a commit', async () => {
    const repository = makeRepository('commit');
    const project = appWith(`${git.httpUrl}/commit.git`, `commit: '${repository.commits[0]}'`);
    expect(await locked(project)).toEqual({ commit: 'none' });
    expect(await built(project, 'srv/text')).toBe('one\n');
  });

  test('fails to lock a tag that does not exist, naming one that does', async () => {
    makeRepository('tags');
    const run = await appWith(`${git.httpUrl}/tags.git`, "tag: 'v2.0.1'").synth([
      'lock',
      ...mirrorOptions(debian),
    ]);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^error E_GIT_REF_UNKNOWN .* has no tag "v2\.0\.1"$/m);
    expect(run.stderr).toContain('did you mean "v2.0.0"?');
    expect(run.stderr).toMatch(/└─ source \(PinnedGitSource\) {4}app\.js:\d+:\d+/);
  });

  test('fails to build a commit that the repository no longer has, showing the line', async () => {
    makeRepository('gone');
    const project = appWith(`${git.httpUrl}/gone.git`, "tag: 'v2.0.0'");
    const { commit } = await locked(project);
    const lock = project.text('synth.lock.json');
    writeFileSync(project.file('synth.lock.json'), lock.replaceAll(commit, 'd'.repeat(40)));

    const args = ['build', '--output', 'type=tar,dest=out.tar', ...mirrorOptions(debian)];
    const run = await project.synth(args, { env: { BUILDKIT_HOST: engine.address } });

    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
    expect(run.stderr).toContain('error E_SOLVE');
    expect(run.stderr).toContain('d'.repeat(40));
    expect(run.stderr).toMatch(/└─ source \(PinnedGitSource\) {4}app\.js:\d+:\d+/);
  });
});
