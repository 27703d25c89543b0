import type { ExportedContent } from '../../build/exported-content';
import type { BuildResponse, Connection, SolveStatus } from '../../client';
import { withConstructPath } from '../failure/solve-place';
import { createDisplay } from '../progress/create-display';
import type { ProgressMode } from '../progress/display';
import { VertexTimes } from '../progress/vertex-times';
import type { EarlyBuild } from './early-build';
import { type BuildPlan, type PlanInputs, planBuild } from './plan';
import type { SelectedImage } from './select-images';

/** What the builds of one run share. */
export interface BuildTools extends PlanInputs {
  readonly connection: Connection;
  /** What the daemon has of the images. */
  readonly content: ExportedContent;
  /** What was begun while the app ran. */
  readonly early: EarlyBuild;
  readonly progress: Exclude<ProgressMode, 'auto'>;
}

/** How a build went. */
export interface ImageBuild extends SelectedImage {
  readonly response: BuildResponse;
  /** Milliseconds of the whole build. */
  readonly time: number;
  /** Milliseconds of the vertexes of each platform, by platform. */
  readonly platformTimes: ReadonlyMap<string, number>;
}

/** Builds one image for its platforms in one solve. */
export async function buildImage(selected: SelectedImage, tools: BuildTools): Promise<ImageBuild> {
  const start = performance.now();
  for (;;) {
    const plan = await planBuild(selected, tools, { mayFetch: true });
    const times = new VertexTimes();
    try {
      const response = await solve(selected, plan, times, tools);
      return {
        ...selected,
        response,
        time: performance.now() - start,
        platformTimes: new Map(
          selected.platforms.map(({ platform }, index) => {
            const digests = plan.results[index]?.definition.ops.map(({ digest }) => digest) ?? [];
            return [platform, times.covered(digests)];
          }),
        ),
      };
    } catch (error) {
      const { messages, signal } = tools.context;
      const onMessage = (message: string) => messages.note(message);
      const isWorthAnother = await tools.mirrors.replan(error, { onMessage, signal });
      if (!isWorthAnother) throw withConstructPath(error, tools.assembly);
    }
  }
}

async function solve(
  { image, platforms }: SelectedImage,
  plan: BuildPlan,
  times: VertexTimes,
  { connection, content, context, early, mirrors, progress }: BuildTools,
): Promise<BuildResponse> {
  const { color, env, messages, signal, stderr } = context;
  const logLines = Number(env.BUILDKIT_TTY_LOG_LINES);
  const display = createDisplay(progress, {
    stream: stderr,
    title: `${image.name} (${platforms.map(({ platform }) => platform).join(', ')})`,
    color,
    sizes: mirrors.sizes(),
    ...(logLines > 0 ? { logLines } : {}),
  });
  messages.showAround(display);
  let end: 'done' | 'discard' = 'done';
  const onStatus = (status: SolveStatus) => {
    times.update(status);
    display.update(status);
    content.update(status);
  };
  try {
    return await (early.take(plan, onStatus) ?? connection.build(plan, { signal, onStatus }));
  } catch (error) {
    if (mirrors.mayReplan(error)) end = 'discard';
    throw error;
  } finally {
    messages.showAround(undefined);
    display[end]();
  }
}
