import { either, type Field, instance, text } from '../../../lib/props';

/** What RE2, which tests match with, has not, or writes otherwise: looking around, references, names. */
const NOT_IN_RE2 = /\(\?[=!<]|\\[1-9cku]|\[\^?\]/;

const EXPRESSION: Field<RegExp> = instance(
  'an expression of RE2, without lookaround, names and references, with the flags "i", "m", "s": /^hello/m',
  (value): value is RegExp =>
    value instanceof RegExp && !NOT_IN_RE2.test(value.source) && /^[ims]*$/.test(value.flags),
);

/** A text that stands in an output, or an expression that matches a part of it. */
export const PATTERN: Field<string | RegExp> = either(
  text({ pattern: /./s, expected: 'a text that is in it: "hello"' }),
  EXPRESSION,
);

/** A pattern as `pattern.go` reads it. */
export function patternPlan(pattern: string | RegExp): Readonly<Record<string, string>> {
  if (typeof pattern === 'string') return { text: pattern };
  const { flags, source } = pattern;
  return { expression: flags === '' ? source : `(?${flags})${source}` };
}
