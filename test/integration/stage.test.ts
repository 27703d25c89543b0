import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { type GitServer, startGitServer } from '../support/git-server';
import {
  debianVariables,
  ensureFetchable,
  HELLO_COMMITS,
  helloFiles,
} from '../support/hello-project';
import { InstalledPackage } from '../support/installed-package';
import { temporaryFolder } from '../support/temporary-folder';
import { WatchedProject } from '../support/watched-project';

/** Commands that write what they see of their surroundings. */
const COMMANDS = `[
    ['sh', '-c', 'dpkg --audit > /out/audit 2>&1; echo "exit code $?" >> /out/audit'],
    ['sh', '-c', "dpkg-query --show --showformat '\${db:Status-Status} \${Package}\\\\n' > /out/packages"],
    ['sh', '-c', 'cut -s -d : -f 1 /proc/net/dev > /out/network'],
    ['sh', '-c', 'uname -m > /out/machine; printenv > /out/environment; id -u > /out/user'],
    ['sh', '-c', \`echo \${target.debian} >> /src/note; echo \${target.gnu} > /out/target\`],
    ['cp', '/src/note', '/out/note'],
    ['sh', '-ec', \`mkdir -p /out/boot/bin; echo 'int main(void) { return 0; }' | \${target.gnu}-gcc -x c - -o /out/boot/bin/hello\`],
  ]`;

jest.setTimeout(600_000);

describeWith(['engine'], 'a stage', ({ engine }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('stage');
  let git: GitServer;
  let project: WatchedProject;

  beforeAll(async () => {
    git = await startGitServer(join(folder, 'git'));
    git.addRepository('hello', HELLO_COMMITS);
    const files = helloFiles({ repository: `${git.gitUrl}/hello` });
    const app =
      files['app.ts']?.replace(/=> \[\s*\['make',[^\]]*\],?\s*\]/, `=> ${COMMANDS}`) ?? '';
    expect(app).toContain('dpkg --audit');
    project = new WatchedProject(installed, { ...files, 'app.ts': app }, folder);
    await ensureFetchable(installed, project.folder);
    const run = await project.synth(['build', '--output', 'type=tar,dest=out.tar'], {
      env: { ...debianVariables(), BUILDKIT_HOST: engine.address },
    });
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
  });
  afterAll(() => git?.close());

  /** What a command wrote when it ran for a target. */
  const written = (target: string, name: string): string[] =>
    execFileSync('tar', ['-xOf', project.file('out.tar'), `linux_${target}/${name}`], {
      encoding: 'utf8',
    })
      .trimEnd()
      .split('\n');

  describe.each([
    ['amd64', 'x86_64-linux-gnu', 'gcc-x86-64-linux-gnu'],
    ['arm64', 'aarch64-linux-gnu', 'gcc-aarch64-linux-gnu'],
  ])('for %s', (target, gnu, compiler) => {
    test('has a package database of which dpkg has no complaint', () => {
      expect(written(target, 'audit')).toEqual(['exit code 0']);
      const packages = written(target, 'packages').map((line) => line.split(' '));
      expect(packages.filter(([status]) => status !== 'installed')).toEqual([]);
      expect(packages.map(([, name]) => name)).toEqual(
        expect.arrayContaining(['apt', 'dpkg', 'make', compiler]),
      );
    });

    test('runs on the build platform, without a network', () => {
      expect(written(target, 'machine')).toEqual(['x86_64']);
      expect(written(target, 'network').map((name) => name.trim())).toEqual(['lo']);
      expect(written(target, 'user')).toEqual(['0']);
    });

    test('is told its target and the date of the snapshot, and nothing of this machine', () => {
      expect(written(target, 'target')).toEqual([gnu]);
      const names = written(target, 'environment').map((line) => line.replace(/=.*/, ''));
      const flags = ['CFLAGS', 'CXXFLAGS', 'LDFLAGS'];
      expect(names.sort()).toEqual(
        [...flags, 'HOME', 'LC_ALL', 'PATH', 'PWD', 'SOURCE_DATE_EPOCH', 'TZ'].sort(),
      );
    });

    test('sees what its earlier commands wrote, and nothing of the other target', () => {
      expect(written(target, 'note')).toEqual([target]);
    });
  });
});
