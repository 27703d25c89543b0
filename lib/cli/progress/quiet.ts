import type { ProgressDisplay } from './display';

/** Shows nothing. */
export function createQuietDisplay(): ProgressDisplay {
  const nothing = () => {};
  return { expect: nothing, update: nothing, forget: nothing, print: nothing, done: nothing };
}
