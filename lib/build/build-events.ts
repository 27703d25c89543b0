import { type AppBuild, build } from './build';
import type { BuildPlan } from './plan/build-plan';
import type { BuildEvent } from './solve/build-event';
import type { BuildOptions } from './solve/build-options';
import type { ImageResult } from './solve/image-result';

/**
 * As {@link build}, with what happens as a stream of events, which the results end:
 * `for await (const event of buildEvents(plan)) …`. Leaving the loop cancels the build. Events wait
 * for who reads them; the build does not.
 *
 * @throws what {@link build} throws, after all events before it
 */
export async function* buildEvents(
  what: BuildPlan | AppBuild,
  options: BuildOptions = {},
): AsyncGenerator<BuildEvent, readonly ImageResult[], undefined> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const waiting: BuildEvent[] = [];
  let isOver = false;
  let wake = () => {};
  const onEvent = (event: BuildEvent) => {
    waiting.push(event);
    wake();
    options.onEvent?.(event);
  };
  const results = build(what, { ...options, onEvent, signal });
  const end = results.then(
    () => {},
    () => {},
  );
  void end.then(() => {
    isOver = true;
    wake();
  });
  try {
    for (;;) {
      while (waiting.length > 0) yield* waiting.splice(0);
      if (isOver) return await results;
      await new Promise<void>((done) => {
        wake = done;
      });
    }
  } finally {
    left.abort(new DOMException('nobody reads the events of the build any more', 'AbortError'));
    await end;
  }
}
