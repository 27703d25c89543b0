/**
 * Builds of many images of one app in which everything is cached, or one line was edited, against
 * `docker buildx bake` of equal Dockerfiles on the same daemon.
 *
 *   node --import tsx bench/fleet.ts [count]
 *
 * Needs dist/ and a Docker Engine. The Dockerfiles are the graphs of the app: see
 * `equal-dockerfile.ts`. The images have their packages in common, and a file of their own each.
 */
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readAssembly } from '../lib/assembly/assembly-reader';
import { EqualContexts } from './equal-context';
import { sideBySide } from './side-by-side';

const ROOT = resolve(__dirname, '..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const COUNT = Number(process.argv[2] ?? 30);
const TURNS = 7;

const app = (snapshot: string) => `
const { App, DebianBase, InlineFile, RuntimeImage } = require('buildkit-cdk');
const { readFileSync } = require('node:fs');
const app = new App();
const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '${snapshot}' });
const base = debian.runtime({ packages: ['libstdc++6', 'hello'] });
for (let index = 0; index < ${COUNT}; index += 1) {
  const own = index === 0 ? readFileSync('own.txt', 'utf8') : '';
  new RuntimeImage(app, 'image-' + index, {
    base,
    files: [InlineFile.text('image ' + index + own).at('/etc/image')],
    entrypoint: ['/usr/bin/hello'],
    waivers: { healthcheck: 'a benchmark' },
    platforms: ['linux/amd64', 'linux/arm64'],
  });
}
app.synth();
`;

function synth(folder: string, command: string): void {
  const options: ExecFileSyncOptions = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync(process.execPath, [MAIN, command], options);
}

/** Writes the app with its lock, and a bake file of the same. */
async function writeProject(folder: string): Promise<void> {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/buildkit-cdk'));
  const snapshot = new Date().toISOString().replace(/T.*/, 'T000000Z').replaceAll('-', '');
  writeFileSync(join(folder, 'app.js'), app(snapshot));
  writeFileSync(join(folder, 'own.txt'), '');
  synth(folder, 'lock');
  synth(folder, 'synth');
  const assembly = readAssembly(join(folder, 'synth.out'));
  const contexts = await EqualContexts.of(assembly, folder);
  const target = Object.fromEntries(
    assembly.manifest.images.map((image) => {
      const context = join(folder, 'bake', image.name);
      const platforms = contexts.write(image, context);
      const output = [`type=image,name=bench-${image.name}`];
      return [
        image.name,
        { context, platforms, output, attest: ['type=provenance,disabled=true'] },
      ];
    }),
  );
  const group = { default: { targets: Object.keys(target) } };
  writeFileSync(join(folder, 'bake.json'), JSON.stringify({ group, target }));
}

/** The file of a context that is the image's own. */
function ownFile(context: string): string {
  const files = readdirSync(context).map((name) => join(context, name));
  const own = files.find((file) => readFileSync(file, 'latin1').startsWith('image 0'));
  if (own === undefined) throw new Error(`no file of ${context} is the image's own`);
  return own;
}

/** Writes something else at each turn. */
function editing(file: string, start: string): () => void {
  let edit = 0;
  return () => {
    edit += 1;
    writeFileSync(file, `${start} ${edit}`);
  };
}

async function main(): Promise<void> {
  const buildx = process.env.TEST_BUILDX;
  if (buildx === undefined) throw new Error('no TEST_BUILDX: eval "$(scripts/engine env)"');
  const folder = mkdtempSync(join(tmpdir(), 'bench-fleet-'));
  try {
    await writeProject(folder);
    // Node 20 reads such certificates at each start, whatever the program: 40 ms that are not ours.
    const env = { NODE_EXTRA_CA_CERTS: undefined };
    const ours = {
      command: [process.execPath, MAIN, 'build', '--progress', 'quiet'],
      cwd: folder,
      env,
    } as const;
    // It does not ask whether it may read the folders that the file names.
    const theirs = {
      command: [buildx, 'bake', '-f', join(folder, 'bake.json'), '--progress', 'quiet'],
      env: { BUILDX_BAKE_ENTITLEMENTS_FS: '0' },
    } as const;
    sideBySide(`${COUNT} cached images`, [ours, theirs], TURNS);

    sideBySide(
      `${COUNT} images after an edit of one`,
      [
        { ...ours, prepare: editing(join(folder, 'own.txt'), '') },
        { ...theirs, prepare: editing(ownFile(join(folder, 'bake/image-0')), 'image 0') },
      ],
      TURNS,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
