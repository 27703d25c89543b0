import { digestOf } from '../wire/digest';
import type { OpMetadata } from '../wire/metadata';
import { WireReader } from '../wire/reader';
import { Definition, type DefinitionOp } from './definition';
import type { SourceRecord } from './source-map';

/**
 * A definition as this library stored it, and what it asks of a daemon, known without looking: a
 * build sends its bytes, and has no need of more than the digests of its ops. What else there is in
 * it is decoded when it is asked for.
 */
export class StoredDefinition extends Definition {
  readonly #bytes: Uint8Array;
  #decoded: Definition | undefined;

  /** @throws {BuildError} `E_LLB_DECODE` for bytes that are no message, and later for other faults */
  constructor(bytes: Uint8Array, capabilities: Iterable<string>) {
    super(readOps(bytes), new Map(), () => undefined, undefined, new Set(capabilities));
    this.#bytes = bytes;
  }

  override get metadata(): ReadonlyMap<string, OpMetadata> {
    return this.#all.metadata;
  }

  override get source(): SourceRecord | undefined {
    return this.#all.source;
  }

  override get unknown(): Uint8Array | undefined {
    return this.#all.unknown;
  }

  override toBytes(): Uint8Array {
    return this.#bytes;
  }

  get #all(): Definition {
    this.#decoded ??= Definition.fromBytes(this.#bytes);
    return this.#decoded;
  }
}

function readOps(bytes: Uint8Array): DefinitionOp[] {
  const reader = new WireReader(bytes, { left: Number.POSITIVE_INFINITY });
  const ops: DefinitionOp[] = [];
  while (reader.next()) {
    if (reader.field === 1) {
      const op = reader.bytes();
      ops.push({ digest: digestOf(op), bytes: op });
    } else reader.skip();
  }
  return ops;
}
