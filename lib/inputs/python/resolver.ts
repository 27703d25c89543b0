import { eachAtMost } from '../../fetch/concurrency';
import type { InputResolver, ResolverContext } from '../resolver';
import type { PythonRequest } from './request';
import { chooseWheel } from './resolve/choose';
import { readLockFile } from './resolve/lock-file';
import { PackageIndexes } from './resolve/package-index';
import {
  addLocked,
  EMPTY_SECTION,
  findLocked,
  type LockedWheel,
  type PythonPackagesLock,
  type PythonSection,
} from './section';

/** Requests at a time. */
const REQUESTS = 8;

/**
 * Reads the lock file of each request, and chooses a wheel of each package for its target. Indexes are
 * asked where the file does not say where its packages are; no wheel is fetched.
 */
export const PYTHON_RESOLVER: InputResolver<PythonRequest, PythonSection> = {
  resolve: async (requests, previous, context) => {
    const indexes = new PackageIndexes(context);
    let section = EMPTY_SECTION;
    for (const asked of requests) {
      const { request } = asked;
      const locked = findLocked(previous, request);
      if (locked !== undefined) {
        section = addLocked(section, request, locked);
        continue;
      }
      await context.collect(asked, async () => {
        section = addLocked(section, request, await resolveWheels(request, indexes, context));
      });
    }
    return section;
  },
};

async function resolveWheels(
  request: PythonRequest,
  indexes: PackageIndexes,
  context: ResolverContext,
): Promise<PythonPackagesLock> {
  const lock = await readLockFile(request, context);
  const wheels: LockedWheel[] = [];
  await eachAtMost(REQUESTS, lock.packages, async (one) => {
    wheels.push(await chooseWheel(one, lock, request, indexes));
  });
  return { wheels: wheels.sort((a, b) => (a.url < b.url ? -1 : 1)) };
}
