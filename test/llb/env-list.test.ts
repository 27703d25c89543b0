import fc from 'fast-check';
import { EnvList } from '../../lib/llb/env-list';

type Change = readonly [key: string, value: string | undefined];

const key = fc.constantFrom('A', 'B', 'AB', 'PATH', '1', '10', '__proto__', 'é');
const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.tuple(key, fc.option(fc.string({ maxLength: 3 }), { nil: undefined })),
  { maxLength: 20 },
);

const apply = (list: EnvList, [name, value]: Change): EnvList =>
  value === undefined ? list.delete(name) : list.set(name, value);

/** The same by a map, which keeps the order in which keys were first set. */
function model(steps: readonly Change[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of steps) {
    map.delete(name);
    if (value !== undefined) map.set(name, value);
  }
  return map;
}

test('holds what was last set, in the order in which it was', () => {
  fc.assert(
    fc.property(changes, (steps) => {
      const list = steps.reduce(apply, EnvList.EMPTY);
      const expected = model(steps);
      expect(list.toArray()).toEqual([...expected].map(([name, value]) => `${name}=${value}`));
      for (const [name] of steps) expect(list.get(name)).toBe(expected.get(name));
      expect(list.get('never')).toBeUndefined();
    }),
  );
});

test('is the same list whether it was looked at on the way or not', () => {
  fc.assert(
    fc.property(changes, fc.infiniteStream(fc.boolean()), (steps, coin) => {
      let looked = EnvList.EMPTY;
      for (const step of steps) {
        looked = apply(looked, step);
        if (coin.next().value === true) looked.toArray();
      }
      expect(looked.toArray()).toEqual(steps.reduce(apply, EnvList.EMPTY).toArray());
    }),
  );
});

test('is as before when others grow from it', () => {
  fc.assert(
    fc.property(changes, changes, changes, (steps, one, other) => {
      const list = steps.reduce(apply, EnvList.EMPTY);
      const before = [...list.toArray()];
      const first = one.reduce(apply, list);
      const second = other.reduce(apply, list);
      expect(first.toArray()).toEqual(
        one.reduce(apply, steps.reduce(apply, EnvList.EMPTY)).toArray(),
      );
      expect(second.get('A')).toBe(model([...steps, ...other]).get('A'));
      expect(list.toArray()).toEqual(before);
    }),
  );
});

test('a variable is not taken for another whose name begins as its own', () => {
  const list = EnvList.EMPTY.set('AB', '1').set('A', '2');
  list.toArray();
  expect(list.set('A', '3').toArray()).toEqual(['AB=1', 'A=3']);
  expect(list.delete('A').toArray()).toEqual(['AB=1']);
});

test('a value may hold what separates names from values', () => {
  expect(EnvList.EMPTY.set('A', 'B=1').set('B', '\n').toArray()).toEqual(['A=B=1', 'B=\n']);
});

test('a long list is made without recursion', () => {
  let list = EnvList.EMPTY;
  for (let index = 0; index < 50_000; index++) list = list.set(`K${index % 100}`, `${index}`);
  expect(list.toArray().length).toBe(100);
  expect(list.get('K0')).toBe('49900');
});
