import { formatSnapshot } from '../debian/snapshot';
import { type Environment, loadEnvironment } from '../environment';
import { BuildError } from '../errors';
import { type AdvisorySource, sourceOfAdvisories } from '../lock/advisory-source';
import { compareLocks, type Move } from '../lock/compare-locks';
import { select } from '../lock/select';
import { writeLock } from '../lock/write-lock';
import type { AppPlace } from './app/app-place';
import { openLockedApp } from './app/locked-app';
import { completeLock, type LockOptions, type LockResult } from './lock';

/** Options of {@link update}. */
export interface UpdateOptions extends LockOptions {
  /**
   * Names of packages of the lock, and paths of constructs, for all that these and those below them ask
   * for.
   *
   * @default - everything
   */
  readonly names?: readonly string[] | undefined;
  /** Date of Debian's snapshot, `YYYYMMDDThhmmssZ`. @default - now */
  readonly snapshot?: string | undefined;
  /**
   * Whether only Debian packages move that an advisory is about, and that a newer version fixes, with what
   * these need.
   *
   * @default false
   */
  readonly security?: boolean | undefined;
}

/** What {@link update} did. */
export interface UpdateResult extends Pick<LockResult, 'changed' | 'file' | 'lock'> {
  /** What moved. */
  readonly moved: readonly Move[];
  /** The advisories that were read. @default - none were asked for */
  readonly advisories?: readonly AdvisorySource[];
}

/**
 * Looks up anew what the lock of an app has, all of it or by names. What is not named stays, but for
 * what a package that moves needs. The lock is written once, at the end.
 *
 * @throws BuildErrors as {@link lock}; `E_UPDATE_NAME`, `E_UPDATE_SNAPSHOT`, `E_UPDATE_HELD`,
 *   `E_DEBIAN_TRACKER`
 */
export async function update(options: UpdateOptions = {}): Promise<UpdateResult> {
  const { cwd = process.cwd(), env = process.env, names = [], onMessage, signal } = options;
  const { snapshot = formatSnapshot(new Date()) } = options;
  const environment: Environment = options.environment ?? loadEnvironment({ folder: cwd, env });
  const { lock: previous, place, requests } = await openLockedApp(options, requireApp);
  const selected = select(names, requests, previous);
  const { updateLock } = await import('../lock/update-lock');
  const { security = false } = options;
  const wish = { ...selected, snapshot, security };
  const fetching = { environment, onMessage, signal };
  const { advisories, lock: updated } = await updateLock(requests, previous, wish, fetching);
  const { lock } = await completeLock(place, updated, { ...options, environment }, true);
  signal?.throwIfAborted();
  const changed = writeLock(place.lock, lock);
  const moved = compareLocks(previous, lock, advisories);
  const sources = [...advisories].map(([kind, data]) => sourceOfAdvisories(kind, data));
  return { file: place.lock, lock, changed, moved, ...(security ? { advisories: sources } : {}) };
}

function requireApp({ target }: AppPlace): void {
  if (target.kind !== 'assembly') return;
  throw new BuildError('E_USAGE', 'command "update" needs an app to run', {
    got: 'an assembly',
    fix: 'give the file of the app',
  });
}
