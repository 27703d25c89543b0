import { diff, image, type State, scratch } from '../../lib/llb';
import { marshal, resultBody, resultCaps, resultOp } from './decoded';

const a = image('a').dir('/a').user('u');
const b = image('b').dir('/b');
const input = (state: State) => marshal(state).head;

describe('a difference', () => {
  test('has what is below and what is above, and the values of the one below', () => {
    const state = diff(a, b);
    expect(resultOp(state).inputs).toEqual([input(a), input(b)]);
    expect(resultBody(state, 'diff')).toEqual({ kind: 'diff', lower: 0, upper: 1 });
    expect(state.values).toEqual(a.values);
    expect(resultCaps(state)).toEqual(['diffop']);
    expect(resultOp(state).platform).toBeUndefined();
  });

  test('from scratch is what is above, as it is', () => {
    expect(diff(scratch(), b)).toBe(b);
    expect(diff(scratch(), scratch())).toBe(scratch());
  });

  test('to scratch is an op of one input', () => {
    const state = diff(a, scratch());
    expect(resultOp(state).inputs).toEqual([input(a)]);
    expect(resultBody(state, 'diff')).toEqual({ kind: 'diff', lower: 0, upper: -1 });
  });

  test('of a state to itself keeps both inputs', () => {
    expect(resultOp(diff(a, a)).inputs).toEqual([input(a), input(a)]);
    expect(resultBody(diff(a, a), 'diff')).toMatchObject({ lower: 0, upper: 1 });
  });
});
