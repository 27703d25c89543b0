import type { Relation } from '../relation';
import type { Mark, System } from './system';

/**
 * Unmarks new packages that nothing needs: what was marked on the way to something that did not come
 * about. As for apt, what is merely recommended or suggested by another counts as needed.
 */
export function unmarkLeftovers(system: System): void {
  if (!system.hasLeftovers) return;
  const needed = new Set<Mark>();
  const queue = [...system.installed()].filter(
    ({ isAutomatic, wasInstalled }) => wasInstalled || !isAutomatic,
  );
  for (let mark = queue.pop(); mark !== undefined; mark = queue.pop()) {
    if (needed.has(mark)) continue;
    needed.add(mark);
    const { depends, recommends, suggests } = mark.member.package;
    for (const relation of [...depends, ...recommends, ...suggests].flat()) {
      queue.push(...followed(relation, mark, system));
    }
  }
  for (const mark of system.installed()) if (!needed.has(mark)) mark.isInstalled = false;
}

/** Where something was there before, what has come beside it is not needed for the same. */
function followed(relation: Relation, { member }: Mark, system: System): Mark[] {
  const found = system.graph
    .targets(relation, member)
    .map((target) => system.mark(target))
    .filter(({ isInstalled }) => isInstalled);
  const before = found.filter(({ wasInstalled }) => wasInstalled);
  return before.length > 0 ? before : found;
}
