/**
 * Our resolver against trixie's apt-get: seeded requests to both on the very same indexes of trixie main
 * with its updates, for amd64 and arm64, on an empty system and on a minbase, with and without what is
 * recommended. To be run by scripts/apt-sweep.
 *
 *   scripts/apt-sweep [--requests N] [--clashes N] [--seed N] [--jobs N] [--fresh]
 *
 * Prints what differs, grouped, and exits with status 3 where a difference is not in known.json with its
 * reason. Indexes and apt's answers are kept below .engine/ until --fresh.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CandidateSet, Closures, PackagesIndex } from '../../lib/debian';
import { debianMirror } from '../../test/support/debian-mirror';
import { type AptIndex, aptOfTrixie } from '../../test/support/real-apt';
import { Answers, aptSystems } from './answers';
import { ALIKE, compare, type Outcome } from './compare';
import { loadIndexes } from './indexes';
import {
  clashingRequests,
  describeRequest,
  namesOf,
  type SweepRequest,
  seededRequests,
} from './requests';

const FOLDER = resolve(__dirname, '../../.engine/apt-sweep');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '3000' },
      clashes: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '2' },
      fresh: { type: 'boolean', default: false },
    },
  });
  const mirror = debianMirror();
  const apt = aptOfTrixie();
  if (typeof mirror === 'string') throw new Error(mirror);
  if (typeof apt === 'string') throw new Error(apt);
  if (values.fresh) rmSync(FOLDER, { recursive: true, force: true });
  const indexes = {
    amd64: await loadIndexes(FOLDER, mirror, 'amd64'),
    arm64: await loadIndexes(FOLDER, mirror, 'arm64'),
  };
  const main = {
    amd64: indexes.amd64[0]?.packages ?? '',
    arm64: indexes.arm64[0]?.packages ?? '',
  };
  const names = { amd64: namesOf(main.amd64), arm64: namesOf(main.arm64) };
  const seed = Number(values.seed);
  const requests = [
    ...seededRequests(Number(values.requests), seed, names),
    ...clashingRequests(Number(values.clashes), seed + 1, main),
  ];
  const systems = {
    amd64: await aptSystems(apt.program, 'amd64', indexes.amd64),
    arm64: await aptSystems(apt.program, 'arm64', indexes.arm64),
  };
  const answers = new Answers(FOLDER, [...indexes.amd64, ...indexes.arm64]);
  const closures = {
    amd64: closuresOf('amd64', indexes.amd64),
    arm64: closuresOf('arm64', indexes.arm64),
  };
  const sweep = new Sweep(requests.length);
  const queue = requests.values();
  const work = async (): Promise<void> => {
    for (const request of queue) {
      const { architecture, variant } = request;
      const answer = await answers.ask(request, systems[architecture][variant]);
      const { detail, outcome } = compare(request, answer, closures[architecture]);
      if (sweep.add(request, outcome, detail) % 50 === 0) answers.save();
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  answers.save();
  return sweep.report();
}

function closuresOf(architecture: string, indexes: readonly AptIndex[]): Closures {
  const candidates = new CandidateSet(
    indexes.map(({ suite, packages }) => ({ suite, index: new PackagesIndex(packages) })),
  );
  return new Closures(architecture, new Map([[architecture, candidates]]));
}

/** What came of all requests. */
class Sweep {
  readonly #total: number;
  readonly #known: Readonly<Record<string, string>>;
  readonly #byOutcome = new Map<Outcome, { request: string; detail: string }[]>();
  #count = 0;

  constructor(total: number) {
    this.#total = total;
    this.#known = JSON.parse(readFileSync(join(__dirname, 'known.json'), 'utf8'));
  }

  add(request: SweepRequest, outcome: Outcome, detail: string): number {
    const found = this.#byOutcome.get(outcome) ?? [];
    found.push({ request: describeRequest(request), detail });
    this.#byOutcome.set(outcome, found);
    this.#count += 1;
    if (this.#count % 100 === 0) process.stderr.write(`${this.#count} of ${this.#total}\n`);
    return this.#count;
  }

  /** @returns the exit status */
  report(): number {
    let status = 0;
    for (const [outcome, found] of this.#byOutcome) {
      process.stdout.write(`${outcome}: ${found.length}\n`);
      if (ALIKE.has(outcome)) continue;
      for (const { request, detail } of found) {
        const reason = this.#known[request];
        if (reason === undefined) status = 3;
        process.stdout.write(`  ${request}\n    ${detail}\n    ${reason ?? 'not known'}\n`);
      }
    }
    return status;
  }
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`apt-sweep: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
