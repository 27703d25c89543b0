import fc from 'fast-check';
import { checkProps } from '../../lib/props';
import { anyShape } from './described-fields';

describe('any shape', () => {
  it('accepts all that it describes', () => {
    const cases = anyShape().chain(({ field, valid }) => fc.tuple(fc.constant(field), valid));

    fc.assert(fc.property(cases, ([field, value]) => checkProps(field, value).length === 0));
  });

  it('tells one mistake once, at its place', () => {
    const cases = anyShape().chain(({ field, wrong }) => fc.tuple(fc.constant(field), wrong));

    fc.assert(
      fc.property(cases, ([field, { value, at }]) => {
        expect(checkProps(field, value).map(({ place }) => place)).toEqual([at.slice(1)]);
      }),
    );
  });

  it('takes anything at all and throws nothing', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    const cases = anyShape().chain(({ field }) =>
      fc.tuple(
        fc.constant(field),
        fc.oneof(
          anything,
          fc.record(Object.fromEntries(names(field).map((name) => [name, anything]))),
        ),
      ),
    );

    fc.assert(
      fc.property(cases, ([field, value]) => {
        for (const { got, message } of checkProps(field, value)) {
          expect(got.length).toBeLessThanOrEqual(80);
          expect(message).not.toMatch(/[\n\r]/);
        }
      }),
    );
  });
});

function names({ fields }: { readonly fields: object }): string[] {
  return Object.keys(fields);
}
