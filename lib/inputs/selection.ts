import type { AskedRequest } from '../lock/asked';

/** What of a lock is to be looked up anew. */
export interface Selection {
  /** Whether all that answers a request is. */
  has(asked: AskedRequest): boolean;
  /** Names of packages that are, whoever asks for them. */
  readonly packages: ReadonlySet<string>;
  /** Date of Debian's snapshot, `YYYYMMDDThhmmssZ`. */
  readonly snapshot: string;
}
