import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { debianMirror } from '../support/debian-mirror';
import { describeWith } from '../support/engine';
import { snapshotNow, typescriptProject } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(600_000);

const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: merged /usr: ${mirror}\n`);

describeWith(['engine'], 'files of a runtime of Debian', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs a mirror: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();
  const env = { ...mirror.env, BUILDKIT_HOST: engine.address };
  const app = (files: string) => `
import { App, Artifact, DebianBase, EmptyDirectory, InlineFile, RuntimeImage, SymbolicLink } from 'buildkit-cdk';
const app = new App();
const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
new RuntimeImage(app, 'x', {
  base: debian.runtime({ packages: ['libc-bin'] }),
  files: [${files}],
  entrypoint: ['/usr/bin/getconf', 'PATH'],
  waivers: { healthcheck: 'none needed' },
  platforms: ['linux/amd64', 'linux/arm64'],
});
app.synth();
`;
  const at = (path: string) => `InlineFile.text('${path}').at('${path}', { mode: 0o755 })`;
  const built = async (files: string) => {
    const project = typescriptProject(installed, { 'app.ts': app(files) });
    const lock = await installed.synth(project, ['lock'], { env });
    expect({ code: lock.code, stderr: lock.code === 0 ? '' : lock.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    const build = ['build', '--output', 'type=tar,dest=out.tar', '--progress', 'quiet'];
    return { project, ...(await installed.synth(project, build, { env })) };
  };

  test('land behind the links that it has on each platform', async () => {
    const paths = ['/bin/tool', '/sbin/admin', '/lib/app/data', '/lib64/own', '/opt/x'];
    const { code, project, stderr } = await built(
      `Artifact.merge(${paths.map(at).join(', ')}), ${at('/bin/other')}`,
    );
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const list = execFileSync('tar', ['-tf', join(project, 'out.tar')], { encoding: 'utf8' });
    const files = new Set(list.split('\n'));

    for (const platform of ['linux_amd64', 'linux_arm64']) {
      const lib64 = platform === 'linux_amd64' ? 'usr/lib64/own' : 'lib64/own';
      const landed = ['usr/bin/tool', 'usr/bin/other', 'usr/sbin/admin', 'usr/lib/app/data', lib64];
      const missing = [...landed, 'opt/x', 'bin'].filter((one) => !files.has(`${platform}/${one}`));
      expect(missing).toEqual([]);
    }
  });

  test('that meet another link are told with the artifact, its line and the place', async () => {
    const { code, stderr } = await built(
      `SymbolicLink.to('/srv').at('/opt/app'), EmptyDirectory.at('/opt/app')`,
    );

    expect(code).toBe(1);
    expect(stderr).toContain('E_COPY_CONFLICT');
    expect(stderr).toContain('copy empty folder at /opt/app" failed');
    expect(stderr).toContain('onto "/opt/app", which is a link or a file there');
    expect(stderr).toMatch(/app\.ts:\d+/);
    expect(stderr).not.toMatch(/cachemounts|buildkit-mount|containerd-/);
  });
});
