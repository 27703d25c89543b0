import type { BuildPlan } from '../plan/build-plan';
import type { Planner } from '../plan/plan-builds';
import type { BuildOne } from './build-all';
import type { BuildEvent } from './build-event';
import type { BuildOptions } from './build-options';
import type { SolveSession } from './solve-session';

/** Where the images of a run are built: on one daemon, or on several. */
export interface BuildPlace {
  /** Images that are built at once. */
  readonly atOnce: number;
  /** Begins what can be begun on what the app's last run left, while it runs again. */
  begin(lastFolder: string, planner: Planner): void;
  /**
   * Waits until daemons answer.
   *
   * @throws BuildError when none does
   */
  open(plan: BuildPlan): Promise<BuildOne>;
  /** Ends what was begun, and closes what was opened. */
  close(): Promise<void>;
}

/** What a place of builds is made with. */
export interface BuildPlaceOptions {
  readonly options: BuildOptions;
  readonly onEvent: (event: BuildEvent) => void;
  /** What is served to the solve of an image, on the builder of that name where there are several. */
  readonly sessionOf: (image: string, builder?: string) => SolveSession;
  readonly signal: AbortSignal;
}

/** Solves at once on a daemon where nothing else is said. */
export const AT_ONCE = 8;
