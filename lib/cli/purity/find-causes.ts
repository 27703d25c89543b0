import type { BuildError } from '../../errors';
import { compareAssemblies } from '../../purity/compare-assemblies';
import { type ConstructDifference, changeKey } from '../../purity/construct-difference';
import { ASPECTS, type Aspect } from './aspect';
import { ALL_VARIABLES, type Observation } from './observation';
import type { Outcome, WorldRunner } from './run-in-world';
import { HERE, type World, worldOf } from './world';
import { otherVariables } from './world-variables';

/** Variables that are tried alone; an app that lists its environment may read hundreds. */
const MAX_VARIABLES = 24;

/** What a difference depends on. */
export interface Cause {
  /** After "by" in a message. */
  readonly says: string;
  /** Values that depend on the environment may be secret. */
  readonly isSecret: boolean;
  /** Where the app reads it, as far as that was seen. */
  readonly places: readonly Observation[];
}

/** How a run differs from the usual one. */
export interface Divergence {
  /** Why the app failed; then nothing is compared. */
  readonly error: BuildError | undefined;
  readonly differences: readonly ConstructDifference[];
}

/** A difference with all that alone leads to it. */
export interface Explained<T> {
  readonly difference: T;
  /** Empty where nothing alone does. */
  readonly causes: readonly Cause[];
}

/** Compares a run in another world with the usual one. */
export function divergence(here: Outcome, there: Outcome): Divergence {
  const { assembly } = here;
  const differences = assembly && there.assembly ? compareAssemblies(assembly, there.assembly) : [];
  return { error: there.error, differences };
}

/** One thing that was changed alone, and what then differed. */
interface Trial extends Cause {
  readonly found: Divergence;
}

/** Finds what differences depend on: runs the app with one thing changed at a time. */
export class CauseFinder {
  constructor(
    private readonly runner: WorldRunner,
    private readonly here: Outcome,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async explain({ differences, error }: Divergence): Promise<{
    readonly differences: readonly Explained<ConstructDifference>[];
    readonly error: Explained<BuildError> | undefined;
  }> {
    const trials = await this.trials();
    return {
      differences: differences.map((difference) => ({
        difference,
        causes: trials.filter(({ found }) => found.differences.some(isPartOf(difference))),
      })),
      error: error && {
        difference: error,
        causes: trials.filter(({ found }) => found.error !== undefined),
      },
    };
  }

  private async trials(): Promise<Trial[]> {
    const chance = divergence(this.here, await this.runner.run(HERE));
    const trials: Trial[] = [this.chanceTrial(chance)];
    for (const aspect of ASPECTS) trials.push(...(await this.tryAspect(aspect, chance)));
    return trials;
  }

  private chanceTrial(found: Divergence): Trial {
    const places = this.placesOf(
      { kinds: ['run', 'process', 'network'], variables: [] },
      // Random numbers that are made in the background are not the same in two runs.
      { kinds: ['chance'], variables: [] },
    );
    // What differs anyway may hold a variable, too, in a form that nobody can recognise.
    const isSecret = this.here.observations.some(({ kind }) =>
      ['environment', 'process'].includes(kind),
    );
    return { says: 'chance: two runs alike differ', isSecret, places, found };
  }

  private async tryAspect(aspect: Aspect, chance: Divergence): Promise<Trial[]> {
    const world = worldOf(ASPECTS.filter((known) => known === aspect).map(({ name }) => name));
    const found = await this.foundIn(world, chance);
    const isEnvironment = aspect.name === 'environment';
    const whole = {
      says: aspect.says,
      isSecret: isEnvironment,
      // Else a program that it runs may read it.
      places: this.placesOf(aspect, { kinds: ['process'], variables: [] }),
      found,
    };
    if (found.error === undefined && found.differences.length === 0) return [];
    if (!isEnvironment) return [whole];
    const single = await this.tryVariables(chance);
    const left = unexplained(found, single);
    return left === undefined ? single : [...single, { ...whole, found: left }];
  }

  private async tryVariables(chance: Divergence): Promise<Trial[]> {
    const { observations } = this.here;
    const variables = Object.entries(otherVariables({ env: this.env, observations }));
    const trials: Trial[] = [];
    for (const [name, value] of variables.slice(0, MAX_VARIABLES)) {
      const found = await this.foundIn({ ...HERE, variables: { [name]: value } }, chance);
      if (found.error === undefined && found.differences.length === 0) continue;
      const places = observations.filter(
        ({ kind, what }) => kind === 'environment' && [name, ALL_VARIABLES].includes(what),
      );
      trials.push({ says: `the environment variable ${name}`, isSecret: true, places, found });
    }
    return trials;
  }

  /** What differs in a world, without what differs anyway. */
  private async foundIn(world: World, chance: Divergence): Promise<Divergence> {
    const found = divergence(this.here, await this.runner.run(world, this.here.observations));
    return {
      error: chance.error === undefined ? found.error : undefined,
      differences: withoutChanges(found.differences, chance.differences),
    };
  }

  /** Where the app does something of the first sort that it does at all. */
  private placesOf(...sorts: readonly Pick<Aspect, 'kinds' | 'variables'>[]): Observation[] {
    const found = sorts.map(({ kinds, variables }) =>
      this.here.observations.filter(
        ({ kind, what }) =>
          kinds.includes(kind) || (kind === 'environment' && variables.includes(what)),
      ),
    );
    return found.find((places) => places.length > 0) ?? [];
  }
}

/** What of a divergence none of the trials leads to; undefined where that is nothing. */
function unexplained(
  { differences, error }: Divergence,
  trials: readonly Trial[],
): Divergence | undefined {
  const known = trials.flatMap(({ found }) => found.differences);
  const left = {
    error: trials.some(({ found }) => found.error !== undefined) ? undefined : error,
    differences: differences.filter((one) => !known.some(isPartOf(one))),
  };
  return left.error === undefined && left.differences.length === 0 ? undefined : left;
}

/** Whether two differences of one construct have a field in common. */
function isPartOf(whole: ConstructDifference): (one: ConstructDifference) => boolean {
  const keys = new Set(whole.changes.map(changeKey));
  return ({ changes, constructPath }) =>
    constructPath === whole.constructPath && changes.some((change) => keys.has(changeKey(change)));
}

/** The differences without the fields that differ in others, too. */
function withoutChanges(
  differences: readonly ConstructDifference[],
  others: readonly ConstructDifference[],
): ConstructDifference[] {
  return differences
    .map((one) => {
      const same = others.filter(({ constructPath }) => constructPath === one.constructPath);
      const keys = new Set(same.flatMap(({ changes }) => changes.map(changeKey)));
      return { ...one, changes: one.changes.filter((change) => !keys.has(changeKey(change))) };
    })
    .filter(({ changes }) => changes.length > 0);
}
