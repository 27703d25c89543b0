import { nearMisses } from '../../errors/near-miss';

/** A value of an attribute; it is sent as text. */
export type AttrValue = string | number | boolean;

/** A truth value, or the words that BuildKit takes for one. */
export type Flag = boolean | 'true' | 'false';

/** What values an attribute takes. */
export type AttrKind =
  | 'text'
  | 'flag'
  /** A number of 0 or more. */
  | 'number'
  /** One of these words. */
  | readonly string[];

/** The attributes of one type of exporter or cache, by their names. */
export type AttrTable = Readonly<Record<string, AttrKind>>;

/** What is wrong with attributes, after the name of what has them: `has no attribute "x"`. */
export interface AttrProblem {
  readonly message: string;
  readonly got?: string;
  readonly expected?: string;
  readonly fix?: string;
}

/** The words that Go's `strconv.ParseBool`, and so BuildKit, takes. */
const TRUE = /^(?:1|t|T|TRUE|true|True)$/;
const FALSE = /^(?:0|f|F|FALSE|false|False)$/;

/** Whether a flag is set. */
export function isTrue(value: AttrValue | undefined): boolean {
  return value !== undefined && TRUE.test(String(value));
}

/** Attributes as they are sent; what is undefined is not. */
export function attrTexts(attrs: object = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attrs).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

/**
 * What is wrong with the names and values of attributes.
 *
 * @param isOther names that are not in the table and are fine, such as those of annotations
 */
export function attrProblems(
  attrs: object,
  table: AttrTable,
  isOther: (name: string) => boolean = () => false,
): AttrProblem[] {
  return Object.entries(attrTexts(attrs)).flatMap(([name, value]) => {
    const kind = table[name];
    if (kind === undefined) return isOther(name) ? [] : [unknownAttr(name, Object.keys(table))];
    const expected = expectedOf(kind, value);
    if (expected === undefined) return [];
    return [
      { message: `has another value for "${name}" than it can`, got: `"${value}"`, expected },
    ];
  });
}

function unknownAttr(name: string, known: readonly string[]): AttrProblem {
  const [meant] = nearMisses(name, known, 1);
  return {
    message: `has no attribute "${name}"`,
    expected: `one of ${[...known].sort().join(', ')}`,
    ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
  };
}

/** What was expected in place of a value; undefined where it is fine. */
function expectedOf(kind: AttrKind, value: string): string | undefined {
  if (kind === 'text') return undefined;
  if (kind === 'flag') return TRUE.test(value) || FALSE.test(value) ? undefined : 'true or false';
  if (kind === 'number') return /^\d{1,15}$/.test(value) ? undefined : 'a number of 0 or more';
  return kind.includes(value) ? undefined : kind.join(', ');
}
