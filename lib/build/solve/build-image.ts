import type { BuildResponse, Connection, SolveStatus } from '../../client';
import { graphsOf } from '../../client/build/request';
import type { BuildPlan, PlannedImage } from '../plan/build-plan';
import { MirrorAttempts } from '../plan/mirror-attempts';
import { makeSolveRequest, type SolveRequest } from '../plan/solve-request';
import type { BuildEvent } from './build-event';
import { ContractNotes } from './contract-notes';
import type { EarlyBuild } from './early-build';
import type { ExportedContent } from './exported-content';
import type { FinishedBuild } from './image-result';
import { OwnVertexes } from './own-vertexes';
import { withConstructPath } from './solve-place';
import type { SolveSession } from './solve-session';
import { TestWatch } from './test-watch';
import { VertexTimes } from './vertex-times';

/** What the builds of one run share. */
export interface BuildTools {
  readonly connection: Connection;
  /** What the daemon has of the images. */
  readonly content: ExportedContent;
  /** What was begun while the app ran. @default - it is not this image */
  readonly early: EarlyBuild | undefined;
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
  const attempts = new MirrorAttempts(plan.mirrors);
  for (;;) {
    attempts.begin();
    const request = await makeSolveRequest(image, plan, {
      isDocker,
      mayFetch: true,
      onMessage,
      signal,
    });
    const notes = new ContractNotes(request.results);
    const times = new VertexTimes();
    const tests = new TestWatch(image, request.results);
    try {
      const response = await solve(image, plan, { attempts, notes, request, tests, times }, tools);
      for (const note of notes.notes()) onMessage(`image "${image.name}": likely, ${note}`);
      const tested = tests.results(times, true);
      tools.onEvent({ type: 'tested', image: image.name, tests: tested });
      return {
        image,
        results: request.results,
        response,
        time: performance.now() - start,
        cached: request.results.every(({ definition }) =>
          times.wasCached(definition.head?.digest ?? ''),
        ),
        tests: tested,
        timeOf: (platform) => {
          const { definition } = request.results[image.platforms.indexOf(platform)] ?? {};
          return times.covered(definition?.ops.map(({ digest }) => digest) ?? []);
        },
      };
    } catch (error) {
      const isWorthAnother = await attempts.replan(error, { onMessage, signal });
      if (isWorthAnother) continue;
      tools.onEvent({ type: 'tested', image: image.name, tests: tests.results(times, false) });
      throw withConstructPath(tests.errorOf(error), plan.assembly, image.manifest.constructPath);
    }
  }
}

interface Attempt {
  readonly notes: ContractNotes;
  readonly attempts: MirrorAttempts;
  readonly request: SolveRequest;
  readonly tests: TestWatch;
  readonly times: VertexTimes;
}

async function solve(
  { name, platforms }: PlannedImage,
  { mirrors }: BuildPlan,
  { attempts, notes, request, tests, times }: Attempt,
  { connection, content, early, onEvent, session }: BuildTools,
): Promise<BuildResponse> {
  onEvent({
    type: 'solve-started',
    image: name,
    platforms: platforms.map(({ platform }) => platform),
    sizes: mirrors.sizes(),
  });
  const own = new OwnVertexes(graphsOf(request.results), mirrors);
  /** What follows a file that could not be fetched: it is told unless a mirror may stand in. */
  let held: SolveStatus[] | undefined;
  const tell = (status: SolveStatus) => onEvent({ type: 'status', image: name, status });
  const onStatus = (given: SolveStatus) => {
    const status = own.translate(given);
    times.update(status);
    tests.update(status);
    notes.update(status);
    content.update(status);
    if (status.vertexes.some(({ error, name }) => error !== '' && attempts.mayStandIn(name))) {
      held ??= [];
    }
    if (held === undefined) tell(status);
    else held.push(status);
  };
  const ended = { type: 'solve-ended', image: name } as const;
  const { secrets, ssh, ...options } = session;
  try {
    const response = await (early?.take(request, onStatus) ??
      connection.build({ ...request, secrets, ssh }, { ...options, onStatus }));
    held?.forEach(tell);
    onEvent({ ...ended, mayRestart: false });
    return response;
  } catch (error) {
    const mayRestart = attempts.mayReplan(error);
    if (!mayRestart) held?.forEach(tell);
    onEvent({ ...ended, error, mayRestart });
    throw error;
  }
}
