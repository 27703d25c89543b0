import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CandidateSet, Closures, PackagesIndex } from '../../lib/debian';
import { BuildError } from '../../lib/errors';
import { madeUpPackages } from '../support/made-up-packages';
import { AptSystem, aptOfTrixie } from '../support/real-apt';
import { indexText } from './index-text';

/**
 * Seeds of made-up packages: a few of the first, then some where apt's first attempt leaves something
 * broken that it mends, or that its other solver finds a way around.
 */
const SEEDS = [
  ...Array.from({ length: 16 }, (_, at) => at),
  ...[77, 376, 385, 528, 640, 664, 671, 720, 877, 890, 1022, 1040, 1128, 1447, 1565, 1591, 1742],
  ...[1922, 1963, 1969, 2098, 2104, 2107, 2176, 2219, 2231, 2301, 2319, 2323, 2547, 2612, 2648],
  ...[2773, 2790, 2993, 3005, 3050, 3170, 3173, 3208, 3224, 3575, 3908, 3915, 4301, 4507],
];

const apt = aptOfTrixie();
if (typeof apt === 'string') process.stderr.write(`skipped: closures against apt: ${apt}\n`);
const withApt = typeof apt === 'string' ? test.skip : test;

/** Names of the closure; undefined where there is none. */
function ours(
  closures: Closures,
  include: readonly string[],
  recommends: boolean,
  exclude: readonly string[] = [],
) {
  try {
    return closures
      .resolve({ variant: 'none', include, recommends, exclude })
      .map(({ key }) => key);
  } catch (error) {
    if (BuildError.is(error)) return undefined;
    throw error;
  }
}

withApt(
  'closures are what apt-get of trixie installs',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apt-'));
    try {
      const sets = SEEDS.map((seed) => madeUpPackages(`p${seed}-`, seed));
      const packages = indexText(sets.flatMap(({ entries }) => entries));
      const program = typeof apt === 'string' ? apt : apt.program;
      const system = new AptSystem(folder, program, 'amd64', [{ suite: 'trixie', packages }]);
      const candidates = new CandidateSet([
        { suite: 'trixie', index: new PackagesIndex(packages) },
      ]);
      const closures = new Closures('amd64', new Map([['amd64', candidates]]));
      const differences: string[] = [];
      for (const [at, { include }] of sets.entries()) {
        for (const recommends of at < 40 ? [at % 2 === 0] : [true, false]) {
          const answer = await system.install(include, recommends);
          const theirs = 'error' in answer ? undefined : answer.installed;
          const found = ours(closures, include, recommends);
          if (found?.join(' ') === theirs?.join(' ')) continue;
          differences.push(`${include.join(' ')} ${recommends}: ${found}, apt has ${theirs}`);
        }
      }
      expect(differences).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);

withApt(
  'closures without a package are those of apt-get where a pin forbids it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apt-'));
    try {
      const sets = SEEDS.map((seed) => {
        const { entries, include } = madeUpPackages(`p${seed}-`, seed);
        const others = entries.map(([name]) => name).filter((name) => !include.includes(name));
        return { entries, include, exclude: others.slice(seed % 5, (seed % 5) + 1) };
      });
      const packages = indexText(sets.flatMap(({ entries }) => entries));
      const program = typeof apt === 'string' ? apt : apt.program;
      const names = sets.flatMap(({ exclude }) => exclude).join(' ');
      const pin = `Package: ${names}\nPin: release *\nPin-Priority: -1\n`;
      const indexes = [{ suite: 'trixie', packages, release: { Suite: 'trixie' } }];
      const system = new AptSystem(folder, program, 'amd64', indexes, [], pin);
      const candidates = new CandidateSet([
        { suite: 'trixie', index: new PackagesIndex(packages) },
      ]);
      const closures = new Closures('amd64', new Map([['amd64', candidates]]));
      const differences: string[] = [];
      let refused = 0;
      for (const [at, { exclude, include }] of sets.entries()) {
        const answer = await system.install(include, at % 2 === 0);
        const theirs = 'error' in answer ? undefined : answer.installed;
        const found = ours(closures, include, at % 2 === 0, exclude);
        if (ours(closures, include, at % 2 === 0)?.join(' ') !== found?.join(' ')) refused += 1;
        if (found?.join(' ') === theirs?.join(' ')) continue;
        differences.push(`${include.join(' ')} without ${exclude}: ${found}, apt has ${theirs}`);
      }
      expect(differences).toEqual([]);
      expect(refused).toBeGreaterThan(5);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
