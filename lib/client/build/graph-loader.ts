import type { Definition } from '../../llb/definition/definition';
import { GATEWAY } from '../daemon/services';
import type { CallOptions, RpcChannel } from '../rpc/channel';
import { RPC, RpcError } from '../rpc/rpc-error';
import type { OwnSources } from './own-sources';
import type { BuildRequest } from './request';

interface Given {
  readonly bytes: Uint8Array;
  readonly ref: Promise<string>;
  /** Ends the solve, where it was asked for one. */
  readonly stop?: AbortController;
}

/**
 * Gives graphs to the daemon, each once. It reads them and keeps a reference to the result, which
 * nothing is run for before the result is needed.
 *
 * @see BuildKit frontend/gateway `Solve`, with and without `Evaluate`
 */
export class GraphLoader {
  readonly #refs = new Map<Definition, Promise<string>>();
  readonly #given: Given[] = [];

  constructor(
    private readonly channel: RpcChannel,
    private readonly request: Pick<BuildRequest, 'noCache' | 'cacheFrom'>,
    private readonly options: CallOptions,
    private readonly ownSources: OwnSources | undefined,
  ) {}

  /** The reference to the result of a graph; of one that is being solved once it is. */
  load(definition: Definition): Promise<string> {
    const ref = this.#refs.get(definition) ?? this.#loadBytes(definition);
    this.#refs.set(definition, ref);
    return ref;
  }

  #loadBytes(definition: Definition): Promise<string> {
    const bytes = this.#bytesOf(definition);
    const known = this.#find(bytes);
    if (known !== undefined) return known.ref;
    const ref = this.#send(bytes, false, this.options);
    this.#given.push({ bytes, ref });
    return ref;
  }

  /** Has a graph solved, and waits for it. */
  async check(definition: Definition): Promise<void> {
    await this.#send(this.#bytesOf(definition), true, this.options);
  }

  #bytesOf(definition: Definition): Uint8Array {
    return (this.request.noCache ? definition.withIgnoreCache() : definition).toBytes();
  }

  /** Has a graph solved now, with what is cached: it or others that share its vertexes are needed. */
  solve(definition: Definition): void {
    const stop = new AbortController();
    const { signal = stop.signal } = this.options;
    const options = { ...this.options, signal: AbortSignal.any([signal, stop.signal]) };
    const bytes = definition.toBytes();
    const ref = this.#send(bytes, true, options);
    // What fails here fails again where it is needed.
    ref.catch(() => {});
    this.#given.push({ bytes, ref, stop });
  }

  /** Ends the solve of a graph that turns out not to be needed. */
  drop(definition: Definition): void {
    this.#find(definition.toBytes())?.stop?.abort();
  }

  #find(bytes: Uint8Array): Given | undefined {
    return this.#given.find((one) => Buffer.compare(one.bytes, bytes) === 0);
  }

  async #send(definition: Uint8Array, evaluate: boolean, options: CallOptions): Promise<string> {
    const { cacheFrom = [] } = this.request;
    this.ownSources?.add(definition);
    const response = await this.channel.unary(
      GATEWAY.solve,
      {
        definition,
        allowResultReturn: true,
        allowResultArrayRef: true,
        evaluate,
        cacheImports: cacheFrom.map(({ type, attrs }) => ({ type, attrs })),
      },
      options,
    );
    const id = response.result?.ref?.id;
    if (!id) throw new RpcError(RPC.INTERNAL, 'the daemon gave no reference to a result');
    return id;
  }
}
