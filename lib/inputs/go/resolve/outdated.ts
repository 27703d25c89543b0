import { escapeCase } from '../../../go';
import { own } from '../../entries';
import { newestLike } from '../../newest-version';
import type { Outdated } from '../../outdated';
import type { Asked, ResolverContext } from '../../resolver';
import { type GoRequest, requestKey } from '../request';
import type { GoSection } from '../section';
import { fromProxy } from './module-proxy';

/** Of names of versions. */
const MAX_BYTES = 16 * 2 ** 20;

/** Modules that the app names with a version, of which their proxy has a newer one. */
export async function outdatedModules(
  requests: readonly Asked<GoRequest>[],
  { sets }: GoSection,
  context: ResolverContext,
): Promise<Outdated[]> {
  const outdated: Outdated[] = [];
  for (const asked of requests) {
    const { constructPath, request } = asked;
    if (request.type !== 'module' || own(sets, requestKey(request)) === undefined) continue;
    await context.collect(asked, async () => {
      const { module: path, version } = request;
      const list = `${escapeCase(path)}/@v/list`;
      const text = await fromProxy({ path, version }, list, context, (url) =>
        context.http.get(url, { maxBytes: MAX_BYTES }),
      );
      const newest = newestLike(version, text.toString('utf8').split(/\s+/));
      if (newest === undefined) return;
      const constructPaths = [constructPath];
      outdated.push({ name: path, locked: version, newest, by: 'app', constructPaths });
    });
  }
  return outdated;
}
