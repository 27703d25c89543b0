import { BuildError } from '../errors';
import { compareVersions } from './version';

/** How a relation bounds a version. */
export type RelationOperator = '<<' | '<=' | '=' | '>=' | '>>';

/** One package name with an optional bound, e.g. `libc6 (>= 2.38)` or `python3:any`. */
export interface Relation {
  readonly name: string;
  /** Architecture qualifier: `any`, `native` or a Debian architecture. */
  readonly qualifier?: string;
  readonly bound?: { readonly operator: RelationOperator; readonly version: string };
}

/** Alternatives, in the order of preference: one of them must hold. */
export type RelationGroup = readonly Relation[];

// The [architectures] and <profiles> of source packages have no meaning in a binary one.
const RELATION =
  /^([A-Za-z0-9][A-Za-z0-9+.-]*)(?::([a-z0-9-]+))?\s*(?:\(\s*(<<|<=|=|>=|>>|<|>)\s*([^\s()<>=]+)\s*\))?\s*(?:\[[^\]]*\]\s*)?(?:<[^>]*>\s*)*$/;

/**
 * Reads a relationship field of a binary package: `Depends`, `Pre-Depends`, `Conflicts`, …
 *
 * @throws BuildError `E_DEBIAN_CONTROL` for text that is no relation
 * @see Debian Policy 7.1
 */
export function parseRelations(field: string): RelationGroup[] {
  const groups: RelationGroup[] = [];
  for (const group of field.split(',')) {
    if (group.trim() === '') continue;
    groups.push(group.split('|').map((alternative) => parseRelation(alternative.trim())));
  }
  return groups;
}

/** Reads a single relation, e.g. `libc6 (>= 2.38)`. */
export function parseRelation(text: string): Relation {
  const match = RELATION.exec(text);
  if (match?.[1] === undefined) {
    throw new BuildError('E_DEBIAN_CONTROL', 'package relation is malformed', {
      got: JSON.stringify(text.slice(0, 120)),
      expected: '"name", "name:arch" or "name (>= version)"',
    });
  }
  const [, name, qualifier, operator, version] = match;
  return {
    name,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(operator === undefined || version === undefined
      ? {}
      : { bound: { operator: canonicalOperator(operator), version } }),
  };
}

/** `libc6:any (>= 2.38)`, as in a control file. */
export function formatRelation({ name, qualifier, bound }: Relation): string {
  const qualified = qualifier === undefined ? name : `${name}:${qualifier}`;
  return bound === undefined ? qualified : `${qualified} (${bound.operator} ${bound.version})`;
}

/** True where the version is within the relation's bound. */
export function versionSatisfies(version: string, { bound }: Relation): boolean {
  if (bound === undefined) return true;
  const order = compareVersions(version, bound.version);
  switch (bound.operator) {
    case '<<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>>':
      return order > 0;
  }
}

/** `<` and `>` are the obsolete spellings of `<=` and `>=`. */
function canonicalOperator(operator: string): RelationOperator {
  switch (operator) {
    case '<<':
    case '=':
    case '>>':
      return operator;
    case '<':
    case '<=':
      return '<=';
    default:
      return '>=';
  }
}
