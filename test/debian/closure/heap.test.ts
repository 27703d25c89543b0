import * as fc from 'fast-check';
import { Heap } from '../../../lib/debian/closure/heap';

function drain<T>(heap: Heap<T>): T[] {
  const values: T[] = [];
  for (let value = heap.pop(); value !== undefined; value = heap.pop()) values.push(value);
  return values;
}

describe('Heap', () => {
  it('gives the greatest value first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (values) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const value of values) heap.push(value);
        expect(drain(heap)).toEqual([...values].sort((a, b) => b - a));
      }),
    );
  });

  it('keeps what a test holds for, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.nat(100), (values, limit) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const value of values) heap.push(value);
        heap.keep((value) => value < limit);
        const kept = values.filter((value) => value < limit);
        expect(drain(heap)).toEqual(kept.sort((a, b) => b - a));
      }),
    );
  });

  it('gives equal values in the order that a hole sinking to a leaf leaves', () => {
    const heap = new Heap<string>((a, b) => a < b && a.charAt(0) !== b.charAt(0));
    for (const value of ['x1', 'x2', 'x3', 'x4', 'x5']) heap.push(value);
    expect(drain(heap)).toEqual(['x1', 'x3', 'x5', 'x2', 'x4']);
  });
});
