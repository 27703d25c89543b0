import { loginSecretId, type OtherArchive, type SuiteSource } from '../../../debian';
import { authorizationFor } from '../../../environment';
import { BuildError } from '../../../errors';
import type { FetchContext } from '../../../fetch/fetch-context';
import type { TrustedKeys } from './trusted-keys';

/** What the parts of a dated archive are read with. */
export interface ArchiveContext extends FetchContext {
  readonly keys: TrustedKeys;
}

/**
 * What an archive is asked with: where it is one with a login, the header of that.
 *
 * @throws BuildError `E_DEBIAN_LOGIN` where there is none
 */
export function archiveHeaders(
  { other }: SuiteSource,
  { environment }: ArchiveContext,
): Record<string, string> {
  if (!other?.login) return {};
  const id = loginSecretId(new URL(other.url).host);
  const secret = environment.secrets?.find((source) => source.id === id);
  const authorization =
    secret === undefined || secret.problem() !== undefined
      ? authorizationFor(other.url, environment.logins ?? [])
      : Buffer.from(secret.read()).toString().trimEnd();
  if (authorization !== undefined) return { authorization };
  throw loginError(other, 'no login for it on this machine');
}

/** An archive does not let in who asks. */
export function loginError({ login = false, url }: OtherArchive, got: string): BuildError {
  const { host, protocol } = new URL(url);
  const machine = protocol === 'https:' ? host : `${protocol}//${host}`;
  return new BuildError('E_DEBIAN_LOGIN', `archive ${url} asks for a login`, {
    got,
    expected: `"machine ${machine} login … password …" in auth.conf of apt or in .netrc, or a secret "${loginSecretId(host)}"`,
    fix: login ? 'name a login that it knows' : 'set login: true for the archive in the app',
  });
}
