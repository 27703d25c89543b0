import type {
  BuildEvent,
  PlannedEvent,
  SolveStartedEvent,
  StatusEvent,
} from '../../build/solve/build-event';
import type { SolveStatus } from '../../client/status/status';
import type { CommandContext } from '../context';
import { BuilderVertexes } from '../progress/builder-vertexes';
import { createDisplay } from '../progress/create-display';
import type { ProgressDisplay } from '../progress/display';
import { SharedVertexes } from '../progress/shared-vertexes';
import type { BuildSettings } from './settings';

/** What shows events, until it is closed. */
export interface ShownEvents {
  readonly onEvent: (event: BuildEvent) => void;
  /** Shows the final state. */
  close(): void;
}

/** Shows what happens in a run in one display, however many images are built at once. */
export function showEvents(
  progress: BuildSettings['progress'],
  { color, env, messages, stderr }: CommandContext,
): ShownEvents {
  const logLines = Number(env.BUILDKIT_TTY_LOG_LINES);
  const vertexes = new SharedVertexes();
  let images: PlannedEvent['images'] = [];
  let done = 0;
  let display: ProgressDisplay | undefined;

  const open = (): ProgressDisplay => {
    const opened = createDisplay(progress, {
      stream: stderr,
      title: () => titleOf(images, done),
      color,
      ...(logLines > 0 ? { logLines } : {}),
    });
    messages.showAround(opened);
    return opened;
  };
  const statusOf = (event: StatusEvent): SolveStatus => {
    const { builder, status } = event;
    if (builder !== undefined) {
      return vertexes.tell(tellerOf(event), new BuilderVertexes(builder).tell(status));
    }
    return images.length === 1 ? status : vertexes.tell(event.image, status);
  };
  const onEvent = (event: BuildEvent) => {
    switch (event.type) {
      case 'planned':
        // Another run.
        close();
        images = event.images;
        done = 0;
        break;
      case 'message':
        messages.note(event.text);
        break;
      case 'solve-started':
        display ??= open();
        display.expect(sizesOf(event));
        break;
      case 'status':
        display?.update(statusOf(event));
        break;
      case 'step-failed':
        // A shell may be opened in it.
        close();
        break;
      case 'solve-ended':
        // What starts again shows all of it again.
        if (event.mayRestart) display?.forget(vertexes.restart(tellerOf(event)));
        else vertexes.end(tellerOf(event));
        break;
      case 'image-done':
        done += 1;
    }
  };
  const close = () => {
    messages.showAround(undefined);
    display?.done();
    display = undefined;
  };
  return { onEvent, close };
}

/** Whose story it is: that of an image, on its builder where there are several. */
const tellerOf = ({ builder, image }: Pick<StatusEvent, 'builder' | 'image'>): string =>
  builder === undefined ? image : `${builder}: ${image}`;

function sizesOf({ builder, sizes }: SolveStartedEvent): ReadonlyMap<string, number> {
  if (builder === undefined) return sizes;
  const own = new BuilderVertexes(builder);
  return new Map([...sizes].map(([name, size]) => [own.name(name), size]));
}

/** `hello (linux/amd64, linux/arm64)`; `12 images`, and once one is done how many are. */
function titleOf(images: PlannedEvent['images'], done: number): string {
  const [first] = images;
  if (images.length === 1 && first) return `${first.image} (${first.platforms.join(', ')})`;
  return `${images.length} images${done === 0 ? '' : `, ${done} done`}`;
}
