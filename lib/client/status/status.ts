/**
 * One message of a build's progress, as `Control.Status` streams it: only what changed since the
 * last one. Plain objects, times in milliseconds since the epoch (with a fraction), so that a
 * display can keep, compare and print them without knowing the wire.
 *
 * @see BuildKit api/services/control/control.proto, `StatusResponse`
 */
export interface SolveStatus {
  /** Vertices whose state changed. */
  readonly vertexes: readonly VertexState[];
  /** Parts of vertices that moved on. */
  readonly statuses: readonly VertexStatus[];
  /** Output since the last message. */
  readonly logs: readonly VertexLog[];
  /** Warnings since the last message. */
  readonly warnings: readonly VertexWarning[];
}

/** State of one vertex. A vertex may be listed before it starts, and again at each change. */
export interface VertexState {
  /** Digest of the op, or a daemon-made one for vertexes such as "exporting to image". */
  readonly digest: string;
  /** Digests of the vertices that it uses. */
  readonly inputs: readonly string[];
  /** As progress shows it. */
  readonly name: string;
  /** Milliseconds since the epoch. @default - it waits */
  readonly started?: number;
  /**
   * Milliseconds since the epoch. It may start again after completion.
   *
   * @default - it waits or runs
   */
  readonly completed?: number;
  /** True where nothing had to run. */
  readonly cached: boolean;
  /** Empty unless the vertex failed or was canceled. */
  readonly error: string;
  /** The group that it is shown in. @default - it is shown by itself */
  readonly progressGroup?: ProgressGroup;
}

/** Vertexes that are to be shown as one. */
export interface ProgressGroup {
  /** Tells groups apart. */
  readonly id: string;
  /** As progress shows it. */
  readonly name: string;
  /** A weak member alone does not make the group visible. */
  readonly weak: boolean;
}

/** Progress of one part of a vertex: a layer's download, a file transfer. */
export interface VertexStatus {
  /** Tells the parts of a vertex apart. */
  readonly id: string;
  /** Digest of the vertex. */
  readonly vertex: string;
  /** As progress shows it. */
  readonly name: string;
  /** Bytes or pieces done. */
  readonly current: number;
  /** In the unit of `current`; 0 where the end is not known. */
  readonly total: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Milliseconds since the epoch. @default - it waits */
  readonly started?: number;
  /** Milliseconds since the epoch. @default - it waits or runs */
  readonly completed?: number;
}

/** A piece of a vertex's output; it may end in the middle of a line, or of a UTF-8 character. */
export interface VertexLog {
  /** Digest of the vertex. */
  readonly vertex: string;
  /** 1 is stdout, 2 is stderr. */
  readonly stream: number;
  /** What was written, as it came. */
  readonly data: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** A warning of a frontend or of the daemon about a vertex. */
export interface VertexWarning {
  /** Digest of the vertex. */
  readonly vertex: string;
  /** As BuildKit numbers them. */
  readonly level: number;
  /** In one line. */
  readonly short: string;
  /** More lines. */
  readonly detail: readonly string[];
  /** Where it is explained; empty where nowhere. */
  readonly url: string;
  /** Name of the source file that is meant. @default - none is */
  readonly file?: string;
  /** The lines meant, from 1. */
  readonly ranges: readonly { readonly startLine: number; readonly endLine: number }[];
}
