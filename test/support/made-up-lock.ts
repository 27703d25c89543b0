import { createHash } from 'node:crypto';
import type { App } from '../../constructs';
import type { DebianArchiveLock, DebianPackageLock, LockFile } from '../../lib/assembly/lock-file';
import { EMPTY_LOCK } from '../../lib/assembly/lock-file';
import {
  type DebianLockRequest,
  debianArchiveKey,
  debianSetKey,
  gitLockKey,
} from '../../lib/assembly/lock-request';
import { suitesOf } from '../../lib/debian/suites';

const MINBASE = ['base-files', 'bash', 'dpkg', 'libc6', 'mawk'];
const RUNTIME = ['gcc-14-base', 'libc6', 'libgcc-s1', 'mawk'];

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A lock that answers every request of an app, with packages that nobody can fetch. */
export function madeUpLock(app: App): LockFile {
  const { requests } = app.assemble(EMPTY_LOCK);
  const git: Record<string, { commit: string }> = {};
  const debian: Record<string, DebianArchiveLock> = {};
  for (const { request } of requests) {
    if (request.kind === 'git') {
      git[gitLockKey(request)] = { commit: sha256(gitLockKey(request)).slice(0, 40) };
    } else {
      const key = debianArchiveKey(request);
      debian[key] = addSet(debian[key], request);
    }
  }
  return { version: 1, git, debian };
}

function addSet(
  archive: DebianArchiveLock | undefined,
  request: DebianLockRequest,
): DebianArchiveLock {
  const names = [
    ...new Set([...(request.variant === 'minbase' ? MINBASE : RUNTIME), ...request.include]),
  ].sort();
  const packages: Record<string, Record<string, DebianPackageLock>> = {};
  for (const [architecture, known] of Object.entries(archive?.packages ?? {})) {
    packages[architecture] = { ...known };
  }
  for (const architecture of request.architectures) {
    packages[architecture] ??= {};
    for (const name of names) {
      const path = `pool/main/${name[0]}/${name}/${name}_1.0-1_${architecture}.deb`;
      packages[architecture][name] = {
        version: '1.0-1',
        suite: request.suite,
        path,
        size: path.length,
        sha256: sha256(path),
      };
    }
  }
  return {
    releases: Object.fromEntries(
      suitesOf(request.suite).map(({ archive: name, suite }) => [
        suite,
        {
          archive: name,
          sha256: sha256(suite),
          date: '2026-10-31T00:00:00Z',
          signers: ['A'.repeat(40)],
        },
      ]),
    ),
    sets: {
      ...archive?.sets,
      [debianSetKey(request)]: Object.fromEntries(
        request.architectures.map((architecture) => [architecture, names]),
      ),
    },
    packages,
  };
}
