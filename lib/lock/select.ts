import { BuildError, BuildErrors } from '../errors';
import { didYouMean, nearMisses } from '../errors/near-miss';
import { KINDS } from '../inputs/kinds';
import type { Selection } from '../inputs/resolver';
import type { AskedRequest } from './asked';
import { type LockFile, sectionOf } from './lock-file';

/**
 * What names stand for: a package of the lock, or else a construct, with all below it.
 *
 * @param names none for everything
 * @throws BuildErrors `E_UPDATE_NAME` for each name that is neither
 */
export function select(
  names: readonly string[],
  requests: readonly AskedRequest[],
  lock: LockFile,
): Pick<Selection, 'has' | 'packages'> {
  if (names.length === 0) return { has: () => true, packages: new Set() };
  const known = new Set(
    KINDS.flatMap((kind) => [...(kind.section.packages?.(sectionOf(lock, kind)) ?? [])]),
  );
  const packages = new Set<string>();
  const selected = new Set<string>();
  const errors: BuildError[] = [];
  for (const name of names) {
    const below = requests.filter(
      ({ constructPath }) => constructPath === name || constructPath.startsWith(`${name}/`),
    );
    if (known.has(name)) packages.add(name);
    else if (below.length > 0) for (const asked of below) selected.add(identity(asked));
    else errors.push(unknownError(name, known, requests));
  }
  BuildErrors.throwIfAny(errors);
  return { has: (asked) => selected.has(identity(asked)), packages };
}

function identity({ key, kind }: AskedRequest): string {
  return JSON.stringify([kind, key]);
}

function unknownError(
  name: string,
  packages: ReadonlySet<string>,
  requests: readonly AskedRequest[],
): BuildError {
  const paths = requests.map(({ constructPath }) => constructPath);
  const near = nearMisses(name, [...new Set([...packages, ...paths])]);
  return new BuildError('E_UPDATE_NAME', `nothing is locked by the name "${name}"`, {
    got: `"${name}"`,
    expected: 'a package of the lock, or the path of a construct that asks for something',
    fix: didYouMean(near) ?? 'correct the name',
  });
}
