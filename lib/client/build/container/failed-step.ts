import type { Definition } from '../../../llb/definition/definition';
import { type ExecMessage, SECURITY_MODES } from '../../../llb/wire/exec';
import type { Op } from '../../../llb/wire/op';
import type { RpcError } from '../../rpc/rpc-error';
import type { SolveError } from '../solve-error';
import { detail, field } from '../status-detail';
import { Container, type ContainerPlace } from './container';
import type { ProcessOptions } from './process';

/** Looks into a failed step while its build waits for it. */
export type FailureReader = (step: FailedStep) => Promise<void>;

/** How a step started its process: what another one in its container is started with. */
export type StepProcess = Required<
  Pick<ProcessOptions, 'args' | 'cwd' | 'env' | 'insecure' | 'secretEnv' | 'user'>
>;

/**
 * A step whose process failed, with its root and its mounts as the process left them.
 *
 * @see BuildKit solver/errdefs `Solve`
 */
export class FailedStep {
  /** What the build will fail with. */
  readonly error: SolveError;
  /** The process that failed. */
  readonly process: StepProcess;
  readonly #open: () => Promise<Container>;

  /** @internal */
  constructor(error: SolveError, process: StepProcess, open: () => Promise<Container>) {
    this.error = error;
    this.process = process;
    this.#open = open;
  }

  /**
   * Opens a container with the root and the mounts of the step.
   *
   * @throws BuildError `E_CONTAINER`, `E_DAEMON_LOST`; the reason of an abort
   */
  openContainer(): Promise<Container> {
    return this.#open();
  }
}

/**
 * The step whose process a solve failed at; undefined where the daemon does not tell what it left: with
 * more than a header holds, the status arrives without its details.
 *
 * @internal
 */
export function failedStep(
  error: RpcError,
  told: SolveError,
  definitions: readonly Definition[],
  place: ContainerPlace,
): FailedStep | undefined {
  const digest = told.vertexDigest;
  const op =
    digest === undefined
      ? undefined
      : definitions.map((one) => one.op(digest)).find((one) => one !== undefined);
  const ids = mountIds(error);
  if (op?.body?.kind !== 'exec' || ids === undefined) return undefined;
  const { body } = op;
  return new FailedStep(told, stepProcess(body), () =>
    Container.open(
      place,
      containerRequest(op, body, (index) => ids[index] ?? ''),
    ),
  );
}

/** How the process of an exec is started. @internal */
export function stepProcess({ meta, secretEnv, security }: ExecMessage): StepProcess {
  const { args = [], cwd = '/', env = [], user = '' } = meta ?? {};
  return { args, cwd, env, insecure: security === SECURITY_MODES.insecure, secretEnv, user };
}

/** The container of an exec. @param resultIdOf of the mount of an index, empty for none */
function containerRequest(
  { platform }: Op,
  { meta, mounts, network }: ExecMessage,
  resultIdOf: (index: number) => string,
) {
  return {
    mounts: mounts.map((mount, index) => ({ ...mount, resultId: resultIdOf(index) })),
    network,
    platform,
    extraHosts: meta?.extraHosts,
    hostname: meta?.hostname,
  };
}

function mountIds(error: RpcError): readonly string[] | undefined {
  const ids = field(detail(error, 'errdefs.Solve'), 'mountIDs');
  if (!Array.isArray(ids) || ids.length === 0) return undefined;
  return ids.map((id) => (typeof id === 'string' ? id : ''));
}
