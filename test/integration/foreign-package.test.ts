import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { debianMirror } from '../support/debian-mirror';
import { describeWith } from '../support/engine';
import { snapshotNow, typescriptProject } from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(600_000);

const FOREIGN = process.arch === 'arm64' ? 'amd64' : 'arm64';
const mirror = debianMirror();
if (typeof mirror === 'string') process.stderr.write(`skipped: foreign package: ${mirror}\n`);

describeWith(['engine'], 'a stage with a foreign package', ({ engine }) => {
  if (typeof mirror === 'string') {
    test.skip(`needs a mirror: ${mirror}`, () => undefined);
    return;
  }
  const installed = new InstalledPackage();

  test('has a dpkg that knows its architecture, and complains of nothing', async () => {
    const project = typescriptProject(installed, {
      'app.ts': `
import { App, BuildStage, DebianBase, RuntimeImage } from 'buildkit-cdk';
const app = new App();
const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshotNow()}' });
const stage = new BuildStage(app, 'stage', {
  base: debian.minbase({ packages: ['zlib1g-dev:${FOREIGN}'] }),
  run: [
    ['sh', '-ec', 'dpkg --print-foreign-architectures > /out/foreign'],
    ['sh', '-ec', 'dpkg --audit > /out/audit 2>&1; cp /usr/bin/true /out/x'],
  ],
});
new RuntimeImage(app, 'x', {
  base: debian.runtime({ packages: ['libc6'] }),
  files: [stage.directory('/out')],
  entrypoint: ['/x'],
  waivers: { healthcheck: 'none needed' },
  platforms: ['linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}'],
});
app.synth();
`,
    });
    const env = { ...mirror.env, BUILDKIT_HOST: engine.address };
    for (const args of [['lock'], ['build', '--output', 'type=tar,dest=out.tar']]) {
      const { code, stderr } = await installed.synth(project, args, { env });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }

    const written = (name: string) =>
      execFileSync('tar', ['-xOf', join(project, 'out.tar'), name], { encoding: 'utf8' });
    expect(written('foreign')).toBe(`${FOREIGN}\n`);
    expect(written('audit')).toBe('');
  });
});
