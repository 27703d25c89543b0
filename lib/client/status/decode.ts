import type * as pb from '../../pb/generated/client';
import type { SolveStatus, VertexState, VertexStatus, VertexWarning } from './status';

/** The plain form of a message of the status stream. */
export function decodeStatus(response: pb.StatusResponse): SolveStatus {
  return {
    vertexes: response.vertexes.map(vertexState),
    statuses: response.statuses.map(vertexStatus),
    logs: response.logs.map((log) => ({
      vertex: log.vertex ?? '',
      stream: log.stream ?? 0,
      data: log.msg ?? new Uint8Array(),
      timestamp: milliseconds(log.timestamp) ?? 0,
    })),
    warnings: response.warnings.map(vertexWarning),
  };
}

function vertexState(vertex: pb.IVertex): VertexState {
  const group = vertex.progressGroup;
  return {
    digest: vertex.digest ?? '',
    inputs: vertex.inputs ?? [],
    name: vertex.name ?? '',
    ...times(vertex),
    cached: vertex.cached ?? false,
    error: vertex.error ?? '',
    ...(group
      ? {
          progressGroup: {
            id: group.id ?? '',
            name: group.name ?? '',
            weak: group.weak ?? false,
          },
        }
      : {}),
  };
}

function vertexStatus(status: pb.IVertexStatus): VertexStatus {
  return {
    id: status.id ?? '',
    vertex: status.vertex ?? '',
    name: status.name ?? '',
    current: status.current ?? 0,
    total: status.total ?? 0,
    timestamp: milliseconds(status.timestamp) ?? 0,
    ...times(status),
  };
}

function vertexWarning(warning: pb.IVertexWarning): VertexWarning {
  const file = warning.info?.filename;
  return {
    vertex: warning.vertex ?? '',
    level: warning.level ?? 0,
    short: utf8(warning.short),
    detail: (warning.detail ?? []).map(utf8),
    url: warning.url ?? '',
    ...(file ? { file } : {}),
    ranges: (warning.ranges ?? []).map(({ start, end }) => ({
      startLine: start?.line ?? 0,
      endLine: end?.line ?? start?.line ?? 0,
    })),
  };
}

function times(of: {
  readonly started?: pb.ITimestamp | null;
  readonly completed?: pb.ITimestamp | null;
}): { readonly started?: number; readonly completed?: number } {
  const started = milliseconds(of.started);
  const completed = milliseconds(of.completed);
  return {
    ...(started === undefined ? {} : { started }),
    ...(completed === undefined ? {} : { completed }),
  };
}

/** Since 1970, with a fraction. */
export function milliseconds(time: pb.ITimestamp | null | undefined): number | undefined {
  return time ? (time.seconds ?? 0) * 1000 + (time.nanos ?? 0) / 1e6 : undefined;
}

const utf8 = (bytes: Uint8Array | null | undefined): string =>
  bytes ? Buffer.from(bytes).toString('utf8') : '';
