import type { ExecMessage } from './exec';
import type { FileMessage } from './file';

/**
 * `pb.Op`: one vertex of the graph as it stands on the wire.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/ops.proto `Op`
 */
export interface Op {
  /** Edges to the ops whose outputs this one uses, by position. */
  readonly inputs: readonly Input[];
  /** What the vertex does; absent in the terminal op, which only names the result. */
  readonly body?: OpBody | undefined;
  /** Platform that the op runs on or selects; only exec, image and build ops have one. */
  readonly platform?: PlatformMessage | undefined;
  /** Worker filters. Present, though mostly empty, in every op but the terminal one. */
  readonly constraints?: ConstraintsMessage | undefined;
}

/** What a vertex does. */
export type OpBody =
  | ExecMessage
  | SourceMessage
  | FileMessage
  | BuildMessage
  | MergeMessage
  | DiffMessage
  | PassthroughMessage;

/** An edge: output `index` of the op with this digest. */
export interface Input {
  readonly digest: string;
  readonly index: number;
}

/** `pb.Platform`: unlike an OCI platform, every field is there, empty when unset. */
export interface PlatformMessage {
  readonly architecture: string;
  readonly os: string;
  readonly variant: string;
  readonly osVersion: string;
  readonly osFeatures: readonly string[];
}

/** `pb.WorkerConstraints`: containerd filters that a worker must match. */
export interface ConstraintsMessage {
  readonly filter: readonly string[];
}

/** `pb.SourceOp`: where content comes from outside the graph. */
export interface SourceMessage {
  readonly kind: 'source';
  /** Such as `docker-image://…`, `git://…`, `local://…`, `https://…`. */
  readonly identifier: string;
  readonly attrs: Readonly<Record<string, string>>;
}

/** `pb.BuildOp`: a definition that is itself a result of the graph, or stands inside the op. */
export interface BuildMessage {
  readonly kind: 'build';
  /** Input that holds the frontend, or -1 for the builder of plain LLB. */
  readonly builder: number;
  readonly inputs: Readonly<Record<string, number>>;
  /** A definition inside the op, in bytes; no client writes one today. */
  readonly definition?: Uint8Array | undefined;
  readonly attrs: Readonly<Record<string, string>>;
}

/** `pb.MergeOp`: inputs laid over each other, the last on top. */
export interface MergeMessage {
  readonly kind: 'merge';
  readonly inputs: readonly number[];
}

/** `pb.DiffOp`: what `upper` changes in `lower`; -1 is scratch. */
export interface DiffMessage {
  readonly kind: 'diff';
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

/** `pb.PassthroughOp`: some inputs handed on as outputs, the others only waited for. */
export interface PassthroughMessage {
  readonly kind: 'passthrough';
  readonly id: string;
  /** Which input each output is. */
  readonly outputs: readonly number[];
}

/** Input index of an empty file system. */
export const EMPTY_INPUT = -1;

/** Output index of a mount or action whose result nobody uses. */
export const SKIP_OUTPUT = -1;
