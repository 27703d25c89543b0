/**
 * Time and memory of `synth` over the size of the app: ten images of a thousand vertices in all
 * against an empty Node, and 10, 100 and 300 images and a chain of 50 stages against ten images.
 *
 *   node --import tsx bench/synth.ts
 *
 * Needs dist/ (npm run build). Apps are JavaScript: the time of a loader for TypeScript is not ours.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from '../constructs';
import { Definition } from '../lib/llb';
import { formatLock } from '../lib/lock/format-lock';
import { madeUpLock } from '../test/support/made-up-lock';
import { type Contender, sideBySide } from './side-by-side';

type MakeApp = (library: unknown, size: number) => library.App;
// JavaScript, since the apps that are measured load it themselves.
const {
  chainedApp,
  manyImages,
}: Record<'chainedApp' | 'manyImages', MakeApp> = require('./synth-apps.js');

const ROOT = join(__dirname, '..');
const MAIN = join(ROOT, 'dist/lib/cli/main.js');
const EMPTY: Contender = { command: [process.execPath, '-e', '0'] };
const SHAPES = { chain: chainedApp, images: manyImages };

const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
try {
  const ten = project('images', 10);
  console.log(JSON.stringify({ figure: 'vertices of ten images', ours: verticesOf(ten) }));
  sideBySide('synth of ten images, against an empty Node', [ten, EMPTY], 21);
  for (const [shape, size] of [
    ['images', 100],
    ['images', 300],
    ['chain', 50],
  ] as const) {
    const contender = project(shape, size);
    sideBySide(`synth of ${size} (${shape}), against ten images`, [contender, ten], 5);
    console.log(
      JSON.stringify({
        figure: `memory of ${size} (${shape})`,
        unit: 'MiB',
        ours: peak(contender),
      }),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A project with an app of a shape and its lock; how it is synthesised. */
function project(shape: keyof typeof SHAPES, size: number): Contender & { readonly cwd: string } {
  const cwd = mkdtempSync(join(folder, 'app-'));
  const require = (path: string) => `require(${JSON.stringify(join(ROOT, path))})`;
  writeFileSync(
    join(cwd, 'app.js'),
    `const { ${SHAPES[shape].name} } = ${require('bench/synth-apps.js')};
     ${SHAPES[shape].name}(${require('dist/constructs/index.js')}, ${size}).synth();\n`,
  );
  writeFileSync(join(cwd, 'synth.lock.json'), formatLock(madeUpLock(SHAPES[shape](library, size))));
  return { command: [process.execPath, MAIN, '--app', 'app.js'], cwd };
}

function verticesOf({ command: [program, ...args], cwd }: Contender & { readonly cwd: string }) {
  spawnSync(program, args, { cwd, stdio: 'ignore' });
  const out = join(cwd, 'synth.out');
  return readdirSync(out)
    .filter((name) => name.endsWith('.llb'))
    .reduce((sum, name) => sum + Definition.fromBytes(readFileSync(join(out, name))).ops.length, 0);
}

/** Peak memory of the process that runs the app. */
function peak({ cwd }: { readonly cwd: string }): number {
  const report =
    'process.on("exit", () => process.stdout.write(String(process.resourceUsage().maxRSS)))';
  const { stdout } = spawnSync(process.execPath, ['-e', `${report}; require("./app.js")`], {
    cwd,
    env: { ...process.env, SYNTH_LOCK: join(cwd, 'synth.lock.json') },
    encoding: 'utf8',
  });
  return Math.round(Number(stdout) / 1024);
}
