import type { BuildResponse, Connection, SolveStatus } from '../../client';
import type { BuildPlan, PlannedImage } from '../plan/build-plan';
import { makeSolveRequest, type SolveRequest } from '../plan/solve-request';
import type { BuildEvent } from './build-event';
import type { EarlyBuild } from './early-build';
import type { ExportedContent } from './exported-content';
import type { FinishedBuild } from './image-result';
import { withConstructPath } from './solve-place';
import type { SolveSession } from './solve-session';
import { VertexTimes } from './vertex-times';

/** What the builds of one run share. */
export interface BuildTools {
  readonly connection: Connection;
  /** What the daemon has of the images. */
  readonly content: ExportedContent;
  /** What was begun while the app ran. */
  readonly early: EarlyBuild;
  readonly onEvent: (event: BuildEvent) => void;
  readonly session: SolveSession;
}

/** Builds one image for its platforms in one solve. */
export async function buildImage(
  image: PlannedImage,
  plan: BuildPlan,
  tools: BuildTools,
): Promise<FinishedBuild> {
  const start = performance.now();
  const { signal } = tools.session;
  const onMessage = (text: string) => tools.onEvent({ type: 'message', text });
  const isDocker = async () => (await tools.connection.info({ signal })).isDocker;
  for (;;) {
    const request = await makeSolveRequest(image, plan, {
      isDocker,
      mayFetch: true,
      onMessage,
      signal,
    });
    const times = new VertexTimes();
    try {
      const response = await solve(image, plan, request, times, tools);
      return {
        image,
        results: request.results,
        response,
        time: performance.now() - start,
        timeOf: (platform) => {
          const { definition } = request.results[image.platforms.indexOf(platform)] ?? {};
          return times.covered(definition?.ops.map(({ digest }) => digest) ?? []);
        },
      };
    } catch (error) {
      const isWorthAnother = await plan.mirrors.replan(error, { onMessage, signal });
      if (!isWorthAnother)
        throw withConstructPath(error, plan.assembly, image.manifest.constructPath);
    }
  }
}

async function solve(
  { name, platforms }: PlannedImage,
  { mirrors }: BuildPlan,
  request: SolveRequest,
  times: VertexTimes,
  { connection, content, early, onEvent, session }: BuildTools,
): Promise<BuildResponse> {
  onEvent({
    type: 'solve-started',
    image: name,
    platforms: platforms.map(({ platform }) => platform),
    sizes: mirrors.sizes(),
  });
  const onStatus = (status: SolveStatus) => {
    times.update(status);
    onEvent({ type: 'status', image: name, status });
    content.update(status);
  };
  const ended = { type: 'solve-ended', image: name } as const;
  const { secrets, ssh, ...options } = session;
  try {
    const response = await (early.take(request, onStatus) ??
      connection.build({ ...request, secrets, ssh }, { ...options, onStatus }));
    onEvent({ ...ended, mayRestart: false });
    return response;
  } catch (error) {
    onEvent({ ...ended, error, mayRestart: mirrors.mayReplan(error) });
    throw error;
  }
}
