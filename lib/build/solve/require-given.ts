import { constructAt } from '../../assembly/construct-at';
import { readTree } from '../../assembly/read-tree';
import { loginSecretId } from '../../debian/other-archive';
import { BuildError, BuildErrors, type SourceLocation } from '../../errors';
import { type BuildPlan, definitionsOf } from '../plan/build-plan';
import { type SessionNeed, sessionNeeds } from '../plan/session-needs';
import type { SolveSession } from './solve-session';

/**
 * Checks that all that the ops of a plan need of the session is given, before anything is solved.
 *
 * @throws BuildErrors `E_SECRET_MISSING`, `E_SSH_MISSING`, once for each construct and id
 */
export function requireGiven(plan: BuildPlan, given: Pick<SolveSession, 'secrets' | 'ssh'>): void {
  const missing = new Map<string, Missing>();
  for (const { manifest, platforms } of plan.images) {
    for (const definition of platforms.flatMap(definitionsOf)) {
      // What a vendor folder has needs no login.
      const needing = plan.vendor === undefined ? definition : plan.sent(definition);
      for (const need of sessionNeeds(needing)) {
        const has = need.kind === 'secret' ? given.secrets : given.ssh;
        if (Object.hasOwn(has ?? {}, need.id)) continue;
        const [source] = needing.locations(need.digest);
        const key = JSON.stringify([need.kind, need.id, source]);
        if (!missing.has(key)) missing.set(key, { need, source, image: manifest.constructPath });
      }
    }
  }
  if (missing.size === 0) return;
  const tree = readTree(plan.assembly.folder);
  BuildErrors.throwIfAny(
    [...missing.values()].map(({ image, need, source }) => {
      const constructPath = source && tree && constructAt(tree, source, image)?.path;
      const details = { constructPath, source, ...wayOut(need, plan) };
      return new BuildError(CODES[need.kind], says(need), details);
    }),
  );
}

/** What nothing gives, the line that needs it, and the construct of the image that it is for. */
interface Missing {
  readonly need: SessionNeed;
  readonly source: SourceLocation | undefined;
  readonly image: string;
}

const CODES = { secret: 'E_SECRET_MISSING', ssh: 'E_SSH_MISSING' } as const;

const says = ({ id, kind }: SessionNeed): string =>
  kind === 'secret' ? `the secret "${id}" is not given` : `the ssh agent "${id}" is not given`;

function wayOut(
  { id, kind }: SessionNeed,
  { environment }: BuildPlan,
): { readonly got: string; readonly expected: string; readonly fix: string } {
  const option = kind === 'secret' ? `--secret id=${id},src=<file>` : `--ssh ${id}`;
  const expected = 'one of the options, of the environment, or optional in the construct';
  const named = (kind === 'secret' ? environment.secrets : environment.ssh)?.find(
    (source) => source.id === id,
  );
  const problem = named?.problem();
  if (named === undefined || problem === undefined) {
    const isLogin = kind === 'secret' && id.startsWith(loginSecretId(''));
    const place = isLogin ? 'name the host in auth.conf of apt or in .netrc, or ' : '';
    return { got: 'nothing that gives it', expected, fix: `${place}build with "${option}"` };
  }
  const why = typeof problem === 'string' ? problem : problem.got;
  return {
    got: `${named.place} of ${named.by}: ${why}`,
    expected,
    fix: typeof problem === 'string' ? `set it, or build with "${option}"` : problem.fix,
  };
}
