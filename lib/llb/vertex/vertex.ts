import type { Platform } from '../../oci/platform';
import type { OpSource } from '../definition/source-map';
import type { Digest } from '../wire/digest';
import { digestOf } from '../wire/digest';
import { encodeOp } from '../wire/encode-op';
import { mergeMetadata, type OpMetadata } from '../wire/metadata';
import type { ConstraintsMessage, Input, Op, OpBody, PlatformMessage } from '../wire/op';
import type { Constraints } from './constraints';
import type { MarshalContext } from './context';
import { platformMessage } from './platform';

const MAX_OTHER_CONTEXTS = 32;

/** A vertex as it stands in a definition. */
export interface MarshalledVertex {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly metadata: OpMetadata;
  readonly sources: readonly OpSource[];
}

/** One output of a vertex: what a state stands for. */
export class Output {
  readonly vertex: Vertex;
  readonly index: number;
  /** Platform that a state with this output takes on. */
  readonly platform: Platform | undefined;

  constructor(vertex: Vertex, index: number, platform?: Platform) {
    this.vertex = vertex;
    this.index = index;
    this.platform = platform;
  }
}

/**
 * One operation of the graph, not yet marshalled.
 *
 * Immutable to its users; remembers its bytes, so that a vertex which a thousand images share is
 * encoded and hashed once for each platform.
 */
export abstract class Vertex {
  #context: MarshalContext | undefined;
  #marshalled: MarshalledVertex | undefined;
  #others: Map<MarshalContext, MarshalledVertex> | undefined;
  /** Mark of the last walk that came here; cheaper than a set for a million vertices. */
  visit: object | undefined = undefined;

  /** Outputs that this vertex uses, in the order in which Go's client walks them. */
  abstract get inputs(): readonly Output[];

  /** Makes bytes and metadata; the vertices of all inputs are marshalled before. */
  protected abstract build(context: MarshalContext): MarshalledVertex;

  /** Bytes, digest and metadata of this vertex. Its inputs must have been marshalled before. */
  marshal(context: MarshalContext): MarshalledVertex {
    if (this.#context === context && this.#marshalled !== undefined) return this.#marshalled;
    const known = this.#others?.get(context);
    if (known !== undefined) return known;
    const made = this.build(context);
    if (this.#context === undefined) {
      this.#context = context;
      this.#marshalled = made;
    } else {
      this.#others ??= new Map();
      // Whoever marshals with ever new options must not fill the memory.
      if (this.#others.size >= MAX_OTHER_CONTEXTS) this.#others.clear();
      this.#others.set(context, made);
    }
    return made;
  }
}

/** The edge to an output of a vertex that is already marshalled. */
export function inputTo(output: Output, context: MarshalContext): Input {
  return { digest: output.vertex.marshal(context).digest, index: output.index };
}

/**
 * Adds an edge unless there is an equal one; returns its index.
 *
 * Exec and file ops share equal edges; merge, diff and passthrough keep each of theirs.
 */
export function addInput(inputs: Input[], input: Input): number {
  for (let index = 0; index < inputs.length; index++) {
    const other = inputs[index];
    if (other !== undefined && other.index === input.index && other.digest === input.digest) {
      return index;
    }
  }
  return inputs.push(input) - 1;
}

/** Joins what an op does with what its constraints and those of the marshalling say. */
export function marshalOp(
  context: MarshalContext,
  constraints: Constraints,
  inputs: readonly Input[],
  body: OpBody,
  platform: Platform | undefined | 'none',
  caps: readonly string[] = constraints.metadata.caps,
): MarshalledVertex {
  const op: Op = {
    inputs,
    body,
    platform: platform === 'none' ? undefined : platformOfOp(context, platform),
    constraints: filterOf(context, constraints),
  };
  const bytes = encodeOp(op);
  const own =
    caps === constraints.metadata.caps ? constraints.metadata : { ...constraints.metadata, caps };
  return {
    digest: digestOf(bytes),
    bytes,
    metadata: context.metadata === undefined ? own : mergeMetadata(context.metadata, own),
    sources: constraints.sources,
  };
}

const NO_FILTER: ConstraintsMessage = { filter: [] };

function filterOf(context: MarshalContext, { filter }: Constraints): ConstraintsMessage {
  if (context.filter.length > 0) return { filter: [...context.filter, ...filter] };
  return filter.length === 0 ? NO_FILTER : { filter };
}

function platformOfOp(context: MarshalContext, platform: Platform | undefined): PlatformMessage {
  return platform === undefined ? context.platformMessage : platformMessage(platform);
}
