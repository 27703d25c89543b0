import { formatSnapshot } from '../debian/snapshot';
import { loadEnvironment } from '../environment';
import type { OutdatedEntries } from '../lock/find-outdated';
import { openLockedApp } from './app/locked-app';
import type { LockOptions } from './lock';

/** Options of {@link outdated}. */
export interface OutdatedOptions extends LockOptions {
  /** Date of Debian's snapshot, `YYYYMMDDThhmmssZ`. @default - now */
  readonly snapshot?: string | undefined;
  /** Whether only Debian packages are told that an advisory is about. @default false */
  readonly security?: boolean | undefined;
}

/**
 * Asks what newer answers there would be to what the lock of an app has. Writes nothing. What cannot
 * be asked is among the result's `errors`, beside what is known of the rest.
 *
 * @throws what `synthesize` throws, but for missing answers; BuildError of advisories that cannot be read
 */
export async function outdated(options: OutdatedOptions = {}): Promise<OutdatedEntries> {
  const { cwd = process.cwd(), env = process.env, onMessage, security = false, signal } = options;
  const { environment = loadEnvironment({ folder: cwd, env }) } = options;
  const { snapshot = formatSnapshot(new Date()) } = options;
  const { lock, requests } = await openLockedApp(options);
  const { findOutdated } = await import('../lock/find-outdated');
  return findOutdated(requests, lock, { snapshot, security }, { environment, onMessage, signal });
}
