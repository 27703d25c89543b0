import { BuildError, BuildErrors } from '../errors';
import { capabilityErrors, checkCapabilities } from '../llb/check-capabilities';
import { formatPlatform } from '../oci/platform';
import type { BuildRequest, BuildResult } from './build-request';
import { tooOld } from './daemon-version';
import type { CallOptions, RpcChannel } from './rpc/channel';
import { RPC, RpcError } from './rpc/rpc-error';
import { GATEWAY } from './services';

const PING_TIMEOUT_MS = 15_000;
/** A capability that came with the oldest supported version, for daemons that do not know theirs. */
const MINIMUM_CAPABILITY = 'exec.validexitcode';

/** The part of a request that a frontend does: here this client is the frontend. */
export interface GatewayBuild {
  /** The id under which `Control.Solve` runs. */
  readonly ref: string;
  readonly request: BuildRequest;
  readonly where: string;
  readonly signal: AbortSignal;
}

/**
 * Plays the frontend of a solve that is under way: solves each platform's definition, lazily, and
 * returns all of them as one result. When that fails the daemon is told, so that the solve ends.
 */
export async function runGateway(channel: RpcChannel, build: GatewayBuild): Promise<void> {
  const options: CallOptions = {
    metadata: { 'buildkit-controlapi-buildid': build.ref },
    signal: build.signal,
  };
  try {
    const { llbCaps } = await channel.unary(
      GATEWAY.ping,
      {},
      {
        ...options,
        timeoutMs: PING_TIMEOUT_MS,
      },
    );
    const capabilities = new Set(llbCaps.flatMap(({ id, enabled }) => (enabled && id ? [id] : [])));
    if (!capabilities.has(MINIMUM_CAPABILITY)) {
      throw tooOld(build.where, `a daemon without the capability "${MINIMUM_CAPABILITY}"`);
    }
    const { results } = build.request;
    BuildErrors.throwIfAny(
      results.flatMap(({ definition }) =>
        capabilityErrors(checkCapabilities(definition, capabilities)),
      ),
    );
    const refs = await Promise.all(
      results.map((result) => solveResult(channel, result, build.request, options)),
    );
    await channel.unary(GATEWAY.return, { result: combine(results, refs) }, options);
  } catch (error) {
    if (!build.signal.aborted) await returnError(channel, error, options);
    throw error;
  }
}

async function solveResult(
  channel: RpcChannel,
  result: BuildResult,
  { noCache, cacheFrom }: BuildRequest,
  options: CallOptions,
): Promise<string> {
  const definition = noCache ? result.definition.withIgnoreCache() : result.definition;
  const response = await channel.unary(
    GATEWAY.solve,
    {
      definition: definition.toBytes(),
      allowResultReturn: true,
      allowResultArrayRef: true,
      cacheImports: (cacheFrom ?? []).map(({ type, attrs }) => ({ type, attrs })),
    },
    options,
  );
  const id = response.result?.ref?.id;
  if (!id) throw new RpcError(RPC.INTERNAL, 'the daemon gave no reference to a result');
  return id;
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
      : { code: RPC.UNKNOWN, message: BuildError.is(error) ? error.message : 'client failed' };
  await channel.unary(GATEWAY.return, { error: status }, options).catch(() => {});
}
