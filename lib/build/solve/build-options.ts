import type { Connection, FailureReader, SecretValue, TlsOptions } from '../../client';
import type { CredentialLookup } from '../../registry/credentials';
import type { Builder } from '../builders/builder';
import type { BuildEvent } from './build-event';

/** How a plan is carried out. */
export interface BuildOptions {
  /** An open connection to build on; it is left open. @default - one is opened to `address` */
  readonly connection?: Connection | undefined;
  /**
   * Where buildkitd or Docker Engine listens: `unix:///path`, `tcp://host:port`; or what connects to
   * a buildkitd: `docker-container://name`, `kube-pod://name`, `ssh://host`.
   *
   * @default - BUILDKIT_HOST, else DOCKER_HOST, else a running buildkitd or Docker Engine
   */
  readonly address?: string | undefined;
  /**
   * Several daemons that build together, in place of `connection` and `address`: each image goes where
   * its name says, so where its cache is, and what is pushed may have each platform from another.
   * Where one is lost, its work goes to the others.
   *
   * @default - one daemon builds
   */
  readonly builders?: readonly Builder[] | undefined;
  /** For a tcp:// address whose daemon asks for TLS. @default - a plain connection */
  readonly tls?: TlsOptions | undefined;
  /** Variables that `address`, and with SYNTH_PATIENCE its patience, is read from. @default process.env */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /**
   * Contents of secrets, by id, or functions that fetch them: each is called when a step asks. They
   * are sent in the session, and kept nowhere.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretValue>> | undefined;
  /**
   * Absolute path of the socket of each ssh agent, by id.
   *
   * @default - none
   */
  readonly ssh?: Readonly<Record<string, string>> | undefined;
  /** Logins for the registries that the builds read and write. @default - the Docker configuration */
  readonly credentials?: CredentialLookup | undefined;
  /** Images that are built at once, by each builder. @default 8 */
  readonly atOnce?: number | undefined;
  /**
   * True to build the others where an image fails, and to tell all failures at the end.
   *
   * @default false - the first failure cancels what runs
   */
  readonly keepGoing?: boolean | undefined;
  /**
   * Called when the process of a step has failed, with the step, whose container can be opened. Once
   * the promise that it returns is fulfilled the run ends with the error of the step.
   *
   * @default - it ends at once
   */
  readonly onFailure?: FailureReader | undefined;
  /** Told of everything as it happens. It must not throw. @default - nobody is told */
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
  /**
   * Aborting cancels the build at the daemon, and leaves nothing half written here.
   *
   * @default - it goes on to its end
   */
  readonly signal?: AbortSignal | undefined;
}
