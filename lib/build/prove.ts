import { loadEnvironment } from '../environment';
import { openLockedApp } from './app/locked-app';
import type { LockOptions } from './lock';

/** Options of {@link verifyLock}. */
export interface VerifyLockOptions extends LockOptions {
  /** Whether Releases and indexes that this machine does not keep are fetched first. @default false */
  readonly fetch?: boolean | undefined;
}

/** What {@link verifyLock} proved. */
export interface VerifiedLock {
  /** Absolute path of the lock. */
  readonly file: string;
  /** How much is proven, by the kind of input: of `debian`, `releases` and `packages`. */
  readonly proven: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * Proves what the lock of an app has of Debian: from the signature of each Release to each .deb.
 *
 * @throws what `synthesize` throws, but for missing answers; BuildErrors `E_LOCK_PROOF` for each entry
 *   that is something else, `E_LOCK_UNPROVEN` for each file that the proof lacks, `E_DEBIAN_SIGNATURE`,
 *   `E_DEBIAN_SIGNER`
 */
export async function verifyLock(options: VerifyLockOptions = {}): Promise<VerifiedLock> {
  const { cwd = process.cwd(), env = process.env, fetch = false, onMessage, signal } = options;
  const { environment = loadEnvironment({ folder: cwd, env }) } = options;
  const { lock, place, requests } = await openLockedApp(options);
  const { proveLock } = await import('../lock/prove-lock');
  const fetching = { environment, onMessage, signal, isOnline: fetch };
  const proofs = await proveLock(requests, lock, fetching);
  return { file: place.lock, proven: Object.fromEntries(proofs) };
}
