import { type BuildOptions, runBuild } from './build/build';
import type { BuildRequest, BuildResponse } from './build/request';
import { readContent } from './content';
import { callError } from './daemon/error';
import { CONTROL } from './daemon/services';
import type { DaemonInfo } from './daemon/version';
import { toWorker, type Worker } from './daemon/worker';
import {
  type PruneOptions,
  pruneRecords,
  readDiskUsage,
  type UsageFilter,
  type UsageRecord,
} from './disk-usage';
import { type BuildRecord, readHistory, replayStatus } from './history';
import type { RpcChannel } from './rpc/channel';
import type { SolveStatus } from './status/status';
import type { Tracing } from './trace/tracing';

const CALL_TIMEOUT_MS = 20_000;
/** Set by Docker Engine alone, also by one that is reached without an upgrade. */
const DOCKER_LABEL = 'org.mobyproject.buildkit.worker.moby.host-gateway-ip';

/** An open connection to a daemon. Several builds may run on it at once. */
export class Connection {
  /** The address that was connected to. */
  readonly address: string;
  private readonly channel: RpcChannel;
  private readonly version: Omit<DaemonInfo, 'isDocker'>;
  private readonly tracing: Tracing;

  /** @internal use `connect` */
  constructor(
    channel: RpcChannel,
    address: string,
    version: Omit<DaemonInfo, 'isDocker'>,
    tracing: Tracing,
  ) {
    this.channel = channel;
    this.address = address;
    this.version = version;
    this.tracing = tracing;
  }

  /** What the daemon tells of itself. */
  async info(options: { readonly signal?: AbortSignal } = {}): Promise<DaemonInfo> {
    const isUpgraded = this.version.engineVersion !== undefined;
    const isDocker =
      isUpgraded ||
      (await this.workers(options)).some(({ labels }) => labels[DOCKER_LABEL] !== undefined);
    return { ...this.version, isDocker };
  }

  /**
   * The daemon's workers, the default one first.
   *
   * @throws BuildError `E_DAEMON_LOST`, `E_DAEMON_PROTOCOL`; the reason of an abort
   */
  async workers(
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly Worker[]> {
    const call = { signal: options.signal, timeoutMs: CALL_TIMEOUT_MS };
    try {
      const { record } = await this.channel.unary(CONTROL.listWorkers, {}, call);
      return record.map(toWorker);
    } catch (error) {
      throw callError(this.address, error);
    }
  }

  /**
   * Solves and exports. All results are made in one solve: several platforms become one index. Where
   * the program has registered an SDK of OpenTelemetry, it is a span, `BuildKit build`.
   *
   * @throws SolveError `E_SOLVE` when a step fails; `E_REGISTRY`, `E_REGISTRY_AUTH` or
   *   `E_CREDENTIALS` when a registry does not take or give an image; `E_SESSION_LOST`,
   *   `E_DAEMON_DISK`; BuildError `E_DAEMON_LOST`, `E_EXPORT`,
   *   `E_BUILD_REQUEST`; the reason of the abort when `signal` was aborted
   */
  build(request: BuildRequest, options: BuildOptions = {}): Promise<BuildResponse> {
    const attributes = { 'server.address': this.address };
    return this.tracing.span('BuildKit build', attributes, () =>
      runBuild(this.channel, this.address, request, options),
    );
  }

  /**
   * A manifest, index or config that an exporter made, by its digest.
   *
   * @throws BuildError `E_DAEMON_PROTOCOL` when the daemon does not have it (any longer), or gives
   *   something else; `E_DAEMON_LOST`; the reason of an abort
   */
  async readContent(
    digest: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Uint8Array> {
    try {
      return await readContent(this.channel, digest, options.signal);
    } catch (error) {
      throw callError(this.address, error);
    }
  }

  /**
   * The builds that the daemon remembers, the newest first, with those that run.
   *
   * @throws BuildError `E_DAEMON_LOST`, `E_DAEMON_PROTOCOL`; the reason of an abort
   */
  async history(
    options: { readonly ref?: string | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly BuildRecord[]> {
    try {
      return await readHistory(this.channel, options.ref, options.signal);
    } catch (error) {
      throw callError(this.address, error);
    }
  }

  /**
   * Tells the progress of a build that the daemon remembers, as it was told when it ran.
   *
   * @throws as {@link history}
   */
  async replay(
    ref: string,
    onStatus: (status: SolveStatus) => void,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    try {
      await replayStatus(this.channel, ref, onStatus, options.signal);
    } catch (error) {
      throw callError(this.address, error);
    }
  }

  /**
   * Has the daemon forget a build.
   *
   * @throws as {@link history}
   */
  async forget(
    ref: string,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    try {
      await this.channel.unary(CONTROL.updateBuildHistory, { ref, delete: true }, options);
    } catch (error) {
      throw callError(this.address, error);
    }
  }

  /**
   * What the daemon's cache holds, the smallest records first.
   *
   * @throws BuildError `E_DAEMON_LOST`, `E_DAEMON_PROTOCOL`; the reason of an abort
   */
  async diskUsage(options: UsageFilter = {}): Promise<readonly UsageRecord[]> {
    try {
      return await readDiskUsage(this.channel, options);
    } catch (error) {
      throw callError(this.address, error);
    }
  }

  /**
   * Removes records of the daemon's cache that nothing uses, and tells of each once it is gone.
   * Nothing is removed before the records are read, and nothing more once their reader stops.
   *
   * @throws as {@link diskUsage}
   */
  async *prune(options: PruneOptions = {}): AsyncGenerator<UsageRecord, void, undefined> {
    try {
      yield* pruneRecords(this.channel, options);
    } catch (error) {
      throw callError(this.address, error);
    }
  }

  /** Closes the connection; builds that run on it are canceled. */
  close(): void {
    this.channel.close();
  }
}
