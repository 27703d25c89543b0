import type { SourceLocation } from '../../errors';
import { decodeOp } from '../wire/decode-op';
import { type Digest, digestOf } from '../wire/digest';
import { mergeMetadata, type OpMetadata } from '../wire/metadata';
import type { Input, Op } from '../wire/op';
import { type DecodeLimits, decodeDefinition } from './decode';
import { encodeDefinition } from './encode';
import { mapSources, type SourceMapping } from './map-sources';
import { opCapabilities } from './op-capabilities';
import type { SourceRecord } from './source-map';

/** An op of a definition: its canonical bytes, and their digest. */
export interface DefinitionOp {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

const NO_SOURCE: SourceRecord = { infos: [], locations: new Map() };
const SILENT: OpMetadata = { ignoreCache: false, caps: [] };

/**
 * A marshalled graph, as BuildKit takes it and `synth.out/*.llb` holds it. Immutable.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/ops.proto `Definition`
 */
export class Definition {
  /** Scratch: no op at all. A daemon refuses to build it. */
  static readonly EMPTY = new Definition([], new Map(), () => NO_SOURCE);

  /** Ops, each behind those it uses; the last one is the terminal op, which names the result. */
  readonly ops: readonly DefinitionOp[];
  readonly #metadata: ReadonlyMap<string, OpMetadata>;
  readonly #unknown: Uint8Array | undefined;
  readonly #makeSource: () => SourceRecord | undefined;
  #source: { readonly record: SourceRecord | undefined } | undefined;
  #byDigest: ReadonlyMap<string, Uint8Array> | undefined;
  #capabilities: ReadonlySet<string> | undefined;

  /** @param capabilities where they are known without looking at the ops */
  constructor(
    ops: readonly DefinitionOp[],
    metadata: ReadonlyMap<string, OpMetadata>,
    source: () => SourceRecord | undefined,
    unknown?: Uint8Array,
    capabilities?: ReadonlySet<string>,
  ) {
    this.ops = ops;
    this.#metadata = metadata;
    this.#makeSource = source;
    this.#unknown = unknown;
    this.#capabilities = capabilities;
  }

  /**
   * Reads a serialised `pb.Definition`, whoever made it; the bytes of its ops are kept.
   *
   * @throws {BuildError} `E_LLB_DECODE` for bytes that are no definition, `E_LLB_LIMIT` for more
   * than the limits allow
   */
  static fromBytes(bytes: Uint8Array, limits: DecodeLimits = {}): Definition {
    return decodeDefinition(bytes, limits);
  }

  /** What is known of each op beside its bytes. */
  get metadata(): ReadonlyMap<string, OpMetadata> {
    return this.#metadata;
  }

  /** Fields of a newer BuildKit, kept as they came. */
  get unknown(): Uint8Array | undefined {
    return this.#unknown;
  }

  /** The files and lines that ops were made at. */
  get source(): SourceRecord | undefined {
    this.#source ??= { record: this.#makeSource() };
    return this.#source.record;
  }

  /** What all ops together ask of a daemon, by the names that its gateway gives it. */
  get capabilities(): ReadonlySet<string> {
    this.#capabilities ??= new Set(
      this.ops.flatMap((op) => [...opCapabilities(op, this.metadata.get(op.digest))]),
    );
    return this.#capabilities;
  }

  /** Digest of the terminal op: equal for equal results. That of no bytes for scratch. */
  get digest(): Digest {
    return this.ops.at(-1)?.digest ?? digestOf(new Uint8Array());
  }

  /** The op and output that are the result, or undefined for scratch. */
  get head(): Input | undefined {
    const terminal = this.ops.at(-1);
    return terminal === undefined ? undefined : decodeOp(terminal.bytes).inputs[0];
  }

  /** The op with this digest, decoded, or undefined. */
  op(digest: string): Op | undefined {
    this.#byDigest ??= new Map(this.ops.map((op) => [op.digest, op.bytes]));
    const bytes = this.#byDigest.get(digest);
    return bytes === undefined ? undefined : decodeOp(bytes);
  }

  /** The lines that asked for the op with this digest, in the order in which they were noted. */
  locations(digest: string): readonly SourceLocation[] {
    const { source } = this;
    return (source?.locations.get(digest) ?? []).flatMap(({ sourceIndex, ranges }) => {
      const file = source?.infos[sourceIndex]?.filename;
      if (file === undefined) return [];
      return ranges.map(({ start }) => ({ file, line: start.line, column: start.character + 1 }));
    });
  }

  /** A serialised `pb.Definition`; equal definitions have equal bytes. */
  toBytes(): Uint8Array {
    return encodeDefinition(this);
  }

  /**
   * This graph with other sources: identifiers and attributes as `change` returns them, and new
   * digests for all ops that depend on a source that changed. Metadata and lines stay with their
   * ops.
   */
  mapSources(change: SourceMapping): Definition {
    return mapSources(this, change);
  }

  /** This graph, every op of which runs even if its result is cached; no digest changes. */
  withIgnoreCache(): Definition {
    const ignoring: OpMetadata = { ...SILENT, ignoreCache: true };
    const metadata = new Map(
      this.ops.map(({ digest }) => [
        digest,
        mergeMetadata(this.metadata.get(digest) ?? SILENT, ignoring),
      ]),
    );
    return new Definition(this.ops, metadata, () => this.source, this.unknown);
  }
}
