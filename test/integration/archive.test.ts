import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianMirror } from '../support/debian-mirror';
import { buildPackage } from '../support/debian-package';
import { describeWith } from '../support/engine';
import { filesApp } from '../support/files-app';
import { snapshotNow } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { zipFile } from '../support/zip-file';

jest.setTimeout(600_000);

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: archives: ${mirror}\n`);

describeWith(['engine'], 'archives that BuildKit does not open', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs a mirror: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  let folder = '';

  beforeAll(async () => {
    folder = installed.project({
      'app.js': filesApp(
        `const { Archive, Artifact, DebianBase, LocalFiles } = require('buildkit-cdk');`,
        `const tools = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });`,
        `const archives = ['x.tar.xz', 'x.zip', 'x.deb'].map((name) => {`,
        `  const file = new LocalFiles(app, 'file ' + name, { path: 'archives/' + name }).file(name);`,
        `  return new Archive(app, name, { file, tools, strip: 1 }).at('/' + name);`,
        `});`,
        `new FilesImage(app, 'image', [Artifact.merge(...archives)]);`,
      ),
      'tree/top/bin/hello': 'hello',
      'archives/x.zip': '',
    });
    const archives = join(folder, 'archives');
    const zipped = [
      { path: 'top/bin/hello', content: 'hello', mode: 0o755 },
      { path: 'top/note', content: 'note', mode: 0o600 },
    ];
    writeFileSync(join(archives, 'x.zip'), zipFile(zipped));
    execFileSync('chmod', ['755', join(folder, 'tree/top/bin/hello')]);
    execFileSync('tar', ['-cJf', join(archives, 'x.tar.xz'), '-C', join(folder, 'tree'), 'top']);
    const { file } = buildPackage(join(folder, 'pool'), {
      name: 'hello',
      version: '1',
      architecture: 'all',
      files: { 'top/bin/hello': { content: 'hello', mode: 0o755 } },
    });
    writeFileSync(join(archives, 'x.deb'), readFileSync(file));
    const env = { ...mirror.env, BUILDKIT_HOST: engine.address };
    for (const args of [
      ['lock'],
      ['build', '--output', 'type=local,dest=out'],
      ['build', '--output', 'type=oci,dest=1.tar'],
      ['build', '--no-cache', '--output', 'type=oci,dest=2.tar'],
    ]) {
      const { code, stderr } = await installed.synth(folder, args, { env });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }
  });

  test.each(['x.tar.xz', 'x.zip', 'x.deb'])('%s is unpacked for every platform', (name) => {
    for (const platform of ['linux_amd64', 'linux_arm64']) {
      const file = join(folder, 'out', platform, name, 'bin/hello');
      expect(readFileSync(file, 'utf8')).toBe('hello');
      expect((statSync(file).mode & 0o777).toString(8)).toBe('755');
    }
  });

  test('and is the same, built twice', () => {
    const digest = (name: string) =>
      JSON.parse(
        execFileSync('tar', ['-xOf', join(folder, name), 'index.json'], { encoding: 'utf8' }),
      ).manifests.map((one: { digest: string }) => one.digest);

    expect(digest('1.tar')).toEqual(digest('2.tar'));
  });
});
