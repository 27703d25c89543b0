/**
 * Speed of building and marshalling LLB, against BuildKit's own client where Go is installed.
 *
 *   node --import tsx bench/llb.ts
 *
 * Prints one JSON line a figure. The two clients make the same graphs, in turn, several times;
 * the best round of each counts, as the machine may do other things too.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withCompiled } from './compiled';

const TURNS = 5;
const REFERENCE = resolve(__dirname, '../test/reference');

interface Figure {
  readonly ops: number;
  readonly nsPerOp: number;
  readonly cpuNsPerOp?: number;
  readonly rssMiB: number;
  readonly head?: string;
}

const print = (figure: object): void => console.log(JSON.stringify(figure));
const tenth = (value: number): number => Math.round(value * 10) / 10;

function run(program: string, args: readonly string[]): Figure {
  return JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
}

function withGo(use: (program: string | undefined) => void): void {
  if (spawnSync('go', ['version']).status !== 0) {
    console.error('llb: go is not installed, so there is nothing to compare with');
    use(undefined);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'buildkit-cdk-go-'));
  try {
    const program = join(folder, 'bench');
    execFileSync('go', ['build', '-o', program, './bench'], { cwd: REFERENCE });
    use(program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compareWithGo(node: (...args: string[]) => Figure, go: string | undefined): void {
  let nodeBest = Number.POSITIVE_INFINITY;
  let goBest = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const ours = node('graphs', '1000', '7');
    nodeBest = Math.min(nodeBest, ours.nsPerOp);
    if (go === undefined) continue;
    const theirs = run(go, ['-graphs', '1000', '-rounds', '7']);
    if (theirs.head !== ours.head) throw new Error('the two clients made different graphs');
    goBest = Math.min(goBest, theirs.nsPerOp);
  }
  const figure = { figure: 'llb.marshal', ops: 11_000, nodeNsPerOp: tenth(nodeBest) };
  if (go === undefined) print(figure);
  else
    print({ ...figure, goNsPerOp: tenth(goBest), ratio: Number((nodeBest / goBest).toFixed(2)) });
}

function grow(node: (...args: string[]) => Figure): void {
  for (const graphs of [1_000, 10_000, 90_910]) {
    const { head, ...rest } = node('graphs', String(graphs), graphs > 50_000 ? '1' : '3');
    print({ figure: 'llb.marshal.graphs', ...rest });
  }
  for (const length of [10_000, 100_000, 1_000_000]) {
    const rounds = length > 500_000 ? '1' : '3';
    print({ figure: 'llb.marshal.oneGraph', ...node('chain', String(length), rounds) });
  }
}

withCompiled(['lib/llb', 'lib/errors', 'lib/oci', 'bench/llb-graphs.ts'], (folder) => {
  const script = join(folder, 'bench/llb-graphs.js');
  const node = (...args: string[]): Figure => run(process.execPath, [script, ...args]);
  withGo((go) => compareWithGo(node, go));
  grow(node);
  print({ figure: 'llb.marshal.sharedState', ...node('shared', '1000', '3') });
  print({ figure: 'llb.definition', ...node('bytes', '10000', '5') });
});
