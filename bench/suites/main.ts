/**
 * Every release that bases can be made of: a minbase for amd64 and arm64, compared with mmdebstrap's for
 * the machine's own architecture, a stage that compiles, and a runtime that runs what it compiled.
 * To be run by scripts/suites.
 *
 *   scripts/suites [SUITE[@SNAPSHOT]...]
 *
 * Needs dist/, an engine and mirrors of Debian. Prints a line a suite, and exits with status 3 where one
 * failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { snapshotEpoch } from '../../lib/debian/snapshot';
import { holdsUsrLinks } from '../../lib/debian/suites';
import { debianMirror, mmdebstrap } from '../../test/support/debian-mirror';
import {
  LEFT_OUT,
  OTHERWISE,
  OTHERWISE_BEFORE_TRIXIE,
  runMmdebstrap,
  treeDifferences,
} from '../../test/support/mmdebstrap-tree';
import { tarTree } from '../../test/support/tar-tree';

const ROOT = resolve(__dirname, '../..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const OWN = process.arch === 'arm64' ? 'arm64' : 'amd64';
const SUITES = ['bookworm', 'trixie', 'forky', 'sid'];

const app = (suite: string, snapshot: string) => `
const { App, BaseImage, BuildStage, DebianBase, RuntimeImage } = require('buildkit-cdk');
const app = new App();
const debian = new DebianBase(app, 'debian', { suite: '${suite}', snapshot: '${snapshot}' });
const both = ['linux/amd64', 'linux/arm64'];
new BaseImage(app, 'minbase', { base: debian, platforms: both });
const stage = new BuildStage(app, 'stage', {
  base: debian.minbase({ packages: ['gcc', 'libc6-dev'] }),
  run: [
    ['sh', '-ec', 'echo "int main(void) { return 0; }" > /main.c && gcc -o /out/hello /main.c && /out/hello'],
  ],
});
new RuntimeImage(app, 'runtime', {
  base: debian.runtime({ packages: ['libc6', 'ca-certificates'] }),
  files: [stage.directory('/out').at('/usr/bin')],
  entrypoint: ['/usr/bin/hello'],
  waivers: { healthcheck: 'it ends', shell: 'what scripts of certificates depend on' },
  platforms: ['linux/${OWN}'],
});
app.synth();
`;

function synth(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, ...mirror.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
}

/** What is wrong with a suite. */
function tryOut(suite: string, snapshot: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), `suite-${suite}-`));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/buildkit-cdk'));
    writeFileSync(join(folder, 'app.js'), app(suite, snapshot));
    synth(folder, 'lock');
    const ours = join(folder, 'ours.tar');
    synth(folder, 'build', '--output', `type=tar,dest=${ours}`, 'minbase');
    const runtime = join(folder, 'runtime.tar');
    synth(folder, 'build', '--output', `type=tar,dest=${runtime}`, 'runtime');
    const problems = tarTree(runtime).has('usr/bin/hello') ? [] : ['the runtime has no program'];
    if (typeof reference === 'string') return problems;
    const theirs = join(folder, 'theirs.tar');
    const epoch = snapshotEpoch(snapshot);
    // Of the state at a date, which may be over.
    const options = ['--aptopt=Acquire::Check-Valid-Until "false"'];
    runMmdebstrap(theirs, { program: reference.program, mirror, folder, epoch, suite, options });
    const otherwise = holdsUsrLinks(suite) ? OTHERWISE : [...OTHERWISE, ...OTHERWISE_BEFORE_TRIXIE];
    return [
      ...problems,
      ...treeDifferences(tarTree(ours, `linux_${OWN}`), tarTree(theirs), {
        leftOut: [...LEFT_OUT, [/^etc\/apt\/apt\.conf\.d\/99mmdebstrap$/, 'options of mmdebstrap']],
        otherwise,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const found = debianMirror();
if (typeof found === 'string') throw new Error(found);
const mirror = found;
const reference = mmdebstrap();
if (typeof reference === 'string') process.stderr.write(`not compared: ${reference}\n`);
const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
const wanted = process.argv.slice(2);
for (const text of wanted.length === 0 ? SUITES : wanted) {
  const [suite = '', snapshot = now] = text.split('@');
  let problems: readonly string[];
  try {
    problems = tryOut(suite, snapshot);
  } catch (error) {
    problems = [error instanceof Error ? error.message : String(error)];
  }
  if (problems.length > 0) process.exitCode = 3;
  process.stdout.write(`${suite}@${snapshot}: ${problems.length === 0 ? 'good' : 'differs'}\n`);
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
}
