import { BuildError, BuildErrors } from '../../errors';
import { capabilityErrors, checkCapabilities } from '../../llb/definition/check-capabilities';
import type { Definition } from '../../llb/definition/definition';
import { formatPlatform } from '../../oci/platform';
import { GATEWAY } from '../daemon/services';
import { tooOld } from '../daemon/version';
import type { CallOptions, RpcChannel } from '../rpc/channel';
import { RPC, RpcError } from '../rpc/rpc-error';
import { GraphLoader } from './graph-loader';
import type { OwnSources } from './own-sources';
import {
  asksForSources,
  type BuildMeanwhile,
  type BuildRequest,
  type BuildResult,
  graphsOf,
  requireResults,
} from './request';
import { type FilesReader, ResultFiles, type ResultPlace } from './result-files';

const PING_TIMEOUT_MS = 15_000;
/** A capability that came with the oldest supported version, for daemons that do not know theirs. */
const MINIMUM_CAPABILITY = 'exec.validexitcode';
const ASKS_BEFORE_FETCHING = 'source.policy.session';

/** The part of a request that a frontend does: here this client is the frontend. */
export interface GatewayBuild {
  /** The id under which `Control.Solve` runs. */
  readonly ref: string;
  readonly request: BuildRequest;
  readonly where: string;
  readonly signal: AbortSignal;
  /** Told of every graph. @default - nobody is told */
  readonly ownSources?: OwnSources | undefined;
  /** Called with the files of each result; the solve ends after it. @default - it ends at once */
  readonly onFiles?: FilesReader | undefined;
  /** Called with what the daemon fails with, before it is told so. @default - it is told at once */
  readonly onFailure?: ((error: RpcError, options: CallOptions) => Promise<void>) | undefined;
}

/**
 * Plays the frontend of a solve that is under way: has the daemon load each platform's definition,
 * and returns all of them as one result. When that fails the daemon is told, so that the solve ends.
 */
export async function runGateway(channel: RpcChannel, build: GatewayBuild): Promise<void> {
  const options: CallOptions = {
    metadata: { 'buildkit-controlapi-buildid': build.ref },
    signal: build.signal,
  };
  try {
    const capabilities = await askCapabilities(channel, build, options);
    const { meanwhile, results: awaited } = build.request;
    if (asksForSources(build.request)) requireAsking(capabilities);
    const loader = new GraphLoader(channel, build.request, options, build.ownSources);
    if (meanwhile !== undefined) beginMeanwhile(meanwhile, loader, capabilities);
    const results = await untilAborted(awaited, build.signal);
    requireResults(results);
    dropOthers(meanwhile, results, loader);
    BuildErrors.throwIfAny(
      graphsOf(results).flatMap((definition) =>
        capabilityErrors(checkCapabilities(definition, capabilities)),
      ),
    );
    const refs = await Promise.all(results.map(({ definition }) => loader.load(definition)));
    await passChecks(results, loader);
    if (build.onFiles !== undefined || build.onFailure !== undefined) {
      const load = (definition: Definition) => loader.load(definition);
      const place = { channel, options, where: build.where, load };
      const files = await solvedFiles(place, results, refs);
      await build.onFiles?.(files);
    }
    const result = {
      ...combine(results, refs),
      attestations: await attestationsOf(results, loader),
    };
    await channel.unary(GATEWAY.return, { result }, options);
  } catch (error) {
    try {
      const isTold = error instanceof RpcError && !error.isTransport && !build.signal.aborted;
      if (isTold) await build.onFailure?.(error, options);
    } finally {
      if (!build.signal.aborted) await returnError(channel, error, options);
    }
    throw error;
  }
}

/** @throws what the first check that fails is failed with, once all have ended */
async function passChecks(results: readonly BuildResult[], loader: GraphLoader): Promise<void> {
  const checks = results.flatMap((result) => result.checks ?? []);
  const ended = await Promise.allSettled(checks.map((definition) => loader.check(definition)));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Few builds have any, and what makes graphs takes its time to load. */
async function attestationsOf(results: readonly BuildResult[], loader: GraphLoader) {
  if (results.every(({ attestations = [] }) => attestations.length === 0)) return {};
  const { loadAttestations } = await import('./attestations');
  return loadAttestations(results, loader);
}

/** The files of results, all of which are solved. */
function solvedFiles(
  place: Omit<ResultPlace, 'platform' | 'ref'>,
  results: readonly BuildResult[],
  refs: readonly string[],
): Promise<readonly ResultFiles[]> {
  return Promise.all(
    results.map(async ({ platform }, index) => {
      const files = new ResultFiles({ ...place, platform, ref: refs[index] ?? '' });
      await files.solve();
      return files;
    }),
  );
}

function beginMeanwhile(
  { load, solve }: BuildMeanwhile,
  loader: GraphLoader,
  capabilities: ReadonlySet<string>,
): void {
  const isKnown = (definition: Definition) =>
    checkCapabilities(definition, capabilities).length === 0;
  for (const definition of solve.filter(isKnown)) loader.solve(definition);
  for (const { definition } of load) {
    // What fails here fails again where it is needed.
    if (isKnown(definition)) loader.load(definition).catch(() => {});
  }
}

/** Ends the solves of what was likely, and is no result. */
function dropOthers(
  { load }: BuildMeanwhile = { load: [], solve: [] },
  results: readonly BuildResult[],
  loader: GraphLoader,
): void {
  const needed = results.map(({ definition }) => definition.toBytes());
  for (const { definition } of load) {
    const bytes = definition.toBytes();
    if (!needed.some((one) => Buffer.compare(one, bytes) === 0)) loader.drop(definition);
  }
}

/** What of LLB the daemon understands. */
async function askCapabilities(
  channel: RpcChannel,
  { where }: GatewayBuild,
  options: CallOptions,
): Promise<ReadonlySet<string>> {
  const call = { ...options, timeoutMs: PING_TIMEOUT_MS };
  const { llbCaps } = await channel.unary(GATEWAY.ping, {}, call);
  const capabilities = new Set(llbCaps.flatMap(({ id, enabled }) => (enabled && id ? [id] : [])));
  if (!capabilities.has(MINIMUM_CAPABILITY)) {
    throw tooOld(where, `a daemon without the capability "${MINIMUM_CAPABILITY}"`);
  }
  return capabilities;
}

/** A daemon that does not know of it would fetch anything. */
function requireAsking(capabilities: ReadonlySet<string>): void {
  if (capabilities.has(ASKS_BEFORE_FETCHING)) return;
  throw new BuildError('E_LLB_CAPABILITY', 'the daemon cannot ask before it fetches a source', {
    got: `a daemon without the capability ${ASKS_BEFORE_FETCHING}`,
    expected: 'BuildKit 0.26 or newer',
    fix: 'update the daemon, or leave the check out',
  });
}

/** The value, or the reason of the abort where that comes first. */
function untilAborted<T>(value: T | Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const onAbort = () => fail(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    Promise.resolve(value)
      .finally(() => signal.removeEventListener('abort', onAbort))
      .then(done, fail);
  });
}

/**
 * One result is returned by itself, several as a map by platform, which becomes an index.
 *
 * @see BuildKit exporter/containerimage/exptypes
 */
function combine(results: readonly BuildResult[], ids: readonly string[]) {
  const metadata: Record<string, Uint8Array> = {};
  const platforms = results.map(({ platform, config }) => {
    const id = formatPlatform(platform);
    if (config !== undefined) metadata[`containerimage.config/${id}`] = config;
    return { ID: id, Platform: ociPlatform(platform) };
  });
  metadata['refs.platforms'] = Buffer.from(JSON.stringify({ Platforms: platforms }));
  const [first] = results;
  if (results.length === 1 && first !== undefined) {
    if (first.config !== undefined) metadata['containerimage.config'] = first.config;
    return { ref: { id: ids[0] ?? '' }, metadata };
  }
  const refs = Object.fromEntries(platforms.map(({ ID }, index) => [ID, { id: ids[index] ?? '' }]));
  return { refs: { refs }, metadata };
}

function ociPlatform(platform: BuildResult['platform']) {
  return {
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.osVersion ? { 'os.version': platform.osVersion } : {}),
    ...(platform.osFeatures?.length ? { 'os.features': platform.osFeatures } : {}),
    ...(platform.variant ? { variant: platform.variant } : {}),
  };
}

async function returnError(channel: RpcChannel, error: unknown, options: CallOptions) {
  const status =
    error instanceof RpcError
      ? { code: error.code, message: error.message, details: [...error.details] }
      : { code: RPC.UNKNOWN, message: error instanceof Error ? error.message : 'client failed' };
  await channel.unary(GATEWAY.return, { error: status }, options).catch(() => {});
}
