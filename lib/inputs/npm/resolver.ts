import { parsePackageLock } from '../../npm';
import { entryResolver } from '../resolve-entries';
import type { ResolverContext } from '../resolver';
import { lockProject, NPM, type NpmLock } from './kind';
import type { NpmRequest } from './request';
import { resolveByNpm } from './resolve/npm-program';
import { readRepository } from './resolve/repository';

/** At a time: npm itself has many requests open. */
const PROJECTS = 2;

/** Reads the package-lock.json of a commit, or has the user's own npm make one. */
export const NPM_RESOLVER = entryResolver(
  NPM,
  PROJECTS,
  async (request: NpmRequest, context: ResolverContext): Promise<NpmLock> => {
    if (request.type === 'git') return lockProject(await readRepository(request, context));
    const packages = parsePackageLock(await resolveByNpm(request, context));
    return lockProject({ type: 'packages', packages });
  },
);
