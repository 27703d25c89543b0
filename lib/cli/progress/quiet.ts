import type { ProgressDisplay } from './display';

/** Shows nothing. */
export function createQuietDisplay(): ProgressDisplay {
  return { update: () => {}, print: () => {}, done: () => {}, discard: () => {} };
}
