import { checkField } from './check-field';
import { quote } from './describe-value';
import type { Field, OptionalField, ValueOf } from './field';
import { namedPlace } from './place';
import { isPlainObject } from './plain-object';
import { misfit, type PropProblem } from './prop-problem';
import { concealIf } from './secret';
import { unknownNames, unknownProblem } from './unknown-name';

/** The properties of a shape by their names. */
export type Fields = Readonly<Record<string, Field<unknown> | OptionalField<unknown>>>;

type OptionalNames<F> = {
  [Name in keyof F]: F[Name] extends OptionalField<unknown> ? Name : never;
}[keyof F];

type Props<F> = {
  readonly [Name in keyof F as Exclude<Name, OptionalNames<F>>]: ValueOf<F[Name]>;
} & {
  readonly [Name in keyof F as Extract<Name, OptionalNames<F>>]?: ValueOf<F[Name]> | undefined;
};

/** An object with known properties, which is a field too: shapes nest. */
export interface Shape<F extends Fields> extends Field<Props<F>> {
  /** Its properties by their names. */
  readonly fields: F;
}

/**
 * The type of the objects that fit a shape, with the docstrings of its properties. Give it a name
 * by an interface, which keeps messages of the compiler short:
 *
 * ```ts
 * export interface HealthcheckProps extends PropsOf<typeof HEALTHCHECK_PROPS> {}
 * ```
 *
 * and say that name where the shape is part of another:
 * `optional<HealthcheckProps>(HEALTHCHECK_PROPS)`.
 */
export type PropsOf<S> = S extends Shape<infer F> ? Props<F> : never;

/**
 * Describes an object by its properties, for the compiler, at run time and in the documentation:
 * the docstring of a property stands before its field.
 */
export function shape<const F extends Fields>(fields: F): Shape<F> {
  const names = Object.keys(fields);
  const expected = `an object with ${names.map((name) => quote(name)).join(', ')}`;
  const isSecret = Object.values(fields).some((field) => inner(field).isSecret);
  return {
    fields,
    expected,
    isSecret,
    check(value, place) {
      if (!isProps(value, names)) return [concealIf(isSecret, misfit(place, value, expected))];
      const unknown = unknownNames(value, names);
      // A name that is misspelt is told once, not as unknown here and as missing there.
      const meant = new Set(unknown.map((name) => name.meant));
      return [
        ...unknown.map((name) => unknownProblem(name, names, place)),
        ...names
          .filter((name) => !meant.has(name))
          .flatMap((name) =>
            checkProperty(fields[name], () => value[name], namedPlace(place, name)),
          ),
      ];
    },
  };
}

/**
 * A shape with more properties than another. Its interface extends that of the other first, so
 * that the docstrings come from there:
 *
 * ```ts
 * const RUNTIME_PROPS = extend(IMAGE_PROPS, { … });
 * export interface RuntimeProps extends ImageProps, PropsOf<typeof RUNTIME_PROPS> {}
 * ```
 */
export function extend<B extends Fields, const F extends Fields>(
  base: Shape<B>,
  fields: F,
): Shape<B & F> {
  return shape({ ...base.fields, ...fields });
}

function checkProperty(
  field: Field<unknown> | OptionalField<unknown> | undefined,
  read: () => unknown,
  place: string,
): readonly PropProblem[] {
  if (field === undefined) return [];
  const given = inner(field);
  const check: Field<unknown>['check'] = (value, at) =>
    value === undefined && 'optional' in field ? [] : given.check(value, at);
  return checkField({ expected: given.expected, check }, read, place);
}

function inner(field: Field<unknown> | OptionalField<unknown>): Field<unknown> {
  return 'optional' in field ? field.optional : field;
}

// An object of a class will do if it has the properties; anything else is named as what it is.
function isProps(
  value: unknown,
  names: readonly string[],
): value is Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return names.some((name) => name in value);
}
