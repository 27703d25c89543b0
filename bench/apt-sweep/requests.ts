import { random } from '../../test/support/random';

/** What is asked of both resolvers. */
export interface SweepRequest {
  readonly architecture: 'amd64' | 'arm64';
  readonly variant: 'minbase' | 'none';
  readonly recommends: boolean;
  /** Sorted. */
  readonly include: readonly string[];
}

/** Names of packages that a request may be made of. */
export interface Names {
  readonly all: readonly string[];
  /** Those whose dependencies leave a choice. */
  readonly choosing: readonly string[];
  /** Those that name others beside which they cannot be. */
  readonly conflicting: readonly string[];
}

export function describeRequest({ architecture, include, recommends, variant }: SweepRequest) {
  return `${architecture} ${variant}${recommends ? ' +recommends' : ''}: ${include.join(' ')}`;
}

/** Requests of one to five packages; packages that leave a choice or conflict come more often. */
export function seededRequests(
  count: number,
  seed: number,
  names: Readonly<Record<'amd64' | 'arm64', Names>>,
): SweepRequest[] {
  const below = random(seed);
  return Array.from({ length: count }, () => {
    const architecture = below(2) === 0 ? 'amd64' : 'arm64';
    const variant = below(2) === 0 ? 'minbase' : 'none';
    const recommends = below(2) === 0;
    const { all, choosing, conflicting } = names[architecture];
    const pools = [all, choosing, conflicting];
    const include = Array.from({ length: 1 + below(5) }, () => {
      const pool = pools[below(3)] ?? all;
      return pool[below(pool.length)] ?? '';
    });
    return { architecture, variant, recommends, include: [...new Set(include)].sort() };
  });
}

/**
 * Requests of two packages one of which conflicts with the other or with what both provide, and up to
 * two more.
 */
export function clashingRequests(
  count: number,
  seed: number,
  indexes: Readonly<Record<'amd64' | 'arm64', string>>,
): SweepRequest[] {
  const below = random(seed);
  const clashes = { amd64: clashesOf(indexes.amd64), arm64: clashesOf(indexes.arm64) };
  const names = { amd64: namesOf(indexes.amd64), arm64: namesOf(indexes.arm64) };
  return Array.from({ length: count }, () => {
    const architecture = below(2) === 0 ? 'amd64' : 'arm64';
    const variant = below(2) === 0 ? 'minbase' : 'none';
    const recommends = below(2) === 0;
    const { choosing } = names[architecture];
    const clash = clashes[architecture][below(clashes[architecture].length)] ?? ['apt', 'apt'];
    const more = Array.from({ length: below(3) }, () => choosing[below(choosing.length)] ?? '');
    const include = [...new Set([...clash, ...more])].sort();
    return { architecture, variant, recommends, include };
  });
}

function clashesOf(packages: string): (readonly [string, string])[] {
  const names = new Set(namesOf(packages).all);
  return packages.split('\n\n').flatMap((paragraph) => {
    const name = /^Package: (.+)$/m.exec(paragraph)?.[1] ?? '';
    const conflicts = /^Conflicts: (.+)$/m.exec(paragraph)?.[1] ?? '';
    return conflicts
      .split(/\s*,\s*/)
      .map((relation) => relation.replace(/[\s:(].*/, ''))
      .filter((other) => other !== name && names.has(other))
      .map((other) => [name, other] as const);
  });
}

/** Sorts the packages of an index. */
export function namesOf(packages: string): Names {
  const found = packages.split('\n\n').flatMap((paragraph) => {
    const name = /^Package: (.+)$/m.exec(paragraph)?.[1];
    return name === undefined ? [] : [{ name, paragraph }];
  });
  const having = (pattern: RegExp): string[] =>
    found.filter(({ paragraph }) => pattern.test(paragraph)).map(({ name }) => name);
  return {
    all: found.map(({ name }) => name),
    choosing: having(/^(Pre-)?Depends: .*\|/m),
    conflicting: having(/^Conflicts: /m),
  };
}
