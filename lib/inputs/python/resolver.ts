import { eachAtMost } from '../../fetch/concurrency';
import { sharedResolver } from '../resolve-shared';
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

const SECTION = { add: addLocked, empty: EMPTY_SECTION, find: findLocked };

/** Requests at a time. */
const REQUESTS = 8;

/**
 * Reads the lock file of each request, and chooses a wheel of each package for its target. Indexes are
 * asked where the file does not say where its packages are; no wheel is fetched.
 */
export const PYTHON_RESOLVER: InputResolver<PythonRequest, PythonSection> = {
  resolve: (requests, previous, context) => {
    const indexes = new PackageIndexes(context);
    const resolver = sharedResolver(SECTION, (request: PythonRequest) =>
      resolveWheels(request, indexes, context),
    );
    return resolver.resolve(requests, previous, context);
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
