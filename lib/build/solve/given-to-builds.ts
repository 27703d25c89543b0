import type { SecretValue } from '../../client';
import { loginSecretId } from '../../debian/other-archive';
import type { Environment } from '../../environment';
import type { BuildOptions } from './build-options';
import type { SolveSession } from './solve-session';

/**
 * The secrets and agents that builds may ask for: those of the options, and those of the environment
 * that can be had. Nothing is read before a step asks.
 */
export function givenToBuilds(
  options: BuildOptions,
  environment: Environment,
): Pick<SolveSession, 'secrets' | 'ssh'> {
  const usable = <T extends { problem(): unknown }>(sources: readonly T[] = []): T[] =>
    sources.filter((source) => source.problem() === undefined);
  // Of several logins of a host the first one counts, as for apt.
  const logins = [...(environment.logins ?? [])].reverse();
  const secrets = [
    ...logins.map(({ header, host }): [string, SecretValue] => [loginSecretId(host), header]),
    ...usable(environment.secrets).map((source): [string, SecretValue] => [
      source.id,
      () => source.read(),
    ]),
  ];
  const ssh = usable(environment.ssh).map(({ id, socket }): [string, string] => [id, socket]);
  return {
    secrets: notEmpty({ ...Object.fromEntries(secrets), ...options.secrets }, options.secrets),
    ssh: notEmpty({ ...Object.fromEntries(ssh), ...options.ssh }, options.ssh),
  };
}

/** Where nothing is given, the service is not offered, as before. */
function notEmpty<T extends object>(given: T, asked: T | undefined): T | undefined {
  return asked === undefined && Object.keys(given).length === 0 ? undefined : given;
}
