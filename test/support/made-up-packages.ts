import type { IndexEntry } from '../debian/index-text';
import { random } from './random';

/** A few packages of one prefix that know each other alone, and what is asked for of them. */
export interface MadeUpPackages {
  readonly entries: readonly IndexEntry[];
  readonly include: readonly string[];
}

/** Packages with random relations among them: alternatives, conflicts, virtual names, lacks. */
export function madeUpPackages(prefix: string, seed: number): MadeUpPackages {
  const below = random(seed);
  const count = 5 + below(12);
  const names = Array.from({ length: count }, (_, at) => `${prefix}${'abcdefghijklmnopqr'[at]}`);
  const virtual = ['x', 'y'].map((name) => `${prefix}v${name}`);
  const missing = `${prefix}none`;
  const lacks = 10 + 30 * below(3);
  const pick = (): string => {
    const kind = below(lacks);
    if (kind === 0) return missing;
    if (kind < lacks / 4) return virtual[below(2)] ?? missing;
    const name = names[below(count)] ?? missing;
    return below(8) === 0 ? `${name} (>= ${1 + below(3)})` : name;
  };
  const some = (most: number, odds: number, make: () => string): string[] =>
    below(odds) === 0 ? Array.from({ length: 1 + below(most) }, make) : [];
  const group = (): string => Array.from({ length: 1 + below(3) }, pick).join(' | ');
  const entries = names.map((name): IndexEntry => {
    const fields: Record<string, string> = {
      Priority: ['optional', 'optional', 'optional', 'standard', 'important'][below(5)] ?? '',
    };
    const relations = {
      'Pre-Depends': some(1, 8, group),
      Depends: some(3, 1 + below(2), group),
      Recommends: some(2, 4, group),
      Suggests: some(2, 6, group),
      Conflicts: some(2, 2 + below(4), pick),
      Breaks: some(1, 7, pick),
      Provides: some(2, 4, () => virtual[below(2)] ?? missing),
    };
    for (const [field, values] of Object.entries(relations)) {
      if (values.length > 0) fields[field] = [...new Set(values)].join(', ');
    }
    return [name, String(1 + below(2)), fields];
  });
  const include = Array.from({ length: 1 + below(3) }, () => names[below(count)] ?? '');
  return { entries, include: [...new Set(include)].sort() };
}
