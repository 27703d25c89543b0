/** A package as it is laid out. Of one name and version there is one. */
export interface HoistedPackage {
  /** What its folder is called. */
  readonly name: string;
  readonly version: string;
  /** What it asks for: `a@^1.0.0`. */
  readonly needs: readonly string[];
  /** What it wants its users to have, by name. */
  readonly peers: ReadonlyMap<string, unknown>;
}

/** A package at a place, which moves up. */
interface Placed<T> {
  readonly one: T;
  /** Names of the folders from the project down. */
  parts: readonly string[];
}

type Find<T> = (pattern: string) => T;

/**
 * Places of packages as yarn 1 has them: level by level each goes as far up as nothing else of its name
 * is in the way, and what most others need is at the top.
 *
 * @param roots what the project asks for
 * @param find the package that the lock has for what is asked for
 * @returns packages by the names of their folders, from the project down
 * @see yarn 1, src/package-hoister.js
 */
export function hoistClassic<T extends HoistedPackage>(
  roots: readonly string[],
  find: Find<T>,
): readonly { readonly parts: readonly string[]; readonly one: T }[] {
  const hoister = new ClassicHoister(find);
  hoister.run(distinct(roots, find));
  return hoister.placed();
}

class ClassicHoister<T extends HoistedPackage> {
  private readonly tree = new Map<string, Placed<T>>();
  /** Names that a package was found by below a place, so that no other one may come there. */
  private readonly reserved = new Map<string, T>();
  private level: { readonly pattern: string; readonly parent: Placed<T> }[] = [];

  constructor(private readonly find: Find<T>) {}

  placed(): readonly Placed<T>[] {
    return [...this.tree.values()];
  }

  run(roots: readonly string[]): void {
    for (const pattern of mostNeeded([...roots].sort(), this.find)) this.put(pattern, []);
    for (const pattern of roots) this.put(pattern, []);
    while (this.level.length > 0) {
      const level = this.level;
      this.level = [];
      for (const { parent, pattern } of this.ordered(level)) {
        // A parent that was found elsewhere has what it needs there.
        if (!this.tree.has(keyOf(parent.parts))) continue;
        this.hoist(this.put(pattern, parent.parts));
      }
    }
  }

  /** By name, those without peers first. */
  private ordered(level: typeof this.level): typeof this.level {
    const hasPeers = ({ pattern }: { readonly pattern: string }) =>
      this.find(pattern).peers.size > 0 ? 1 : 0;
    return level.sort((a, b) => hasPeers(a) - hasPeers(b) || byCodeUnits(a.pattern, b.pattern));
  }

  /** Puts a package below another, and what it needs into the next level. */
  private put(pattern: string, above: readonly string[]): Placed<T> {
    const one = this.find(pattern);
    const placed = { one, parts: [...above, one.name] };
    const key = keyOf(placed.parts);
    this.tree.set(key, placed);
    this.reserve(key, one);
    for (const need of new Set(one.needs)) this.level.push({ pattern: need, parent: placed });
    return placed;
  }

  private hoist(placed: Placed<T>): void {
    const { one, parts: from } = placed;
    this.tree.delete(keyOf(from));
    const known = this.sameAbove(placed);
    const parts = known ?? this.highest(placed);
    // From where it was down to it nothing else may take its name.
    for (let depth = parts.length - 1; depth < from.length - 1; depth += 1) {
      this.reserve(keyOf([...from.slice(0, depth), one.name]), one);
    }
    if (known !== undefined) return;
    placed.parts = parts;
    this.tree.set(keyOf(parts), placed);
  }

  /** Where the very package is that would be found from its place anyway. */
  private sameAbove({ one, parts }: Placed<T>): readonly string[] | undefined {
    for (let depth = parts.length - 2; depth >= 0; depth -= 1) {
      const above = [...parts.slice(0, depth), one.name];
      const key = keyOf(above);
      const other = this.tree.get(key);
      if (other !== undefined) return other.one === one ? above : undefined;
      if (!this.isFree(key, one)) return undefined;
    }
    return undefined;
  }

  private highest({ one, parts: from }: Placed<T>): readonly string[] {
    let depth = from.length - 1;
    let isStopped = false;
    const at = (folders: number, name: string) => keyOf([...from.slice(0, folders), name]);
    while (depth > 0) {
      // It stays where its peers are found.
      if ([...one.peers.keys()].some((peer) => this.tree.has(at(depth, peer)))) break;
      const key = at(depth, one.name);
      if (this.tree.has(key) || (key !== keyOf(from) && this.reserved.has(key))) {
        isStopped = true;
        break;
      }
      depth -= 1;
    }
    isStopped ||= !this.isFree(at(depth, one.name), one);
    while (isStopped && depth < from.length - 1) {
      depth += 1;
      isStopped = !this.isFree(at(depth, one.name), one);
    }
    return [...from.slice(0, depth), one.name];
  }

  private reserve(key: string, one: T): void {
    if (!this.reserved.has(key)) this.reserved.set(key, one);
  }

  private isFree(key: string, one: T): boolean {
    const other = this.reserved.get(key);
    return other === undefined || other === one || this.tree.get(key)?.one === one;
  }
}

/** Of each name of which there are several versions, the one that most others need. */
function mostNeeded<T extends HoistedPackage>(roots: readonly string[], find: Find<T>): string[] {
  const users = new Map<
    string,
    Map<string, { readonly pattern: string; readonly by: Set<object> }>
  >();
  const seen = new Set<string>();
  const ancestry = new Set<T>();
  const visit = (pattern: string, by: T | undefined): void => {
    const one = find(pattern);
    if (ancestry.has(one)) return;
    const versions = users.get(one.name) ?? new Map();
    users.set(one.name, versions);
    const known = versions.get(one.version) ?? { pattern, by: new Set() };
    versions.set(one.version, known);
    if (by !== undefined) known.by.add(by);
    if (seen.has(pattern)) return;
    ancestry.add(one);
    for (const need of one.needs) visit(need, one);
    ancestry.delete(one);
    seen.add(pattern);
  };
  for (const pattern of roots) visit(pattern, undefined);
  const direct = new Set(roots.map((pattern) => find(pattern).name));
  return [...users].sort(byKey).flatMap(([name, versions]) => {
    if (versions.size === 1 || direct.has(name)) return [];
    const [most] = [...versions].sort(byKey).sort(([, a], [, b]) => b.by.size - a.by.size);
    return most === undefined || most[1].by.size < 2 ? [] : [most[1].pattern];
  });
}

/** Each package once, by what asks for it first. */
function distinct<T>(patterns: readonly string[], find: Find<T>): string[] {
  const first = new Map<T, string>();
  for (const pattern of patterns) {
    const one = find(pattern);
    if (!first.has(one)) first.set(one, pattern);
  }
  return [...first.values()];
}

function keyOf(parts: readonly string[]): string {
  return parts.join('#');
}

function byKey([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number {
  return byCodeUnits(a, b);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
