import {
  debianArchiveKey,
  debianSetKey,
  gitLockKey,
  type LockRequest,
} from '../lib/assembly/lock-request';
import type { RequestManifest } from '../lib/assembly/manifest';
import type { DebianArchitecture } from '../lib/debian/architecture';
import type { Image } from './image';

/** What images ask the lock, each request once, with the first construct that makes it. */
export function collectRequests(
  images: readonly Image[],
  build: DebianArchitecture,
): RequestManifest[] {
  const requests = new Map<string, RequestManifest>();
  for (const { owner, request } of images.flatMap((image) => image.lockRequests(build))) {
    const key = keyOf(request);
    if (requests.has(key)) continue;
    requests.set(key, {
      constructPath: owner.node.path,
      ...(owner.source === undefined ? {} : { source: owner.source }),
      request,
    });
  }
  return [...requests].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, request]) => request);
}

function keyOf(request: LockRequest): string {
  return request.kind === 'git'
    ? `git ${gitLockKey(request)}`
    : `debian ${debianArchiveKey(request)} ${debianSetKey(request)}`;
}
