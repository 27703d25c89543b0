import { BuildError, type SourceLocation } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import { FAILURE_CODE_KEY } from '../../llb/wire/metadata';
import { RPC, type RpcError } from '../rpc/rpc-error';
import type { SessionFailures } from '../session/session-failures';
import { copyFailure } from './copy-failure';
import { deniedSource } from './denied-source';
import {
  classifyFailure,
  type FailureClass,
  type FailurePlace,
  type SolveErrorCode,
} from './failure-class';
import { detail, details, field, number, text } from './status-detail';
import type { VertexJournal } from './vertex-journal';

/** What is known about a failed build beside its message. */
export interface SolveErrorDetails {
  /** What kind of failure it is. @default 'E_SOLVE' */
  readonly code?: SolveErrorCode | undefined;
  /** What mends it. @default - the remedy of the code */
  readonly fix?: string | undefined;
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
    super(details.code ?? 'E_SOLVE', message, {
      fix: details.fix,
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

/** What this side knows of a failed solve. */
export interface SolveContext {
  readonly journal: VertexJournal;
  readonly definitions: readonly Definition[];
  /** What the session failed to give to the daemon. */
  readonly sessionFailures: SessionFailures;
  /** Whether the session broke before its end. */
  readonly isSessionLost: boolean;
}

/** Makes the error of a failed solve from the daemon's status and what this side knows. */
export function solveError(
  error: RpcError,
  { journal, definitions, sessionFailures, isSessionLost }: SolveContext,
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
  const denied = deniedSource(reason, definitions);
  if (denied !== undefined) {
    const { identifier, sources } = denied;
    const says = denyMessages(error).map((message) => `: ${message}`);
    const message = `the source policy denies "${identifier}"${says.join('')}`;
    const code = 'E_SOURCE_DENIED';
    return new SolveError(message, { code, logTail: '', sources, cause: error });
  }
  const conflict = copyFailure(reason);
  const says = conflict?.reason ?? reason;
  const message =
    vertexName === undefined ? `build failed: ${says}` : `step "${vertexName}" failed: ${says}`;
  const exitCode = exitCodeOf(error, told);
  const ownCode =
    exitCode === undefined || vertexDigest === undefined
      ? undefined
      : stepFailureCode(vertexDigest, definitions);
  return new SolveError(ownCode === undefined ? message : `step "${vertexName}" failed`, {
    code: ownCode,
    ...(exitCode === undefined
      ? (conflict ??
        failureClass(reason, sessionFailures, {
          vertexName,
          identifier:
            vertexDigest === undefined ? undefined : identifierOf(vertexDigest, definitions),
          isSessionLost: isSessionLost && LOST_CODES.includes(error.code),
        }))
      : {}),
    vertexDigest,
    vertexName,
    exitCode,
    logTail: vertexDigest === undefined ? '' : journal.tailOf(vertexDigest),
    sources: sources.length > 0 ? sources : daemonSources(error),
    cause: error,
  });
}

/** With these a daemon ends what waits for a session that has gone. */
const LOST_CODES: readonly number[] = [RPC.CANCELLED, RPC.DEADLINE_EXCEEDED, RPC.UNAVAILABLE];

/** What this side tells the daemon with codes of its own. */
const SESSION_CODES: readonly SolveErrorCode[] = ['E_CREDENTIALS', 'E_REGISTRY', 'E_REGISTRY_AUTH'];

/** What a step says that its failure means. */
const STEP_CODES: readonly SolveErrorCode[] = ['E_IMAGE_TEST', 'E_RUNTIME_CONTRACT'];

/** Undefined for a failure of the step itself. */
function failureClass(
  reason: string,
  sessionFailures: SessionFailures,
  place: FailurePlace,
): Partial<FailureClass> | undefined {
  const own = sessionFailures.find(reason);
  const code = SESSION_CODES.find((known) => known === own?.code);
  if (code !== undefined) return { code, fix: own?.details.fix };
  return classifyFailure(reason, place);
}

/** What the failure of a step's process means, where the step says so. */
function stepFailureCode(
  vertexDigest: string,
  definitions: readonly Definition[],
): SolveErrorCode | undefined {
  const codes = definitions.map(
    ({ metadata }) => metadata.get(vertexDigest)?.description?.[FAILURE_CODE_KEY],
  );
  return STEP_CODES.find((known) => codes.includes(known));
}

function identifierOf(
  vertexDigest: string,
  definitions: readonly Definition[],
): string | undefined {
  const bodies = definitions.map((one) => one.op(vertexDigest)?.body);
  return bodies.find((body) => body?.kind === 'source')?.identifier;
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
  return details(error, 'errdefs.Source').flatMap((source) => {
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

/** What this side told the daemon, which repeats it. */
function denyMessages(error: RpcError): string[] {
  const messages = field(detail(error, 'policysession.DecisionResponse'), 'denyMessages');
  return Array.isArray(messages) ? messages.flatMap((one) => text(one, 'message') ?? []) : [];
}
