import { spawnSync } from 'node:child_process';

/** A program to time, as a whole process. */
export interface Contender {
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs before each turn, and is not timed. */
  readonly prepare?: () => void;
}

/**
 * Times two programs in turns, and prints one JSON line: the median of each in milliseconds, and the
 * median of the ratios of the turns. Less is better; below 1 we are faster.
 */
export function sideBySide(
  figure: string,
  [ours, reference]: readonly [Contender, Contender],
  turns: number,
): void {
  run(ours);
  run(reference);
  const pairs = Array.from({ length: turns }, () => [run(ours), run(reference)] as const);
  console.log(
    JSON.stringify({
      figure,
      unit: 'ms',
      ours: Math.round(median(pairs.map(([value]) => value))),
      reference: Math.round(median(pairs.map(([, value]) => value))),
      ratio: Number(median(pairs.map(([a, b]) => a / b)).toFixed(2)),
      turns,
    }),
  );
}

function run({ command: [program, ...args], cwd, env, prepare }: Contender): number {
  prepare?.();
  const start = performance.now();
  const { error, status, stderr } = spawnSync(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const time = performance.now() - start;
  if (status !== 0)
    throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr.slice(-2000)}`);
  return time;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
