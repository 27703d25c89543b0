/** An archive beside Debian's own. */
export interface OtherArchive {
  /** Its root, without a final slash. */
  readonly url: string;
  /** Folder below `dists/`; one that ends with a slash is that of a flat archive, below the root. */
  readonly suite: string;
  /** Sorted; none of a flat archive. */
  readonly components: readonly string[];
  /** OpenPGP public keys that may sign it: armoured, or binary ones in base64. */
  readonly keyring: string;
  /** Whether it asks who reads it. @default false */
  readonly login?: boolean;
}

/** Id of the secret that holds the `Authorization` header for a host, with its port. */
export function loginSecretId(host: string): string {
  return `HTTP_AUTH_HEADER.${host}`;
}

/** Whether the index of an archive lies beside its Release, without components. */
export function isFlat(suite: string): boolean {
  return suite.endsWith('/');
}

/** Folder of the Release of a suite, with a final slash: relative to the root of the archive. */
export function suiteFolder(suite: string): string {
  if (!isFlat(suite)) return `dists/${suite}/`;
  const folders = suite.split('/').filter((part) => part !== '' && part !== '.');
  return folders.map((folder) => `${folder}/`).join('');
}
