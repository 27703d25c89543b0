import type { BuildEvent } from '../../build/solve/build-event';
import type { CommandContext } from '../context';
import { createDisplay } from '../progress/create-display';
import type { ProgressDisplay } from '../progress/display';
import type { BuildSettings } from './settings';

/** Shows what happens, one image after the other, in displays of a kind. */
export function showEvents(
  progress: BuildSettings['progress'],
  { color, env, messages, stderr }: CommandContext,
): (event: BuildEvent) => void {
  const logLines = Number(env.BUILDKIT_TTY_LOG_LINES);
  let display: ProgressDisplay | undefined;
  return (event) => {
    if (event.type === 'message') messages.note(event.text);
    if (event.type === 'status') display?.update(event.status);
    if (event.type === 'solve-started') {
      display = createDisplay(progress, {
        stream: stderr,
        title: `${event.image} (${event.platforms.join(', ')})`,
        color,
        sizes: event.sizes,
        ...(logLines > 0 ? { logLines } : {}),
      });
      messages.showAround(display);
    }
    if (event.type === 'step-failed') {
      messages.showAround(undefined);
      display?.done();
      display = undefined;
    }
    if (event.type === 'solve-ended') {
      messages.showAround(undefined);
      // What starts again shows all of it again.
      if (event.mayRestart) display?.discard();
      else display?.done();
      display = undefined;
    }
  };
}
