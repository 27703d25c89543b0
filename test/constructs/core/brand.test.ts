import { Brand } from '../../../constructs/core/brand';

describe('a brand', () => {
  test('is on what was marked, and on nothing else', () => {
    const brand = new Brand<object>('Test');
    const marked = {};
    brand.mark(marked);

    expect(brand.has(marked)).toBe(true);
    for (const value of [{}, [], null, undefined, 'Test', 7, Symbol.for('x'), () => marked]) {
      expect(brand.has(value)).toBe(false);
    }
  });

  test('is known by its name to another copy of the class', () => {
    const marked = {};
    new Brand<object>('Test').mark(marked);

    expect(new Brand<object>('Test').has(marked)).toBe(true);
    expect(new Brand<object>('Other').has(marked)).toBe(false);
  });

  test('is on what inherits from a marked value, and is not seen among its members', () => {
    const brand = new Brand<object>('Test');
    const marked = { a: 1 };
    brand.mark(marked);

    expect(brand.has(Object.create(marked))).toBe(true);
    expect(JSON.stringify(marked)).toBe('{"a":1}');
    expect(Reflect.ownKeys({ ...marked })).toEqual(['a']);
  });

  test('cannot be taken away, nor set by a copy of the members', () => {
    const brand = new Brand<object>('Test');
    const marked = {};
    brand.mark(marked);

    expect(brand.has({ ...marked })).toBe(false);
    expect(Reflect.deleteProperty(marked, Symbol.for('buildkit-cdk.Test'))).toBe(false);
    expect(brand.has(marked)).toBe(true);
  });
});
