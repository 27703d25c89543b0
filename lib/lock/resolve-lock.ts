import { isLocked } from '../assembly/lock-check';
import type {
  DebianArchiveLock,
  DebianPackageLock,
  GitLock,
  LockFile,
} from '../assembly/lock-file';
import {
  type DebianLockRequest,
  debianArchiveKey,
  debianSetKey,
  type GitLockRequest,
  gitLockKey,
} from '../assembly/lock-request';
import type { LockNeeds, RequestManifest } from '../assembly/manifest';
import { checkVersions } from '../assembly/version-check';
import { BuildError, BuildErrors } from '../errors';
import { eachAtMost } from './concurrency';
import { DebianResolver, packageLock, type ResolvedSet } from './debian-resolver';
import { resolveGit } from './git-resolver';
import { type LockContext, type LockOptions, lockContext } from './lock-context';

/**
 * Answers the requests of an app. What `previous` answers is kept as it is; what nothing asks for
 * any more is dropped; the rest is resolved, all of it before anything is returned.
 *
 * @throws BuildErrors every error of every request, each with the construct that made the request,
 *   and every package whose versions do not agree, kept or new, with its image
 */
export async function resolveLock(
  { imagePackages, requests }: LockNeeds,
  previous: LockFile,
  options: LockOptions,
): Promise<LockFile> {
  const context = lockContext(options);
  const errors = new RequestErrors();
  const [git, debian] = await Promise.all([
    resolveAllGit(requests, previous, context, errors),
    resolveAllDebian(requests, previous, context, errors),
  ]);
  context.signal?.throwIfAborted();
  const lock: LockFile = { version: 1, git, debian };
  BuildErrors.throwIfAny([...errors.all, ...checkVersions(imagePackages, lock)]);
  return lock;
}

async function resolveAllGit(
  requests: readonly RequestManifest[],
  previous: LockFile,
  { signal }: LockContext,
  errors: RequestErrors,
): Promise<Record<string, GitLock>> {
  const git: Record<string, GitLock> = {};
  const wanted = new Map<string, { request: GitLockRequest; asked: RequestManifest }>();
  for (const asked of requests) {
    if (asked.request.kind !== 'git') continue;
    const key = gitLockKey(asked.request);
    const locked = previous.git[key];
    if (locked !== undefined) git[key] = locked;
    else if (!wanted.has(key)) wanted.set(key, { request: asked.request, asked });
  }
  await eachAtMost(GIT_PROCESSES, [...wanted], async ([key, { request, asked }]) => {
    await errors.collect(asked, async () => {
      git[key] = await resolveGit(request, { signal });
    });
  });
  return git;
}

const GIT_PROCESSES = 4;

async function resolveAllDebian(
  requests: readonly RequestManifest[],
  previous: LockFile,
  context: LockContext,
  errors: RequestErrors,
): Promise<Record<string, DebianArchiveLock>> {
  const archives = new Map<
    string,
    Map<string, { request: DebianLockRequest; asked: RequestManifest }>
  >();
  for (const asked of requests) {
    if (asked.request.kind !== 'debian') continue;
    const key = debianArchiveKey(asked.request);
    const sets = archives.get(key) ?? new Map();
    archives.set(key, sets);
    const setKey = debianSetKey(asked.request);
    if (!sets.has(setKey)) sets.set(setKey, { request: asked.request, asked });
  }
  const debian: Record<string, DebianArchiveLock> = {};
  // One archive after the other: their indexes are large.
  for (const [key, sets] of archives) {
    const archive = await resolveArchive([...sets.values()], previous, context, errors);
    if (archive !== undefined) debian[key] = archive;
  }
  return debian;
}

async function resolveArchive(
  sets: readonly { request: DebianLockRequest; asked: RequestManifest }[],
  previous: LockFile,
  context: LockContext,
  errors: RequestErrors,
): Promise<DebianArchiveLock | undefined> {
  const [first] = sets;
  if (first === undefined) return undefined;
  const locked = previous.debian[debianArchiveKey(first.request)];
  const missing = sets.filter(({ request }) => !isLocked(request, previous));
  const kept = sets.filter(({ request }) => isLocked(request, previous));
  const builder = new ArchiveLockBuilder();
  if (locked !== undefined) {
    const keys = kept.map(({ request }) => debianSetKey(request));
    builder.keep(locked, keys);
  }
  const [firstMissing] = missing;
  if (firstMissing === undefined) return builder.lock(locked?.releases ?? {});
  const resolver = new DebianResolver(firstMissing.request, locked, context);
  if (!(await errors.collect(firstMissing.asked, () => resolver.releases()))) return undefined;
  for (const { request, asked } of missing) {
    await errors.collect(asked, async () => builder.add(await resolver.resolve(request)));
  }
  const loaded = await resolver.releases();
  return builder.lock(Object.fromEntries(loaded.map(({ source, lock }) => [source.suite, lock])));
}

/** Gathers sets, and the packages that they name. */
class ArchiveLockBuilder {
  readonly #sets: Record<string, Record<string, readonly string[]>> = {};
  readonly #packages: Record<string, Record<string, DebianPackageLock>> = {};

  keep(locked: DebianArchiveLock, setKeys: readonly string[]): void {
    for (const key of setKeys) {
      for (const [architecture, names] of Object.entries(locked.sets[key] ?? {})) {
        const packages = locked.packages[architecture] ?? {};
        this.#addClosure(key, architecture, names, (name) => packages[name]);
      }
    }
  }

  add({ key, closures }: ResolvedSet): void {
    for (const [architecture, closure] of closures) {
      const byName = new Map(closure.map((found) => [found.key, packageLock(found)]));
      this.#addClosure(key, architecture, [...byName.keys()], (name) => byName.get(name));
    }
  }

  lock(releases: DebianArchiveLock['releases']): DebianArchiveLock {
    return { releases, sets: this.#sets, packages: this.#packages };
  }

  #addClosure(
    key: string,
    architecture: string,
    names: readonly string[],
    find: (name: string) => DebianPackageLock | undefined,
  ): void {
    const packages = this.#packages[architecture] ?? {};
    this.#packages[architecture] = packages;
    this.#sets[key] = { ...this.#sets[key], [architecture]: names };
    for (const name of names) {
      const found = find(name);
      if (found === undefined) continue;
      const other = packages[name];
      if (other !== undefined && other.sha256 !== found.sha256) {
        throw new BuildError(
          'E_DEBIAN_VERSIONS_DISAGREE',
          `package "${name}" differs between sets`,
          {
            got: `${found.version} for "${key}"`,
            expected: `${other.version}, as in another set of the archive`,
            fix: 'use the same components for all sets of the archive',
          },
        );
      }
      packages[name] = found;
    }
  }
}

/** Errors of requests, each with the construct that asked. */
class RequestErrors {
  readonly all: BuildError[] = [];
  /** What several requests fail on together, e.g. a mirror that is down, is told once. */
  readonly #seen = new Set<BuildError>();

  /** Runs a part and keeps its errors; true if there were none. */
  async collect(
    { constructPath, source }: RequestManifest,
    run: () => Promise<unknown>,
  ): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      for (const each of error instanceof BuildErrors ? error.errors : [error]) {
        if (this.#seen.has(each)) continue;
        this.#seen.add(each);
        const { code, message, details } = each;
        this.all.push(new BuildError(code, message, { ...details, constructPath, source }));
      }
      return false;
    }
  }
}
