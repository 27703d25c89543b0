import { readFileSync, writeFileSync } from 'node:fs';
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

const SOURCE = readFileSync(join(__dirname, '../../examples/hello/source/hello.c'), 'utf8');

jest.setTimeout(600_000);

describeWith(['engine'], 'a stage that fails', ({ engine }) => {
  const installed = new InstalledPackage();
  const folder = temporaryFolder('failing-compile');
  const env = { ...debianVariables(), BUILDKIT_HOST: engine.address };
  let git: GitServer;
  let project: WatchedProject;

  beforeAll(async () => {
    git = await startGitServer(join(folder, 'git'));
    const repository = git.addRepository('hello', HELLO_COMMITS);
    const slip = SOURCE.replace('return 0;\n}', 'return nought;\n}');
    repository.add([{ message: 'A slip', files: { 'hello.c': slip }, tags: ['v1.0.1'] }]);
    project = new WatchedProject(
      installed,
      helloFiles({ repository: `${git.gitUrl}/hello` }),
      folder,
    );
    await ensureFetchable(installed, project.folder);
    const app = project.text('app.ts');
    writeFileSync(project.file('app.ts'), app.replace("'v1.0.0'", "'v1.0.1'"));
  });
  afterAll(() => git?.close());

  test('a new tag is locked without a look at what is locked already', async () => {
    const before: { debian: unknown } = JSON.parse(project.text('synth.lock.json'));
    const { code, stdout, stderr } = await project.synth(
      ['lock', '--mirror', 'http://127.0.0.1:9', '--mirror', 'debian-security=http://127.0.0.1:9'],
      { env },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('(1 request resolved, 1 entry removed)');
    expect(JSON.parse(project.text('synth.lock.json')).debian).toEqual(before.debian);
  });

  test.each(['plain', 'quiet', 'rawjson'])(
    'shows the line of the stage and the output of the compiler (%s progress)',
    async (progress) => {
      const output = ['--output', 'type=oci,dest=image.tar', '--metadata-file', 'image.json'];
      const { code, stdout, stderr, changes, leftovers } = await project.synth(
        ['build', '--progress', progress, ...output],
        { env },
      );

      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      const lines = project.text('app.ts').split('\n');
      const line = lines.findIndex((text) => text.includes('new BuildStage')) + 1;
      const shown = stderr.slice(stderr.indexOf('error E_SOLVE'));
      expect(shown).toMatch(
        /^error E_SOLVE {2}step "hello-build (amd64|arm64): make .*" failed: .*exit code: 2\n/,
      );
      expect(shown).toContain(`  App\n  └─ hello-build (BuildStage)    app.ts:${line}:`);
      expect(shown).toContain(`\n  >>> ${line} | ${lines[line - 1]}\n`);
      expect(shown).toMatch(/\n {4}hello\.c:\d+:\d+: error: .*nought.* undeclared/);
      expect(shown).toMatch(/\n {4}make: \*\*\* \[.*\] Error 1\n/);
      expect(changes.filter((change) => !change.slice(2).startsWith('synth.out/'))).toEqual([]);
      expect(leftovers).toEqual([]);
    },
  );
});
