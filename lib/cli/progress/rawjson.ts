import type {
  SolveStatus,
  VertexLog,
  VertexState,
  VertexStatus,
  VertexWarning,
} from '../../client/status/status';
import type { DisplayOptions, ProgressDisplay } from './display';

/**
 * One JSON object a line for each status message, with the field names of BuildKit's own `rawjson`,
 * so that what reads that of other clients reads this.
 *
 * @see BuildKit client/graph.go, `SolveStatus`
 */
export function createRawJsonDisplay({ stream }: Pick<DisplayOptions, 'stream'>): ProgressDisplay {
  const nothing = () => {};
  return {
    expect: nothing,
    update: (status) => void stream.write(`${JSON.stringify(statusRecord(status))}\n`),
    // A message is no status; a reader of JSON lines would stumble over it.
    forget: nothing,
    print: nothing,
    done: nothing,
  };
}

function statusRecord({ vertexes, statuses, logs, warnings }: SolveStatus): object {
  return {
    ...(vertexes.length === 0 ? {} : { vertexes: vertexes.map(vertexRecord) }),
    ...(statuses.length === 0 ? {} : { statuses: statuses.map(statusPartRecord) }),
    ...(logs.length === 0 ? {} : { logs: logs.map(logRecord) }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map(warningRecord) }),
  };
}

function vertexRecord(vertex: VertexState): object {
  return {
    digest: vertex.digest,
    ...(vertex.inputs.length === 0 ? {} : { inputs: vertex.inputs }),
    name: vertex.name,
    ...times(vertex),
    ...(vertex.cached ? { cached: true } : {}),
    ...(vertex.error === '' ? {} : { error: vertex.error }),
    ...(vertex.progressGroup === undefined ? {} : { progressGroup: vertex.progressGroup }),
  };
}

function statusPartRecord(status: VertexStatus): object {
  return {
    id: status.id,
    vertex: status.vertex,
    ...(status.name === '' ? {} : { name: status.name }),
    ...(status.total === 0 ? {} : { total: status.total }),
    current: status.current,
    timestamp: timestamp(status.timestamp),
    ...times(status),
  };
}

function logRecord(log: VertexLog): object {
  return {
    vertex: log.vertex,
    stream: log.stream,
    data: Buffer.from(log.data).toString('base64'),
    timestamp: timestamp(log.timestamp),
  };
}

function warningRecord(warning: VertexWarning): object {
  return {
    vertex: warning.vertex,
    ...(warning.level === 0 ? {} : { level: warning.level }),
    short: Buffer.from(warning.short).toString('base64'),
    ...(warning.detail.length === 0
      ? {}
      : { detail: warning.detail.map((line) => Buffer.from(line).toString('base64')) }),
    ...(warning.url === '' ? {} : { url: warning.url }),
    ...(warning.file === undefined ? {} : { sourceInfo: { filename: warning.file } }),
    ...(warning.ranges.length === 0
      ? {}
      : {
          range: warning.ranges.map(({ startLine, endLine }) => ({
            start: { line: startLine },
            end: { line: endLine },
          })),
        }),
  };
}

function times({ started, completed }: { started?: number; completed?: number }): object {
  return {
    ...(started === undefined ? {} : { started: timestamp(started) }),
    ...(completed === undefined ? {} : { completed: timestamp(completed) }),
  };
}

/** RFC 3339 with microseconds: a double holds no more of the nanoseconds of our days. */
function timestamp(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000);
  const seconds = new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19);
  const fraction = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}
