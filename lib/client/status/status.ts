/**
 * One message of a build's progress, as `Control.Status` streams it: only what changed since the
 * last one. Plain objects, times in milliseconds since the epoch (with a fraction), so that a
 * display can keep, compare and print them without knowing the wire.
 *
 * @see BuildKit api/services/control/control.proto, `StatusResponse`
 */
export interface SolveStatus {
  readonly vertexes: readonly VertexState[];
  readonly statuses: readonly VertexStatus[];
  readonly logs: readonly VertexLog[];
  readonly warnings: readonly VertexWarning[];
}

/** State of one vertex. A vertex may be listed before it starts, and again at each change. */
export interface VertexState {
  /** Digest of the op, or a daemon-made one for vertexes such as "exporting to image". */
  readonly digest: string;
  readonly inputs: readonly string[];
  readonly name: string;
  /** Unset while the vertex waits. */
  readonly started?: number;
  /** Unset while the vertex runs. It may start again after completion. */
  readonly completed?: number;
  readonly cached: boolean;
  /** Empty unless the vertex failed or was canceled. */
  readonly error: string;
  readonly progressGroup?: ProgressGroup;
}

/** Vertexes that are to be shown as one. */
export interface ProgressGroup {
  readonly id: string;
  readonly name: string;
  /** A weak member alone does not make the group visible. */
  readonly weak: boolean;
}

/** Progress of one part of a vertex: a layer's download, a file transfer. */
export interface VertexStatus {
  readonly id: string;
  /** Digest of the vertex. */
  readonly vertex: string;
  readonly name: string;
  /** Bytes or pieces done; `total` is 0 where the end is not known. */
  readonly current: number;
  readonly total: number;
  readonly timestamp: number;
  readonly started?: number;
  readonly completed?: number;
}

/** A piece of a vertex's output; it may end in the middle of a line, or of a UTF-8 character. */
export interface VertexLog {
  readonly vertex: string;
  /** 1 is stdout, 2 is stderr. */
  readonly stream: number;
  readonly data: Uint8Array;
  readonly timestamp: number;
}

/** A warning of a frontend or of the daemon about a vertex. */
export interface VertexWarning {
  readonly vertex: string;
  readonly level: number;
  readonly short: string;
  readonly detail: readonly string[];
  readonly url: string;
  /** Name of the source file and the 1-based lines meant, where the warning has them. */
  readonly file?: string;
  readonly ranges: readonly { readonly startLine: number; readonly endLine: number }[];
}
