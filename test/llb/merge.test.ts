import fc from 'fast-check';
import { image, local, merge, type State, scratch } from '../../lib/llb';
import { marshal, resultBody, resultCaps, resultHex, resultOp } from './decoded';

const a = image('a').dir('/a').user('u');
const b = image('b').dir('/b');
const input = (state: State) => marshal(state).head;

/** States of which some are scratch and some are equal. */
const states = fc.array(
  fc.constantFrom(scratch(), scratch().dir('/s'), a, b, image('a'), local('x')),
  { maxLength: 6 },
);

describe('a merge', () => {
  test('has an input for each state that is not scratch, in their order, equal ones too', () => {
    fc.assert(
      fc.property(states, (list) => {
        const filled = list.filter(({ output }) => output !== undefined);
        const merged = merge(list);
        if (filled.length === 0) expect(merged.output).toBeUndefined();
        else if (filled.length === 1) expect(merged).toBe(filled[0]);
        else {
          expect(resultOp(merged).inputs).toEqual(filled.map(input));
          expect(resultBody(merged, 'merge').inputs).toEqual([...filled.keys()]);
          expect(merged.values).toEqual(filled[0]?.values);
        }
      }),
    );
  });

  test('of nothing says nothing', () => {
    expect(merge([]).values.dir).toBe('/');
    expect(merge([scratch().dir('/s')]).values.dir).toBe('/');
  });

  test('has no platform, and asks for what it is', () => {
    const platform = { os: 'linux', architecture: 'arm64' };
    expect(resultOp(merge([a, b], { platform })).platform).toBeUndefined();
    expect(resultCaps(merge([a, b]))).toEqual(['mergeop']);
  });

  test('is another in another order', () => {
    expect(resultHex(merge([a, b]))).not.toBe(resultHex(merge([b, a])));
  });

  test('of merges is not made flat, as it is another op', () => {
    expect(marshal(merge([merge([a, b]), a])).ops.length).toBe(5);
  });
});
