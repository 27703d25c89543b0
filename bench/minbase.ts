/**
 * Cold assembly of a minbase of trixie from locked .debs, against mmdebstrap with the same mirror.
 *
 *   node --import tsx bench/minbase.ts
 *
 * Needs dist/, a Docker Engine or buildkitd (scripts/engine) and a mirror. Before each turn of ours
 * everything in the daemon's cache is pruned, so every .deb is fetched again; mmdebstrap fetches
 * them again, too. Both write the tree as a tar archive.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { debianMirror, minbaseArguments, mmdebstrap } from '../test/support/debian-mirror';
import { sideBySide } from './side-by-side';

const ROOT = resolve(__dirname, '..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const TURNS = 3;

const APP = (snapshot: string) => `
const { App, BaseImage, DebianBase } = require('buildkit-cdk');
const app = new App();
const base = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshot}' });
new BaseImage(app, 'minbase', { base, platforms: ['linux/amd64'] });
app.synth();
`;

function main(): void {
  const mirror = debianMirror();
  const reference = mmdebstrap();
  const buildx = process.env.TEST_BUILDX;
  if (typeof mirror === 'string') throw new Error(mirror);
  if (typeof reference === 'string') throw new Error(reference);
  if (buildx === undefined) throw new Error('no TEST_BUILDX: eval "$(scripts/engine env)"');
  const folder = mkdtempSync(join(tmpdir(), 'bench-minbase-'));
  try {
    const snapshot = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    writeFileSync(join(folder, 'app.js'), APP(snapshot));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/buildkit-cdk'));
    check(
      spawnSync(process.execPath, [MAIN, 'lock'], {
        cwd: folder,
        env: { ...process.env, ...mirror.env },
      }),
    );
    const tar = join(folder, 'ours.tar');
    sideBySide(
      'minbase, cold',
      [
        {
          command: [
            process.execPath,
            MAIN,
            'build',
            '--output',
            `type=tar,dest=${tar}`,
            '--progress',
            'quiet',
          ],
          cwd: folder,
          env: mirror.env,
          prepare: () => check(spawnSync(buildx, ['prune', '--all', '--force'])),
        },
        {
          command: [
            reference.program,
            '--quiet',
            ...minbaseArguments(mirror, join(folder, 'theirs.tar')),
          ],
          prepare: () => rmSync(join(folder, 'theirs.tar'), { force: true }),
        },
      ],
      TURNS,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function check({ status, stderr }: { status: number | null; stderr: Buffer }): void {
  if (status !== 0) throw new Error(stderr.toString());
}

main();
