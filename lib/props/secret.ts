import type { Field } from './field';

/** A field whose value no error shows; its names and places are shown. */
export function secret<T>(field: Field<T>): Field<T> {
  return {
    expected: field.expected,
    check: (value, place) =>
      field
        .check(value, place)
        .map(({ fix: _, ...problem }) =>
          problem.got === 'nothing' ? problem : { ...problem, got: 'a value that is not shown' },
        ),
  };
}
