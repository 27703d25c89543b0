import fc from 'fast-check';
import { isNodeInRange } from '../../lib/npm';

// The one that is installed with the tools of this repository.
const semver: { satisfies(version: string, range: string): boolean } = require('semver');

const number = fc.constantFrom(0, 1, 2, 18, 20, 22);
const version = fc.tuple(number, number, number).map((parts) => parts.join('.'));
const partial = fc
  .tuple(
    number,
    fc.option(fc.oneof(number, fc.constant('x')), { nil: undefined }),
    fc.option(number, { nil: undefined }),
  )
  .map(([major, minor, patch]) => {
    if (minor === undefined) return `${major}`;
    return patch === undefined || minor === 'x'
      ? `${major}.${minor}`
      : `${major}.${minor}.${patch}`;
  });
const comparator = fc
  .tuple(fc.constantFrom('', '^', '~', '>=', '>', '<', '<=', '>= ', '='), partial)
  .map((parts) => parts.join(''));
const simple = fc.oneof(
  fc.array(comparator, { minLength: 1, maxLength: 2 }).map((words) => words.join(' ')),
  fc.tuple(partial, partial).map(([low, high]) => `${low} - ${high}`),
  fc.constantFrom('*', 'x', ''),
);
const range = fc.array(simple, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' || '));

test('a version of Node is in the ranges that npm takes it to be in', () => {
  fc.assert(
    fc.property(version, range, (one, of) => {
      expect(isNodeInRange(one, of)).toBe(semver.satisfies(one, of));
    }),
    { numRuns: 3000 },
  );
});

test.each(['latest', '>=18.0.0-rc.1', 'node 18'])('nothing is said of the range %s', (of) => {
  expect(isNodeInRange('20.19.2', of)).toBeUndefined();
});
