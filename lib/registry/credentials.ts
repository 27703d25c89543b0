/** What a registry is shown to prove who asks. Never logged, never part of an error. */
export interface Credentials {
  /** Name of the user. Empty when there is an identity token. */
  readonly username: string;
  /** Password or access token of the user. Empty when there is an identity token. */
  readonly password: string;
  /**
   * A refresh token from an earlier login, in place of user and password.
   *
   * @default - there is none
   */
  readonly identityToken?: string;
  /** A bearer token for the registry itself, used as it is. @default - there is none */
  readonly registryToken?: string;
}

/** Finds the credentials for a host such as `registry.example.org:5000`; undefined for none. */
export type CredentialLookup = (
  host: string,
  signal?: AbortSignal,
) => Promise<Credentials | undefined>;

/** Looks each host up once. A helper program may take long, or ask the user. */
export function cachedLookup(lookup: CredentialLookup): CredentialLookup {
  const found = new Map<string, Promise<Credentials | undefined>>();
  return (host, signal) => {
    const known = found.get(host);
    if (known !== undefined) return known;
    const pending = lookup(host, signal);
    found.set(host, pending);
    pending.catch(() => found.delete(host));
    return pending;
  };
}
