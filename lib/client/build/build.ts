import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAbsolute } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BuildError } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import type { CredentialLookup } from '../../registry/credentials';
import { LocalCaches } from '../content-store/local-caches';
import { connectionLost } from '../daemon/error';
import { CONTROL } from '../daemon/services';
import { ExportTargets } from '../export/export-targets';
import type { LocalContent } from '../file-sync/file-sync';
import type { CallOptions, RpcChannel } from '../rpc/channel';
import { newId } from '../rpc/id';
import { RpcError } from '../rpc/rpc-error';
import { Session } from '../session/session';
import { SessionFailures } from '../session/session-failures';
import { StatusFollower } from '../status/follow';
import type { SolveStatus } from '../status/status';
import { type FailureReader, failedStep } from './container/failed-step';
import { FailureWatch } from './failure-watch';
import { type GatewayBuild, runGateway } from './gateway';
import { OwnSources } from './own-sources';
import {
  asksForSources,
  type BuildRequest,
  type BuildResponse,
  type BuildResult,
  graphsOf,
  requireResults,
} from './request';
import type { FilesReader } from './result-files';
import { sessionHandlers } from './session-handlers';
import { solveError } from './solve-error';
import { policyMessage } from './source-policy';
import { VertexJournal } from './vertex-journal';

/** What goes with a build beside the request. */
export interface BuildOptions {
  /** Called for each change of the build's progress. @default - progress is not told */
  readonly onStatus?: ((status: SolveStatus) => void) | undefined;
  /**
   * Aborting cancels the build at the daemon, and leaves nothing half written here.
   *
   * @default - it runs to its end
   */
  readonly signal?: AbortSignal | undefined;
  /** Told what a person may want to know, e.g. that a cache is not there. @default - nobody is told */
  readonly onMessage?: ((message: string) => void) | undefined;
  /** Logins for the registries that the build reads and writes. @default - the Docker configuration */
  readonly credentials?: CredentialLookup | undefined;
  /**
   * Called once all results are made, with the files of each, in their order. They can be read until
   * the promise that it returns is fulfilled; only then results are exported, and the build ends.
   *
   * @default - nothing is read
   */
  readonly onFiles?: FilesReader | undefined;
  /**
   * Called when the process of a step has failed, with the step, whose container can be opened. Once
   * the promise that it returns is fulfilled the build ends with its error.
   *
   * @default - the build ends at once
   */
  readonly onFailure?: FailureReader | undefined;
}

/** How long what a failed step wrote may take to arrive. */
const STATUS_OF_FAILURE_MS = 1_000;

/** How long the daemon may take to end a solve after this client, as its frontend, has failed. */
const END_OF_FAILED_SOLVE_MS = 5_000;

/** Runs one build on an open connection; see `Connection.build`. */
export async function runBuild(
  channel: RpcChannel,
  where: string,
  given: BuildRequest,
  options: BuildOptions,
): Promise<BuildResponse> {
  options.signal?.throwIfAborted();
  checkRequest(given);
  const targets = new ExportTargets(given.exporters ?? []);
  const { cacheFrom = [], cacheTo = [] } = given;
  const caches = new LocalCaches(cacheFrom, cacheTo, options.onMessage ?? (() => {}));
  const request = { ...given, cacheFrom: caches.imports };
  const journal = new VertexJournal();
  const definitions = resultDefinitions(request);
  const sessionFailures = new SessionFailures();
  const ownSources = new OwnSources();
  const handlers = sessionFailures.watch(
    sessionHandlers(request, options, targets, caches.stores, ownSources),
  );
  let session: Session | undefined;
  const toSolveError = (error: RpcError) => {
    const isSessionLost = session?.isLost ?? false;
    const known = { journal, definitions: definitions(), sessionFailures, isSessionLost };
    return solveError(error, known);
  };
  const onFailure = async (error: RpcError, call: CallOptions) => {
    const late = delay(STATUS_OF_FAILURE_MS, undefined, { ref: false });
    await Promise.race([journal.failed, late]);
    const place = { channel, options: call, where };
    const told = toSolveError(error);
    if (told.exitCode === undefined) return;
    const step = failedStep(error, told, definitions(), place);
    if (step !== undefined) return options.onFailure?.(step);
    options.onMessage?.('the daemon does not tell what the failed step left, so nobody can look');
  };
  try {
    session = Session.open(channel, handlers, sharedKey(request.locals ?? {}));
    const ref = newId();
    const exporterResponse = await solve(channel, where, request, options, {
      session,
      journal,
      ownSources,
      ref,
      onFailure: options.onFailure && onFailure,
    });
    await targets.commit(exporterResponse);
    caches.commit(exporterResponse);
    return { exporterResponse, ref };
  } catch (error) {
    await targets.discard();
    caches.discard();
    options.signal?.throwIfAborted();
    if (BuildError.is(targets.error)) throw targets.error;
    if (!(error instanceof RpcError)) throw error;
    // Node gives up a connection whose error has a header of more than 64 KiB: see FailureWatch.
    const isStepsFailure = journal.failedVertex !== undefined;
    if (error.isTransport && !isStepsFailure) throw connectionLost(where, error);
    throw toSolveError(error);
  }
}

interface SolveParts {
  readonly session: Session;
  readonly journal: VertexJournal;
  readonly ownSources: OwnSources;
  readonly ref: string;
  readonly onFailure: GatewayBuild['onFailure'];
}

async function solve(
  channel: RpcChannel,
  where: string,
  request: BuildRequest,
  options: BuildOptions,
  { journal, onFailure, ownSources, ref, session }: SolveParts,
): Promise<Readonly<Record<string, string>>> {
  const cancelSolve = new AbortController();
  const cancelGateway = new AbortController();
  const both = (own: AbortController) =>
    options.signal ? AbortSignal.any([options.signal, own.signal]) : own.signal;
  const watch = new FailureWatch(channel, cancelSolve);
  const onStatus = (status: SolveStatus) => {
    journal.add(status);
    if (journal.failedVertex !== undefined) watch.start();
    options.onStatus?.(status);
  };
  const status = new StatusFollower(channel, ref, onStatus, (e) => cancelSolve.abort(e));
  let timer: NodeJS.Timeout | undefined;
  let gatewayError: unknown;
  const gateway = runGateway(channel, {
    ref,
    request,
    where,
    signal: both(cancelGateway),
    ownSources: request.onlyOwnSources ? ownSources : undefined,
    onFiles: options.onFiles,
    onFailure,
  });
  const gatewayEnd = gateway.catch((error) => {
    gatewayError = error;
    timer = setTimeout(() => cancelSolve.abort(error), END_OF_FAILED_SOLVE_MS);
  });
  try {
    const solveRequest = makeSolveRequest(ref, session.id, request);
    const response = await channel.unary(CONTROL.solve, solveRequest, {
      signal: both(cancelSolve),
    });
    session.close();
    await status.drain();
    return response.exporterResponse;
  } catch (error) {
    session.close();
    const isLost = error instanceof RpcError && error.isTransport;
    const isOver = isLost || options.signal?.aborted || cancelSolve.signal.aborted;
    await (isOver ? status.stop() : status.drain());
    // The daemon repeats what this side told it, but not the type of it.
    const isOwn = gatewayError !== undefined && !(gatewayError instanceof RpcError);
    throw isOwn ? gatewayError : error;
  } finally {
    watch.stop();
    cancelGateway.abort();
    await gatewayEnd;
    clearTimeout(timer);
  }
}

function makeSolveRequest(ref: string, session: string, request: BuildRequest) {
  const exporters = (request.exporters ?? []).map(({ type, attrs }) => ({ type, attrs }));
  const [first] = exporters;
  const imports = [...(request.cacheFrom ?? [])];
  return {
    ref,
    session,
    exporters,
    ...(first ? { exporterDeprecated: first.type, exporterAttrsDeprecated: first.attrs } : {}),
    frontendAttrs: {
      ...request.frontendAttrs,
      ...(imports.length > 0 ? { 'cache-imports': cacheImportsJson(imports) } : {}),
    },
    entitlements: [...(request.entitlements ?? [])],
    ...(request.sourcePolicy ? { sourcePolicy: policyMessage(request.sourcePolicy) } : {}),
    ...(asksForSources(request) ? { sourcePolicySession: session } : {}),
    cache: { imports, exports: [...(request.cacheTo ?? [])] },
  };
}

/** In the form of BuildKit's own clients, whose field names are those of Go. */
const cacheImportsJson = (imports: NonNullable<BuildRequest['cacheFrom']>) =>
  JSON.stringify(imports.map(({ type, attrs }) => ({ Type: type, Attrs: attrs })));

/**
 * The key under which the daemon keeps what it was sent of these folders, so that the next build
 * sends only what has changed. Folders of another machine or place must not meet in it.
 */
function sharedKey(locals: Readonly<Record<string, LocalContent>>): string {
  if (Object.keys(locals).length === 0) return '';
  const sorted = Object.entries(locals).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([hostname(), sorted]))
    .digest('hex');
}

/** The graphs of the results, as far as they are known when it is asked. */
function resultDefinitions({ results }: BuildRequest): () => readonly Definition[] {
  let known: readonly BuildResult[] = [];
  const keep = (made: readonly BuildResult[]) => {
    known = made;
  };
  if (results instanceof Promise) results.then(keep, () => {});
  else keep(results);
  return () => graphsOf(known);
}

function checkRequest({ results, locals }: BuildRequest): void {
  if (!(results instanceof Promise)) requireResults(results);
  for (const [name, path] of Object.entries(locals ?? {})) {
    if (typeof path !== 'string') continue;
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (!isAbsolute(path) || !isFolder) {
      throw new BuildError('E_BUILD_REQUEST', `local source "${name}" is not a folder`, {
        got: path,
        expected: 'the absolute path of a folder',
      });
    }
  }
}
