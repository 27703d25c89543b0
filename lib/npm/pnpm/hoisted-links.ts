import type { NpmPackage } from '../npm-package';
import { isStored, STORE } from './store-folder';

/** What a package is linked to, by the name that it uses. */
export type Children = (one: NpmPackage) => ReadonlyMap<string, NpmPackage>;

/**
 * Links in the store's own `node_modules`, by which packages find what they do not say that they need:
 * of each name the package that is needed nearest to the project.
 *
 * @returns places of packages by the place of their link
 * @see pnpm, docs: hoist
 */
export function hoistedLinks(
  folders: readonly NpmPackage[],
  children: Children,
): ReadonlyMap<string, string> {
  const direct = new Map<string, NpmPackage>();
  for (const folder of folders) {
    for (const [alias, one] of children(folder)) {
      if (isStored(one) && !direct.has(alias)) direct.set(alias, one);
    }
  }
  const root = folders.find(({ path }) => path === '');
  const taken = new Set(
    root === undefined ? [] : [...children(root).keys()].map((alias) => alias.toLowerCase()),
  );
  const links = new Map<string, string>();
  const levels = [{ depth: -1, path: '', children: direct }, ...levelsOf(direct, children)];
  levels.sort((a, b) => a.depth - b.depth || (a.path < b.path ? -1 : 1));
  for (const level of levels) {
    for (const [alias, one] of level.children) {
      if (!isStored(one) || taken.has(alias.toLowerCase())) continue;
      taken.add(alias.toLowerCase());
      links.set(`${STORE}/node_modules/${alias}`, one.path);
    }
  }
  return links;
}

/** All packages below, each once, with how deep it was met first. */
function levelsOf(direct: ReadonlyMap<string, NpmPackage>, children: Children) {
  const levels: {
    readonly depth: number;
    readonly path: string;
    readonly children: ReadonlyMap<string, NpmPackage>;
  }[] = [];
  const seen = new Set<NpmPackage>();
  let queue = [...direct.values()];
  for (let depth = 0; queue.length > 0; depth += 1) {
    const next: NpmPackage[] = [];
    for (const one of queue) {
      if (seen.has(one) || !isStored(one)) continue;
      seen.add(one);
      const below = children(one);
      levels.push({ depth, path: one.path, children: below });
      next.push(...below.values());
    }
    queue = next;
  }
  return levels;
}
