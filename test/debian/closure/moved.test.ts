import fc from 'fast-check';
import {
  CandidateSet,
  type ClosurePackage,
  Closures,
  PackagesIndex,
  versionSatisfies,
} from '../../../lib/debian';
import { BuildError } from '../../../lib/errors';
import { madeUpPackages } from '../../support/made-up-packages';
import '../../support/property-seed';
import { type IndexEntry, indexText } from '../index-text';

const ARCHITECTURE = 'amd64';
const SHA = (text: string) => Buffer.from(text.padEnd(32, '.')).toString('hex').slice(0, 64);

/** The packages of a date, each with a hash of its own. */
function dated(entries: readonly IndexEntry[], date: string): PackagesIndex {
  const own = entries.map(([name, version, fields]): IndexEntry => {
    return [name, version, { ...fields, SHA256: SHA(`${date} ${name} ${version}`) }];
  });
  return new PackagesIndex(indexText(own));
}

const inSet = (set: CandidateSet) => new Map([[ARCHITECTURE, set]]);

/** Packages at two dates, and what a set of the first becomes when some move to the second. */
function move(seed: number, pick: (names: readonly string[]) => readonly string[]) {
  const { entries, include } = madeUpPackages('p', seed);
  // Newer versions, with other relations; some are as they were.
  const later = madeUpPackages('p', seed + 1).entries.map(
    ([name, version, fields]): IndexEntry => [name, String(Number(version) + 1), fields ?? {}],
  );
  const [old, now] = [dated(entries, 'old'), dated(later, 'now')];
  const request = { variant: 'none' as const, include };
  const before = new Closures(
    ARCHITECTURE,
    inSet(new CandidateSet([{ suite: 'old', index: old }])),
  ).resolve(request);
  const system = before.map(({ key }) => key);
  const newest = new CandidateSet([{ suite: 'now', index: now }]);
  const moving = new Set(pick(system));
  for (let count = -1; count < moving.size; ) {
    count = moving.size;
    const staying = before.filter(({ key }) => !moving.has(key));
    const held = staying.flatMap(
      ({ key, package: { sha256 } }) => old.paragraph(key, sha256) ?? [],
    );
    const files = new Map(staying.map(({ key, package: { sha256 } }) => [key, sha256]));
    const index = new PackagesIndex(`${held.join('\n\n')}\n\n`);
    const closures = new Closures(
      ARCHITECTURE,
      inSet(newest.beside([{ suite: 'old', index }], files)),
    );
    for (const key of closures.pulledAlong(system, moving, inSet(newest))) moving.add(key);
    if (moving.size === count)
      return { before, moving, after: closures.moved(request, system, moving) };
  }
  throw new Error('it never ends');
}

/** What a system lacks, and what of it may not be together, as text. */
function problemsOf(system: readonly ClosurePackage[]): string[] {
  const meets = (name: string, relation: Parameters<typeof versionSatisfies>[1], but?: string) =>
    system.some(
      ({ key, package: { provides, version } }) =>
        key !== but &&
        ((key === name && versionSatisfies(version, relation)) ||
          (relation.bound === undefined && provides.some((one) => one.name === name))),
    );
  return system.flatMap(({ key, package: { conflicts, depends } }) => [
    ...depends
      .filter((group) => !group.some((relation) => meets(relation.name, relation)))
      .map((group) => `${key} lacks ${group.map(({ name }) => name).join(' | ')}`),
    ...conflicts
      .filter((relation) => meets(relation.name, relation, key))
      .map(({ name }) => `${key} conflicts with ${name}`),
  ]);
}

test('what moved is whole, and all that did not is the same .deb, or it is told why not', () => {
  let moved = 0;
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100), (seed, choice) => {
      let found: ReturnType<typeof move>;
      try {
        found = move(seed, (names) => names.filter((_, at) => at === choice % names.length));
      } catch (error) {
        // Among made-up packages there is often no way.
        if (BuildError.is(error)) return;
        throw error;
      }
      const { after, before, moving } = found;
      moved += 1;
      expect(problemsOf(after)).toEqual([]);
      const now = new Map(after.map((one) => [one.key, one]));
      for (const one of before) {
        const { key } = one;
        expect([key, now.get(key)?.suite]).toEqual([key, moving.has(key) ? 'now' : 'old']);
        if (!moving.has(key)) expect(now.get(key)?.package.sha256).toBe(one.package.sha256);
      }
    }),
    { numRuns: 600 },
  );
  expect(moved).toBeGreaterThan(60);
});
