/**
 * Speed of sending local folders to a daemon, against buildctl on the same daemon.
 *
 *   node --import tsx bench/file-sync.ts [10000files] [100000files] [1GiB]
 *
 * Needs dist/ and scripts/buildkitd. Prints one JSON line a figure: milliseconds of the whole
 * program, best of several turns (`BENCH_TURNS`), in which the two take turns. `ratio` is ours
 * divided by buildctl's: less is better. `peakMiB` is the most memory that ours took.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { local } from '../lib/llb';

const TURNS = Number(process.env.BENCH_TURNS ?? 5);
const ROOT = resolve(__dirname, '..');
const DIST_CLIENT = join(ROOT, 'dist/lib/client/index.js');
const AMD64 = { os: 'linux', architecture: 'amd64' };

const buildkitd = spawnSync(join(ROOT, 'scripts/buildkitd'), ['env'], { encoding: 'utf8' }).stdout;
const value = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(buildkitd)?.[1] ?? '';
const address = value('TEST_BUILDKITD');
const buildctl = value('TEST_BUILDCTL');

const CLIENT = `
const { readFileSync } = require('node:fs');
const [client, address, file, folder] = process.argv.slice(2);
const { connect } = require(client);
const bytes = readFileSync(file);
const definition = { toBytes: () => bytes, capabilities: new Set() };
const platform = { os: 'linux', architecture: 'amd64' };
(async () => {
  const connection = await connect(address);
  await connection.build({ results: [{ platform, definition }], locals: { src: folder } });
  connection.close();
  console.log(process.resourceUsage().maxRSS);
})();
`;

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Both clients send the folder: as something new, or unchanged after the time before. */
function compare(figure: string, folder: string, work: string, isFresh: boolean): void {
  let ours = Number.POSITIVE_INFINITY;
  let theirs = Number.POSITIVE_INFINITY;
  let peakMiB = 0;
  const file = join(work, 'definition.llb');
  const send = (client: 'ours' | 'theirs', turn: number) => {
    const hint = `${figure} ${process.pid} ${client} ${isFresh ? turn : ''}`;
    const state = local('src', { sharedKeyHint: hint });
    writeFileSync(
      file,
      state.marshal({ platform: AMD64, localUniqueId: `${hint} ${turn}` }).toBytes(),
    );
    if (client === 'ours') {
      const args = [join(work, 'client.js'), DIST_CLIENT, address, file, folder];
      const kilobytes = Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
      peakMiB = Math.max(peakMiB, Math.round(kilobytes / 1024));
    } else {
      const args = ['--addr', address, 'build', '--progress=quiet', '--local', `src=${folder}`];
      execFileSync('sh', ['-c', 'exec "$@" < "$0"', file, buildctl, ...args], { stdio: 'ignore' });
    }
  };
  for (let turn = isFresh ? 1 : 0; turn <= TURNS; turn++) {
    const [mine, other] = [
      milliseconds(() => send('ours', turn)),
      milliseconds(() => send('theirs', turn)),
    ];
    if (turn === 0) continue; // the first one of an unchanged folder sends it
    ours = Math.min(ours, mine);
    theirs = Math.min(theirs, other);
  }
  const ratio = Math.round((ours / theirs) * 100) / 100;
  console.log(
    JSON.stringify({
      figure,
      ms: Math.round(ours),
      buildctlMs: Math.round(theirs),
      ratio,
      peakMiB,
    }),
  );
}

function makeSmallFiles(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const directory = join(
      folder,
      `d${index % 100}`,
      `e${Math.floor(index / 100) % (count / 1_000)}`,
    );
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `file-${index}.txt`), `content of file ${index}\n`.repeat(20));
  }
}

function makeLargeFile(folder: string): void {
  const block = Buffer.alloc(1 << 20);
  for (let index = 0; index < block.length; index++) block[index] = (index * 7919) % 251;
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < 1024; index++) appendFileSync(join(folder, 'large'), block);
}

if (address === '') {
  console.error('file-sync: no buildkitd runs: scripts/buildkitd start');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'buildkit-cdk-file-sync-'));
  try {
    makeSmallFiles(join(folder, '10000files'), 10_000);
    makeSmallFiles(join(folder, '100000files'), 100_000);
    makeLargeFile(join(folder, '1GiB'));
    writeFileSync(join(folder, 'client.js'), CLIENT);
    const wanted = process.argv.slice(2);
    for (const name of ['10000files', '100000files', '1GiB']) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      compare(`fileSync.${name}`, join(folder, name), folder, true);
      compare(`fileSync.${name}.unchanged`, join(folder, name), folder, false);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
