import { eachAtMost } from '../../fetch/concurrency';
import { sumFileName } from '../../go';
import { own } from '../entries';
import { sharedResolver } from '../resolve-shared';
import type { InputResolver, ResolverContext } from '../resolver';
import type { GoRequest } from './request';
import { requireListed } from './resolve/checksum-database';
import { fetchSumFile, requireHash } from './resolve/module-file';
import { readSource } from './resolve/module-source';
import { outdatedModules } from './resolve/outdated';
import {
  addLocked,
  EMPTY_SECTION,
  findLocked,
  type GoFile,
  type GoModulesLock,
  type GoSection,
} from './section';

const SECTION = { add: addLocked, empty: EMPTY_SECTION, find: findLocked };

/** Downloads at a time. */
const DOWNLOADS = 8;

/**
 * Reads go.sum of each module that is asked for, and fetches once what it names: each file is held to
 * its hash there, and its sha256 is kept, which BuildKit can check. Where `GOSUMDB` names a checksum database,
 * that is asked first whether everybody else has these hashes too.
 */
export const GO_RESOLVER: InputResolver<GoRequest, GoSection> = {
  ...sharedResolver(SECTION, (request, section, previous, context) =>
    resolveModules(request, { ...previous.files, ...section.files }, context),
  ),
  outdated: (requests, section, _query, context) => outdatedModules(requests, section, context),
};

/** @param known files that were checked before */
async function resolveModules(
  request: GoRequest,
  known: GoSection['files'],
  context: ResolverContext,
): Promise<GoModulesLock> {
  const { go, module, own: fetched, sums } = await readSource(request, context);
  const named = sums.map((sum) => ({ name: sumFileName(sum), h1: sum.h1 }));
  await requireListed([...fetched, ...named], context);
  const files = new Map<string, GoFile>(fetched.map((file) => [file.name, file]));
  await eachAtMost(DOWNLOADS, sums, async (sum) => {
    const name = sumFileName(sum);
    const locked = own(known, name);
    // The same version with another hash is what go.sum is there to tell.
    if (locked !== undefined) requireHash({ name, h1: sum.h1 }, locked.h1, 'synth.lock.json');
    const file = locked === undefined ? await fetchSumFile(sum, context) : { name, ...locked };
    files.set(name, file);
  });
  return { module, ...(go === undefined ? {} : { go }), files: [...files.values()] };
}
