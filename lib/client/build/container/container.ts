import { BuildError } from '../../../errors';
import { encodeMount } from '../../../llb/wire/encode-exec';
import type { ExecMessage, HostIpMessage, MountMessage } from '../../../llb/wire/exec';
import type { PlatformMessage } from '../../../llb/wire/op';
import { callError } from '../../daemon/error';
import { GATEWAY } from '../../daemon/services';
import type { RpcChannel } from '../../rpc/channel';
import { newId } from '../../rpc/id';
import { RpcError } from '../../rpc/rpc-error';
import type { CallOptions } from '../../rpc/transport';
import { ContainerProcess, type ProcessOptions } from './process';

/** Where containers are opened: a build that is under way. @internal */
export interface ContainerPlace {
  readonly channel: RpcChannel;
  readonly options: CallOptions;
  /** The daemon, for messages. */
  readonly where: string;
}

/** `NewContainerRequest`, as far as builds have use for it. @internal */
export interface ContainerRequest {
  readonly mounts: readonly MountMessage[];
  readonly network: ExecMessage['network'];
  /** @default - that of the daemon */
  readonly platform?: PlatformMessage | undefined;
  readonly extraHosts?: readonly HostIpMessage[] | undefined;
  readonly hostname?: string | undefined;
}

/**
 * A container of the daemon, within a build that waits for it. It ends with {@link release}, and with
 * the build. What is written in it is in no result.
 *
 * @see BuildKit frontend/gateway `NewContainer`
 */
export class Container {
  readonly #id = newId();
  readonly #place: ContainerPlace;

  private constructor(place: ContainerPlace) {
    this.#place = place;
  }

  /** @internal */
  static async open(place: ContainerPlace, request: ContainerRequest): Promise<Container> {
    const container = new Container(place);
    const { extraHosts = [], hostname = '', mounts, network, platform } = request;
    const message = {
      ContainerID: container.#id,
      Mounts: mounts.map(encodeMount),
      Network: network,
      extraHosts: [...extraHosts],
      hostname,
      ...(platform ? { platform: { ...platform, osFeatures: [...platform.osFeatures] } } : {}),
    };
    try {
      await place.channel.unary(GATEWAY.newContainer, message, place.options);
    } catch (error) {
      throw containerError(place.where, 'a container cannot be opened', error);
    }
    return container;
  }

  /**
   * Starts a process. The first one is the container's own: once it has ended no other can be started.
   *
   * @throws BuildError `E_CONTAINER` where it cannot be started, `E_DAEMON_LOST`; the reason of an abort
   */
  async start(options: ProcessOptions): Promise<ContainerProcess> {
    const { channel, options: call, where } = this.#place;
    const fail = (error: unknown) =>
      containerError(where, `"${options.args[0] ?? ''}" cannot be run`, error);
    return ContainerProcess.start(() => channel.open(GATEWAY.execProcess.path, call), {
      ...options,
      containerId: this.#id,
      fail,
    });
  }

  /** Ends the container, with what still runs in it. One whose build has ended is gone already. */
  async release(): Promise<void> {
    const { channel, options } = this.#place;
    await channel
      .unary(GATEWAY.releaseContainer, { ContainerID: this.#id }, options)
      .catch(() => {});
  }
}

function containerError(where: string, what: string, error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  if (error.isTransport) return callError(where, error);
  const reason = withoutLayers(error.message);
  return new BuildError('E_CONTAINER', `${what}: ${reason}`, { got: reason, cause: error });
}

/** What layers of the daemon and its runtime say around the reason. */
const withoutLayers = (message: string): string =>
  message.replace(/^.*?(?=exec: )/s, '').replace(/^rpc error: code = \w+ desc = /, '');
