import type { Closures } from '../../lib/debian';
import { BuildError } from '../../lib/errors';
import type { KeptAnswer } from './answers';
import type { SweepRequest } from './requests';

/** How two answers to a request compare. */
export type Outcome =
  | 'equal'
  | 'both refuse'
  | 'ours refuses where apt removes'
  | 'other packages'
  | 'ours alone refuses'
  | 'apt alone refuses'
  | 'apt removes, ours does not refuse';

/** Those that are no difference. What is part of a base below cannot be removed in a layer above it. */
export const ALIKE: ReadonlySet<Outcome> = new Set([
  'equal',
  'both refuse',
  'ours refuses where apt removes',
]);

export interface Comparison {
  readonly outcome: Outcome;
  /** What differs, for people. */
  readonly detail: string;
}

/** Our answer against apt's; of a minbase, what comes over it. */
export function compare(request: SweepRequest, answer: KeptAnswer, closures: Closures): Comparison {
  const ours = ourAnswer(request, closures);
  const removed = answer.removed ?? [];
  if (ours instanceof BuildError) {
    const detail = `${ours.code} ${ours.message}: ${ours.details.got}`;
    if (answer.installed === undefined) return { outcome: 'both refuse', detail };
    if (removed.length > 0) return { outcome: 'ours refuses where apt removes', detail };
    return { outcome: 'ours alone refuses', detail };
  }
  if (answer.installed === undefined) {
    return { outcome: 'apt alone refuses', detail: answer.error ?? '' };
  }
  if (removed.length > 0) {
    return { outcome: 'apt removes, ours does not refuse', detail: removed.join(' ') };
  }
  const more = [...ours].filter((name) => !answer.installed?.includes(name));
  const less = answer.installed.filter((name) => !ours.has(name));
  if (more.length + less.length === 0) return { outcome: 'equal', detail: '' };
  const parts = [...more.map((name) => `+${name}`), ...less.map((name) => `-${name}`)];
  return { outcome: 'other packages', detail: parts.join(' ') };
}

function ourAnswer(
  { include, recommends, variant }: SweepRequest,
  closures: Closures,
): ReadonlySet<string> | BuildError {
  try {
    const below = closures.resolve({ variant, include: [] });
    const found = closures.resolve({ variant, include, recommends });
    const isBelow = new Set(below.map(({ key }) => key));
    return new Set(found.map(({ key }) => key).filter((name) => !isBelow.has(name)));
  } catch (error) {
    if (BuildError.is(error)) return error;
    throw error;
  }
}
