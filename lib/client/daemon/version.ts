import { BuildError } from '../../errors';

/** What a daemon tells of itself. */
export interface DaemonInfo {
  /** Version of its BuildKit, e.g. `v0.32.2`; `v0.0.0+unknown` where its build did not record one. */
  readonly version: string;
  /** Go package that it was built from. */
  readonly package: string;
  /** Commit that it was built from; empty where its build did not record one. */
  readonly revision: string;
  /** True for the BuildKit inside Docker Engine. */
  readonly isDocker: boolean;
  /** Version of Docker Engine, e.g. `28.5.2`. @default - the daemon is a buildkitd */
  readonly engineVersion?: string;
}

/** Oldest BuildKit: before it the daemon computed other digests, see `lib/llb`. */
export const MINIMUM_VERSION = [0, 17] as const;
/** First Docker Engine with that BuildKit. */
const MINIMUM_ENGINE_VERSION = [27, 4] as const;

/**
 * Refuses a daemon that says it is too old. A version that cannot be read passes: builds of
 * distributions and of developers have none, and a build checks the daemon's capabilities besides.
 *
 * @throws BuildError `E_DAEMON_TOO_OLD`
 */
export function requireSupported(
  { version, engineVersion }: { version: string; engineVersion?: string | undefined },
  where: string,
): void {
  const own = parseVersion(version);
  if (own !== undefined && !(own[0] === 0 && own[1] === 0)) {
    if (isOlder(own, MINIMUM_VERSION)) throw tooOld(where, `BuildKit ${version}`);
    return;
  }
  const engine = parseVersion(engineVersion ?? '');
  if (engine !== undefined && isOlder(engine, MINIMUM_ENGINE_VERSION)) {
    throw tooOld(where, `Docker Engine ${engineVersion}`);
  }
}

/** The error for a daemon that is too old; `got` says what it is. */
export function tooOld(where: string, got: string): BuildError {
  return new BuildError('E_DAEMON_TOO_OLD', `daemon at ${where} is too old: ${got}`, {
    got,
    expected: 'BuildKit 0.17 or newer, or Docker Engine 27.4 or newer',
    fix: 'update the daemon, or set --addr or BUILDKIT_HOST to a newer one',
  });
}

function parseVersion(text: string): readonly [number, number] | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}

function isOlder(version: readonly [number, number], minimum: readonly [number, number]): boolean {
  return version[0] < minimum[0] || (version[0] === minimum[0] && version[1] < minimum[1]);
}
