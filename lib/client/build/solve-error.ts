import { BuildError, type SourceLocation } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import type { RpcDetail, RpcError } from '../rpc/rpc-error';
import type { VertexJournal } from './vertex-journal';

/** What is known about a failed build beside its message. */
export interface SolveErrorDetails {
  /** Digest of the op that failed. @default - the failure is not one op's */
  readonly vertexDigest?: string | undefined;
  /**
   * Name of the vertex that failed, as progress shows it.
   *
   * @default - the failure is not one op's
   */
  readonly vertexName?: string | undefined;
  /** Exit code of the process that failed. @default - no process failed */
  readonly exitCode?: number | undefined;
  /** The last lines that the vertex wrote. */
  readonly logTail: string;
  /** The user's lines that made the vertex. */
  readonly sources: readonly SourceLocation[];
  /** The error that led to this one. @default - there is none */
  readonly cause?: unknown;
}

/** A build that the daemon could not finish. */
export class SolveError extends BuildError {
  /** Digest of the op that failed; undefined when the failure is not one op's. */
  readonly vertexDigest: string | undefined;
  /** Name of the vertex that failed, as progress shows it. */
  readonly vertexName: string | undefined;
  /** Exit code of the process that failed; undefined when no process did. */
  readonly exitCode: number | undefined;
  /** The last lines that the vertex wrote. */
  readonly logTail: string;
  /** The user's lines that made the vertex. */
  readonly sources: readonly SourceLocation[];

  constructor(message: string, details: SolveErrorDetails) {
    super('E_SOLVE', message, {
      source: details.sources[0],
      log: details.logTail === '' ? undefined : details.logTail,
      cause: details.cause,
    });
    this.name = 'SolveError';
    this.vertexDigest = details.vertexDigest;
    this.vertexName = details.vertexName;
    this.exitCode = details.exitCode;
    this.logTail = details.logTail;
    this.sources = details.sources;
  }
}

/** Makes the error of a failed solve from the daemon's status, the progress seen and the graphs. */
export function solveError(
  error: RpcError,
  journal: VertexJournal,
  definitions: readonly Definition[],
): SolveError {
  const vertexDigest = text(detail(error, 'errdefs.Vertex'), 'digest') ?? journal.failedVertex;
  const vertexName = vertexDigest === undefined ? undefined : journal.nameOf(vertexDigest);
  const sources =
    vertexDigest === undefined
      ? []
      : (definitions.map((one) => one.locations(vertexDigest)).find((found) => found.length > 0) ??
        []);
  // A status too large for a header never arrives: what the progress said is the same text.
  const isUntold = error.isReset || error.isTransport;
  const told = isUntold && vertexDigest ? journal.errorOf(vertexDigest) : undefined;
  const reason = withoutPrefixes(told ?? error.message);
  const message =
    vertexName === undefined ? `build failed: ${reason}` : `step "${vertexName}" failed: ${reason}`;
  return new SolveError(message, {
    vertexDigest,
    vertexName,
    exitCode: exitCodeOf(error, told),
    logTail: vertexDigest === undefined ? '' : journal.tailOf(vertexDigest),
    sources: sources.length > 0 ? sources : daemonSources(error),
    cause: error,
  });
}

function exitCodeOf(error: RpcError, told: string | undefined): number | undefined {
  const exit = detail(error, 'gatewayapi.ExitMessage');
  if (exit !== undefined) return number(exit, 'Code') ?? 0;
  const [, code] = /exit code: (\d+)$/.exec(told ?? '') ?? [];
  return code === undefined ? undefined : Number(code);
}

/** Prefixes that each layer of the daemon adds, and that tell a user nothing. */
const withoutPrefixes = (message: string): string =>
  message.replace(/^(?:failed to solve: |rpc error: code = \w+ desc = )+/, '');

/** The daemon repeats the source of the failed vertex: what is left when its digest is not ours. */
function daemonSources(error: RpcError): readonly SourceLocation[] {
  return error.details.filter(isType('errdefs.Source')).flatMap((any) => {
    const source = parse(any);
    const file = text(field(source, 'info'), 'filename');
    const ranges = field(source, 'ranges');
    if (file === undefined || !Array.isArray(ranges)) return [];
    return ranges.map((range) => {
      const start = field(range, 'start');
      return {
        file,
        line: number(start, 'line') ?? 0,
        column: (number(start, 'character') ?? 0) + 1,
      };
    });
  });
}

const isType = (name: string) => (any: RpcDetail) => any.typeUrl.endsWith(`/${name}+json`);

/** The last detail of a type: the daemon lists outer errors first. */
function detail(error: RpcError, name: string): unknown {
  const found = error.details.filter(isType(name)).at(-1);
  return found === undefined ? undefined : parse(found);
}

function parse({ value }: RpcDetail): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString('utf8'));
  } catch {
    return undefined;
  }
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([k]) => k === key)?.[1]
    : undefined;

function text(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function number(value: unknown, key: string): number | undefined {
  const found = field(value, key);
  return typeof found === 'number' ? found : undefined;
}
