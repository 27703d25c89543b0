import { isNodeInRange } from '../node-range';

/** A package that asks for others. */
export interface Asking {
  /** What it asks for: `a@^1.0.0`. */
  readonly needs: readonly string[];
  /** Those of them that it works without. */
  readonly optionalNeeds: readonly string[];
  readonly name: string;
  readonly version: string;
  /** NpmRanges of what it wants its users to have, by name. */
  readonly peers: ReadonlyMap<string, string>;
}

/** What a project asks for: what it needs, and what it works without. */
export interface Roots {
  readonly needs: readonly string[];
  readonly optionalNeeds: readonly string[];
}

/**
 * Finds the peers of packages, which yarn 1 takes for what they need from then on: the nearest that is
 * asked for beside the package, or beside what leads to it, and that is in its range.
 *
 * @param find the package that the lock has for what is asked for
 * @returns peers of packages that have some
 * @see yarn 1, src/package-linker.js, `resolvePeerModules`
 */
export function findPeers<T extends Asking>(
  roots: Roots,
  find: (pattern: string) => T,
): ReadonlyMap<T, readonly T[]> {
  const asked = whoAsks(roots, find);
  const byName = new Map<string, T[]>();
  for (const one of asked.keys()) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const found = new Map<T, readonly T[]>();
  for (const [one, ways] of asked) {
    const [way = []] = [...ways].sort((a, b) => a.length - b.length);
    const peers = [...one.peers].flatMap(([name, range]) => {
      const near = (byName.get(name) ?? [])
        .filter(({ version }) => range === '*' || isNodeInRange(version, range) === true)
        .map((peer) => ({ peer, distance: distanceOf(way, asked.get(peer) ?? []) }))
        .sort((a, b) => a.distance - b.distance)[0];
      return near === undefined || near.distance === Number.POSITIVE_INFINITY ? [] : [near.peer];
    });
    if (peers.length > 0) found.set(one, peers);
  }
  return found;
}

/** By which ways packages are asked for: names from the project down. Each is gone once. */
function whoAsks<T extends Asking>(roots: Roots, find: (pattern: string) => T) {
  const asked = new Map<T, (readonly string[])[]>();
  const seen = new Set<string>();
  const queue: {
    readonly pattern: string;
    readonly isOptional: boolean;
    readonly way: readonly string[];
  }[] = [];
  const push = ({ needs, optionalNeeds }: Roots, isOptional: boolean, way: readonly string[]) => {
    for (const pattern of needs) {
      queue.push({ pattern, isOptional: isOptional || optionalNeeds.includes(pattern), way });
    }
  };
  push(roots, false, []);
  for (const { isOptional, pattern, way } of queue) {
    const key = `${pattern} ${isOptional}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const one = find(pattern);
    const ways = asked.get(one);
    if (ways !== undefined) {
      ways.push(way);
      continue;
    }
    asked.set(one, [way]);
    push(one, isOptional, [...way, one.name]);
  }
  return asked;
}

/** How far above a way ends one that it begins with. */
function distanceOf(way: readonly string[], others: readonly (readonly string[])[]): number {
  const above = others.filter((other) => other.every((name, index) => way[index] === name));
  return Math.min(...above.map((other) => way.length - other.length));
}
