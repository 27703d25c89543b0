import { BuildError } from '../../errors';
import type { ConstructDifference } from '../../purity/construct-difference';
import { changesText, type ShownChange, shownChange } from './change-text';
import type { Cause, Explained } from './find-causes';
import { hideValues } from './hide-values';
import type { Observation } from './observation';
import type { Sights } from './sights';

const EXPECTED = 'the same bytes at any time, for any user, in any folder, on any machine';
const SEVERAL = 'several things together: none of them alone makes a difference';

/** A difference as `--json` has it. */
export interface ReportedDifference {
  readonly constructPath: string;
  readonly source?: ConstructDifference['source'];
  readonly platforms: readonly string[];
  /** What it depends on. */
  readonly causes: readonly { readonly by: string; readonly places: readonly Observation[] }[];
  readonly changes: readonly ShownChange[];
}

/** What is told of a difference, without any value that the environment decides. */
export function reportDifference(
  { causes, difference }: Explained<ConstructDifference>,
  env: NodeJS.ProcessEnv,
): ReportedDifference {
  const { changes, constructPath, platforms, source } = difference;
  const isSecret = causes.length === 0 || causes.some((cause) => cause.isSecret);
  return {
    constructPath,
    ...(source === undefined ? {} : { source }),
    platforms,
    causes: causes.map(({ places, says }) => ({ by: says, places })),
    changes: changes.map((change) => shownChange(change, isSecret, env)),
  };
}

/** The error `E_NOT_PURE` of a construct that has other bytes elsewhere. */
export function differenceError(
  { changes, constructPath, platforms, source }: ReportedDifference,
  causes: readonly Cause[],
  sights: Sights,
): BuildError {
  const subject = constructPath === '' ? 'the app' : constructPath;
  const where = platforms.length === 0 ? '' : ` (${platforms.join(', ')})`;
  return new BuildError('E_NOT_PURE', `${subject}: other bytes elsewhere, by ${by(causes)}`, {
    ...(constructPath === '' ? {} : { constructPath }),
    source,
    got: `${changesText(changes)}${where}`,
    expected: EXPECTED,
    fix: fix(causes, sights),
  });
}

/** The error `E_NOT_PURE` of an app that does not run everywhere. */
export function failureError(
  { causes, difference: error }: Explained<BuildError>,
  sights: Sights,
  env: NodeJS.ProcessEnv,
): BuildError {
  const { constructPath, got, log, source } = error.details;
  const told = [error.message, got, ...(source === undefined ? [log?.split('\n')[0]] : [])];
  return new BuildError('E_NOT_PURE', `the app fails elsewhere, by ${by(causes)}`, {
    constructPath,
    source,
    got: hideValues(told.filter(Boolean).join(', '), env),
    expected: 'an app that runs at any time, for any user, in any folder, on any machine',
    fix: fix(causes, sights),
  });
}

function by(causes: readonly Cause[]): string {
  return causes.length === 0 ? SEVERAL : causes.map(({ says }) => says).join(', and by ');
}

function fix(causes: readonly Cause[], sights: Sights): string {
  const way = 'write it into the app, or ask the lock for it';
  const places = sights.list(causes.flatMap((cause) => cause.places));
  return places === '' ? way : `${way}; it comes from ${places}`;
}
