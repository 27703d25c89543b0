import type { AspectName } from './aspect';

/** How a run of the app differs from a usual one. */
export interface World {
  readonly aspects: ReadonlySet<AspectName>;
  /** Variables of the environment that are set to this; or are not there, where it is undefined. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The world as it is. */
export const HERE: World = { aspects: new Set(), variables: {} };

/** A world that is otherwise in these aspects. */
export function worldOf(aspects: Iterable<AspectName>): World {
  return { aspects: new Set(aspects), variables: {} };
}
