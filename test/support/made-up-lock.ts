import type { App } from '../../constructs';
import { fakeLock } from '../../constructs/testing/fake-answers';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import type { DebianArchiveLock, DebianSection } from '../../lib/inputs/debian/section';
import { SchemaReader } from '../../lib/json';
import type { LockFile } from '../../lib/lock/lock-file';

/** A lock that answers every request of an app, with things that nobody can fetch. */
export function madeUpLock(app: App): LockFile {
  return fakeLock(app);
}

/** The Debian section of a lock, and the key of its one archive. */
export function oneArchive(lock: LockFile): { key: string; archive: DebianArchiveLock } {
  const section = DEBIAN.section.read(
    JSON.parse(JSON.stringify(lock.sections.debian)),
    'debian',
    new SchemaReader('E_LOCK_FORMAT', 'lock'),
  );
  const [[key, archive] = ['', undefined], ...others] = Object.entries(section);
  if (archive === undefined || others.length > 0) throw new Error('the lock has not one archive');
  return { key, archive };
}

/** The lock with another Debian section. */
export function withDebian(lock: LockFile, debian: DebianSection): LockFile {
  return { sections: { ...lock.sections, debian } };
}
