import { createHash } from 'node:crypto';
import type { App } from '../../constructs';
import { suitesOf } from '../../lib/debian/suites';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import { archiveKey, type DebianRequest, setKey } from '../../lib/inputs/debian/request';
import type {
  DebianArchiveLock,
  DebianPackageLock,
  DebianSection,
} from '../../lib/inputs/debian/section';
import { GIT } from '../../lib/inputs/git/kind';
import { HTTP } from '../../lib/inputs/http/kind';
import { SchemaReader } from '../../lib/json';
import type { AskedRequest } from '../../lib/lock/asked';
import { EMPTY_LOCK, type LockFile } from '../../lib/lock/lock-file';

const MINBASE = ['base-files', 'bash', 'dpkg', 'libc6', 'mawk'];
const RUNTIME = ['gcc-14-base', 'libc6', 'libgcc-s1', 'mawk'];

/** A lock that answers every request of an app, with packages that nobody can fetch. */
export function madeUpLock(app: App): LockFile {
  return answer(app.assemble(EMPTY_LOCK).requests);
}

function answer(requests: readonly AskedRequest[]): LockFile {
  const schema = new SchemaReader('E_LOCK_FORMAT', 'request');
  const git: Record<string, object> = {};
  const http: Record<string, object> = {};
  const debian: Record<string, DebianArchiveLock> = {};
  for (const { key, kind, request } of requests) {
    if (kind === GIT.name) git[key] = { commit: sha256(key).slice(0, 40) };
    if (kind === HTTP.name) http[key] = { size: key.length, sha256: sha256(key) };
    if (kind === DEBIAN.name) addSet(debian, DEBIAN.readRequest(request, '', schema));
  }
  return { sections: { git, debian, http } };
}

function addSet(section: Record<string, DebianArchiveLock>, request: DebianRequest): void {
  const { architecture, include, suite, variant } = request;
  const archive = section[archiveKey(request)];
  const names = [...new Set([...(variant === 'minbase' ? MINBASE : RUNTIME), ...include])].sort();
  const made = names.map((name) => [name, madeUpPackage(name, suite, architecture)]);
  section[archiveKey(request)] = {
    releases: archive?.releases ?? madeUpReleases(suite),
    sets: {
      ...archive?.sets,
      [setKey(request)]: { ...archive?.sets[setKey(request)], [architecture]: names },
    },
    packages: {
      ...archive?.packages,
      [architecture]: { ...archive?.packages[architecture], ...Object.fromEntries(made) },
    },
  };
}

function madeUpPackage(name: string, suite: string, architecture: string): DebianPackageLock {
  const path = `pool/main/${name[0]}/${name}/${name}_1.0-1_${architecture}.deb`;
  return { version: '1.0-1', suite, path, size: path.length, sha256: sha256(path) };
}

function madeUpReleases(suite: string): DebianArchiveLock['releases'] {
  return Object.fromEntries(
    suitesOf(suite).map(({ archive, suite: name }) => [
      name,
      { archive, sha256: sha256(name), date: '2026-10-31T00:00:00Z', signers: ['A'.repeat(40)] },
    ]),
  );
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
