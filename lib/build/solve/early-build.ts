import type {
  BuildResponse,
  BuildResult,
  Connection,
  BuildOptions as SolveOptions,
  SolveStatus,
} from '../../client';
import { graphsOf } from '../../client/build/request';
import type { Definition } from '../../llb/definition/definition';
import type { SolveRequest } from '../plan/solve-request';
import type { SolveSession } from './solve-session';

type Results = readonly BuildResult[];

interface Begun {
  readonly request: SolveRequest;
  readonly response: Promise<BuildResponse>;
  readonly giveResults: (results: Results) => void;
  readonly giveUp: (reason: Error) => void;
  /** What the daemon told before somebody asked for it. */
  readonly statuses: SolveStatus[];
  onStatus: SolveOptions['onStatus'];
}

/**
 * A build that is begun while the app still runs, on what the app wrote the last time:
 * session and solve are opened, the daemon reads the graphs and solves what is most likely needed. The
 * results are those that the app wrote this time; nothing else that was solved is told of.
 *
 * To the daemon the app is the frontend of the build, and so an app that fails is a build that
 * failed, as a wrong Dockerfile is.
 */
export class EarlyBuild {
  #begun: Begun | undefined;
  #isTooLate = false;
  #end: Promise<unknown> = Promise.resolve();

  /**
   * Begins, unless the app was quicker.
   *
   * @param likely what of the request's graphs is solved at once
   * @param session what is served to the build, now and once it is taken
   */
  begin(
    request: SolveRequest,
    likely: readonly Definition[],
    connection: Connection,
    { secrets, ssh, ...options }: SolveSession,
  ): void {
    if (this.#isTooLate) return;
    let giveResults: Begun['giveResults'] = () => {};
    let giveUp: Begun['giveUp'] = () => {};
    const results = new Promise<Results>((done, fail) => {
      giveResults = done;
      giveUp = fail;
    });
    const meanwhile = { load: request.results, solve: likely };
    const statuses: SolveStatus[] = [];
    const response = connection.build(
      { ...request, secrets, ssh, results, meanwhile },
      {
        ...options,
        onStatus: (status) => {
          if (begun.onStatus === undefined) statuses.push(status);
          else begun.onStatus(status);
        },
      },
    );
    const begun: Begun = { request, response, giveResults, giveUp, statuses, onStatus: undefined };
    this.#begun = begun;
    this.#end = response.catch(() => {});
  }

  /**
   * Goes on with the results of a request, if all else of it is as it was. Otherwise what was begun is
   * ended, and undefined returned.
   */
  take(
    request: SolveRequest,
    onStatus: (status: SolveStatus) => void,
  ): Promise<BuildResponse> | undefined {
    this.#isTooLate = true;
    const begun = this.#begun;
    if (begun === undefined) return undefined;
    if (frame(begun.request) !== frame(request)) {
      this.#giveUp();
      return undefined;
    }
    this.#begun = undefined;
    const tell = withoutVertexes(droppedVertexes(begun.request, request), onStatus);
    for (const status of begun.statuses) tell(status);
    begun.onStatus = tell;
    begun.giveResults(request.results);
    return begun.response;
  }

  /** Ends what was begun, unless it was taken, and waits until the daemon knows. */
  async close(): Promise<void> {
    this.#isTooLate = true;
    this.#giveUp();
    await this.#end;
  }

  #giveUp(): void {
    this.#begun?.giveUp(new Error('the app did not make this image again'));
    this.#begun = undefined;
  }
}

/** What is in the graphs of a request, and not in those of the one that came of it. */
function droppedVertexes(before: SolveRequest, after: SolveRequest): ReadonlySet<string> {
  const digests = ({ results }: SolveRequest) =>
    graphsOf(results).flatMap(({ ops }) => ops.map(({ digest }) => digest));
  const kept = new Set(digests(after));
  return new Set(digests(before).filter((digest) => !kept.has(digest)));
}

function withoutVertexes(
  dropped: ReadonlySet<string>,
  onStatus: (status: SolveStatus) => void,
): (status: SolveStatus) => void {
  if (dropped.size === 0) return onStatus;
  const isOfDropped = ({ vertex }: { readonly vertex: string }) => dropped.has(vertex);
  return ({ logs, statuses, vertexes, warnings }) =>
    onStatus({
      logs: logs.filter((log) => !isOfDropped(log)),
      statuses: statuses.filter((status) => !isOfDropped(status)),
      vertexes: vertexes.filter(({ digest }) => !dropped.has(digest)),
      warnings: warnings.filter((warning) => !isOfDropped(warning)),
    });
}

/** All of a request that the daemon is told when the solve is opened. */
function frame({ results: _, ...rest }: SolveRequest): string {
  return JSON.stringify(rest);
}
