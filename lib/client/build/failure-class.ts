import type { ErrorCode } from '../../errors';
import { loginCommand } from '../../registry/login-command';

/** Codes of a build that the daemon could not finish. */
export type SolveErrorCode = Extract<
  ErrorCode,
  | 'E_SOLVE'
  | 'E_COPY_CONFLICT'
  | 'E_REGISTRY'
  | 'E_REGISTRY_AUTH'
  | 'E_CREDENTIALS'
  | 'E_SESSION_LOST'
  | 'E_DAEMON_DISK'
  | 'E_IMAGE_TEST'
  | 'E_RUNTIME_CONTRACT'
  | 'E_SOURCE_DENIED'
>;

/** What kind of failure it is, and what mends it. */
export interface FailureClass {
  readonly code: SolveErrorCode;
  /** @default - the remedy of the code */
  readonly fix?: string | undefined;
}

/** Where in a build something failed, as far as it is known. */
export interface FailurePlace {
  /** Name of the vertex. @default - no vertex failed */
  readonly vertexName?: string | undefined;
  /** Identifier of the source that failed. @default - it is no source */
  readonly identifier?: string | undefined;
  /** Whether the session was seen to break. @default false */
  readonly isSessionLost?: boolean | undefined;
}

const IMAGE_SCHEME = /^docker-image(?:\+blob)?:\/\//;
const PUSH = /^failed to push (\S+): /;
const STATUS = /unexpected status from \w+ request to (\S+): (\d{3})\b/;
const REQUEST = /failed to do request: \w+ "([^"]*)"/;
const REFUSAL =
  /\bdenied\b|\bunauthorized\b|insufficient_scope|no basic auth credentials|failed to authorize/i;
const BUSY = /\btoo ?many ?requests\b/i;
const FULL_DISK = /no space left on device|disk quota exceeded/i;
const GIT_SCHEME = /^git:\/\//;
const GIT_LOGIN =
  /could not read (?:Username|Password)|terminal prompts disabled|Authentication failed|returned error: 40[13]/;
const GIT_KEY = /Permission denied \(/;
const GIT_HOST = /Host key verification failed/;
const NO_SESSION = /^no active session for /;

/**
 * Tells failures of registries, of the session and of the daemon's machine from those of a step. A
 * daemon has no types for them, so it is told by its words; those of buildkitd and of Docker Engine
 * are in the test. The words of a process never count.
 *
 * @param reason what the daemon said, without the prefixes of its layers
 * @returns undefined for a failure of the step itself
 */
export function classifyFailure(reason: string, place: FailurePlace): FailureClass | undefined {
  if (/^process "/.test(reason)) return undefined;
  const registry = registryOf(reason, place);
  if (registry !== undefined) return registryFailure(reason, registry);
  const ofGit = gitFailure(reason, place);
  if (ofGit !== undefined) return ofGit;
  if (FULL_DISK.test(reason)) {
    return {
      code: 'E_DAEMON_DISK',
      fix: 'free space on its machine, e.g. with "synth prune"',
    };
  }
  const ofEntitlement = entitlementFailure(reason);
  if (ofEntitlement !== undefined) return ofEntitlement;
  if (/contains invalid UTF-8/.test(reason)) {
    const fix = 'rename or exclude files whose names are no UTF-8, or use a daemon that takes them';
    return { code: 'E_SOLVE', fix };
  }
  if (place.isSessionLost || NO_SESSION.test(reason)) {
    const fix = 'build again; a computer that sleeps or a proxy on the way breaks such a session';
    return { code: 'E_SESSION_LOST', fix };
  }
  return undefined;
}

/** A step that may not do what it wants to. */
function entitlementFailure(reason: string): FailureClass | undefined {
  const [, refused] = /granting entitlement (\S+) is not allowed/.exec(reason) ?? [];
  if (refused !== undefined) {
    const fix = `allow it in the configuration of the daemon: insecure-entitlements = ["${refused}"]`;
    return { code: 'E_SOLVE', fix };
  }
  const [, missing] = /\b(network\.host|security\.insecure) is not allowed/.exec(reason) ?? [];
  return missing === undefined ? undefined : { code: 'E_SOLVE', fix: `give "--allow ${missing}"` };
}

/** A repository that refuses the login, or has another host key. */
function gitFailure(reason: string, { identifier = '' }: FailurePlace): FailureClass | undefined {
  if (!GIT_SCHEME.test(identifier)) return undefined;
  const [host = ''] = identifier.replace(GIT_SCHEME, '').split('/', 1);
  if (GIT_HOST.test(reason)) {
    return { code: 'E_SOLVE', fix: `correct "knownHosts" of the source: ${host} has another key` };
  }
  if (GIT_KEY.test(reason)) {
    return { code: 'E_SOLVE', fix: `add a key that ${host} takes to the agent of --ssh` };
  }
  if (!GIT_LOGIN.test(reason)) return undefined;
  const secret = `--secret id=GIT_AUTH_TOKEN.${host},env=<variable>`;
  return { code: 'E_SOLVE', fix: `give a token that may read the repository: ${secret}` };
}

/** Host of the registry that the failed work was for; undefined where no registry was asked. */
function registryOf(reason: string, { identifier, vertexName }: FailurePlace): string | undefined {
  const [, pushed] = PUSH.exec(reason) ?? [];
  const image = identifier?.match(IMAGE_SCHEME) ? identifier.replace(IMAGE_SCHEME, '') : undefined;
  const name = pushed ?? (FULL_DISK.test(reason) ? undefined : image);
  if (name !== undefined) return name.split('/', 1)[0];
  const url = askedUrl(reason);
  if (url !== undefined) return url.host;
  const isExport = /^exporting (?:to|cache)\b/.test(vertexName ?? '');
  return isExport && REFUSAL.test(reason) ? '' : undefined;
}

function askedUrl(reason: string): URL | undefined {
  const [, text = ''] = STATUS.exec(reason) ?? REQUEST.exec(reason) ?? [];
  return URL.canParse(text) && text.includes('://') ? new URL(text) : undefined;
}

function registryFailure(reason: string, registry: string): FailureClass {
  const status = Number(STATUS.exec(reason)?.[2] ?? 0);
  const login = registry === '' ? 'docker login <registry>' : loginCommand(registry);
  if (status === 401 || status === 403 || (status === 0 && REFUSAL.test(reason))) {
    const fix = `run "${login}", as a user who has the right to it`;
    return { code: 'E_REGISTRY_AUTH', fix };
  }
  if (status === 429 || BUSY.test(reason)) {
    return { code: 'E_REGISTRY', fix: `try again later, or run "${login}": it limits requests` };
  }
  if (status >= 500)
    return { code: 'E_REGISTRY', fix: `try again later: ${registry} itself fails` };
  const host = askedUrl(reason)?.host;
  const way = host === undefined || host === registry ? '' : `, and ${host}, where it sends them,`;
  const fix = `check the name of the image, and that daemons reach ${registry}${way} from where they run`;
  return { code: 'E_REGISTRY', fix };
}
