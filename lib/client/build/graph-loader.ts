import type { Definition } from '../../llb/definition/definition';
import { GATEWAY } from '../daemon/services';
import type { CallOptions, RpcChannel } from '../rpc/channel';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { BuildRequest } from './request';

/**
 * Gives graphs to the daemon, each once. It reads them and keeps a reference to the result, which
 * nothing is run for before the result is needed.
 *
 * @see BuildKit frontend/gateway `Solve`, with and without `Evaluate`
 */
export class GraphLoader {
  readonly #refs = new Map<Definition, Promise<string>>();
  readonly #loaded: { readonly bytes: Uint8Array; readonly ref: Promise<string> }[] = [];

  constructor(
    private readonly channel: RpcChannel,
    private readonly request: Pick<BuildRequest, 'noCache' | 'cacheFrom'>,
    private readonly options: CallOptions,
  ) {}

  /** The reference to the result of a graph. */
  load(definition: Definition): Promise<string> {
    const ref = this.#refs.get(definition) ?? this.#loadBytes(definition);
    this.#refs.set(definition, ref);
    return ref;
  }

  #loadBytes(definition: Definition): Promise<string> {
    const graph = this.request.noCache ? definition.withIgnoreCache() : definition;
    const bytes = graph.toBytes();
    const known = this.#loaded.find((one) => Buffer.compare(one.bytes, bytes) === 0);
    if (known !== undefined) return known.ref;
    const ref = this.#send(bytes, false);
    this.#loaded.push({ bytes, ref });
    return ref;
  }

  /** Has a graph solved now, for others that share its vertexes. */
  async solve(definition: Definition): Promise<void> {
    await this.#send(definition.toBytes(), true);
  }

  async #send(definition: Uint8Array, evaluate: boolean): Promise<string> {
    const { cacheFrom = [] } = this.request;
    const response = await this.channel.unary(
      GATEWAY.solve,
      {
        definition,
        allowResultReturn: true,
        allowResultArrayRef: true,
        evaluate,
        cacheImports: cacheFrom.map(({ type, attrs }) => ({ type, attrs })),
      },
      this.options,
    );
    const id = response.result?.ref?.id;
    if (!id) throw new RpcError(RPC.INTERNAL, 'the daemon gave no reference to a result');
    return id;
  }
}
