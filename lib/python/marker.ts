import { normalizeName } from './name';
import { meets, parseSpecifiers } from './specifier';

/** A condition on the machine: `python_version < "3.11" and sys_platform == "linux"`. */
export type Marker =
  | { readonly type: 'and' | 'or'; readonly parts: readonly Marker[] }
  | {
      readonly type: 'comparison';
      readonly operator: string;
      readonly left: Operand;
      readonly right: Operand;
    };

interface Operand {
  readonly variable?: string;
  readonly text?: string;
}

/** What markers are held to. */
export interface MarkerContext {
  /** By variable. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of extras, in normal form. @default - none */
  readonly extras?: ReadonlySet<string>;
  /** Names of groups, in normal form. @default - none */
  readonly groups?: ReadonlySet<string>;
}

/** What is wrong with a marker. */
export class MarkerError extends Error {}

/** Names of before PEP 508. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  'platform.version': 'platform_version',
  python_implementation: 'platform_python_implementation',
  'sys.platform': 'sys_platform',
};

const VARIABLES = new Set([
  'dependency_groups',
  'extra',
  'extras',
  'implementation_name',
  'implementation_version',
  'os_name',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'python_full_version',
  'python_version',
  'sys_platform',
]);

/** Those that are compared as versions. */
const VERSIONS = new Set(['implementation_version', 'python_full_version', 'python_version']);

const TOKEN = /\s*(?:([()])|(===|[~=!<>]=|[<>])|"([^"]*)"|'([^']*)'|([a-z][a-z_.]*))\s*/iy;
const MAX_DEPTH = 100;

interface Token {
  readonly kind: 'bracket' | 'operator' | 'text' | 'word';
  readonly value: string;
}

/**
 * Reads a marker.
 *
 * @throws MarkerError
 * @see Python packaging: dependency specifiers (PEP 508), and for `extras` pylock.toml (PEP 751)
 */
export function parseMarker(text: string): Marker {
  const tokens = tokensOf(text);
  let at = 0;
  const word = () => (tokens[at]?.kind === 'word' ? tokens[at]?.value : undefined);
  const isNext = (value: string) => tokens[at]?.kind === 'bracket' && tokens[at]?.value === value;
  const wrong = () => new MarkerError(`${quote(text)} is no marker`);
  const join = (type: 'and' | 'or', next: () => Marker): Marker => {
    const parts = [next()];
    while (word() === type) {
      at += 1;
      parts.push(next());
    }
    const [only = wrong()] = parts;
    return parts.length === 1 && !(only instanceof Error) ? only : { type, parts };
  };
  const any = (depth: number): Marker => join('or', () => join('and', () => one(depth)));
  const one = (depth: number): Marker => {
    if (depth > MAX_DEPTH) throw wrong();
    if (!isNext('(')) return comparison();
    at += 1;
    const inner = any(depth + 1);
    if (!isNext(')')) throw wrong();
    at += 1;
    return inner;
  };
  const comparison = (): Marker => {
    const left = operand();
    const operator = comparator();
    const right = operand();
    if ((left.variable === undefined) === (right.variable === undefined)) throw wrong();
    return { type: 'comparison', operator, left, right };
  };
  const operand = (): Operand => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'text') return { text: token.value };
    if (token?.kind !== 'word') throw wrong();
    const { value } = token;
    const variable = Object.hasOwn(OLD_NAMES, value) ? OLD_NAMES[value] : value;
    if (variable === undefined || !VARIABLES.has(variable)) {
      throw new MarkerError(`${quote(text)} asks for ${quote(value)}, which no marker knows`);
    }
    return { variable };
  };
  const comparator = (): string => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'operator' || (token?.kind === 'word' && token.value === 'in')) {
      return token.value;
    }
    if (token?.kind !== 'word' || token.value !== 'not' || word() !== 'in') throw wrong();
    at += 1;
    return 'not in';
  };
  const marker = any(0);
  if (at !== tokens.length) throw wrong();
  return marker;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) throw new MarkerError(`${quote(text)} is no marker`);
    const [, bracket, operator, double, single, word] = match;
    const quoted = double ?? single;
    if (bracket !== undefined) tokens.push({ kind: 'bracket', value: bracket });
    else if (operator !== undefined) tokens.push({ kind: 'operator', value: operator });
    else if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted });
    else tokens.push({ kind: 'word', value: word ?? '' });
  }
  return tokens;
}

/**
 * Whether a marker holds.
 *
 * @throws MarkerError for one that asks what is known on a running machine alone, or that compares
 *   what has no order
 */
export function holds(marker: Marker, context: MarkerContext): boolean {
  if (marker.type !== 'comparison') {
    const holdsPart = (part: Marker) => holds(part, context);
    return marker.type === 'and' ? marker.parts.every(holdsPart) : marker.parts.some(holdsPart);
  }
  const { left, operator, right } = marker;
  const variable = left.variable ?? right.variable ?? '';
  const text = left.text ?? right.text ?? '';
  const set = { extra: context.extras, extras: context.extras, dependency_groups: context.groups };
  if (variable in set) {
    const has = set[variable as keyof typeof set]?.has(normalizeName(text)) ?? false;
    if (operator === '==' || operator === 'in') return has;
    if (operator === '!=' || operator === 'not in') return !has;
    throw new MarkerError(`"${variable}" cannot be compared by "${operator}"`);
  }
  const value = context.environment[variable];
  if (value === undefined) {
    throw new MarkerError(`a marker asks for "${variable}", which only a running machine has`);
  }
  const [one, other] = left.variable === undefined ? [text, value] : [value, text];
  if (operator === 'in') return other.includes(one);
  if (operator === 'not in') return !other.includes(one);
  const specifiers = VERSIONS.has(variable) ? parseSpecifiers(`${operator}${other}`) : undefined;
  if (specifiers !== undefined) return meets(one, specifiers);
  if (operator === '==') return one === other;
  if (operator === '!=') return one !== other;
  throw new MarkerError(`"${variable}" cannot be compared with ${quote(text)} by "${operator}"`);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
