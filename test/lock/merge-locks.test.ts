import { EMPTY_LOCK } from '../../lib/lock/lock-file';
import { mergeLocks } from '../../lib/lock/merge-locks';
import { SMALL_LOCK } from './small-lock';

const both = (older: object, newer: object) =>
  mergeLocks({ sections: { ...older } }, { sections: { ...newer } }).sections;

test('the entries of both are there', () => {
  expect(mergeLocks(SMALL_LOCK, EMPTY_LOCK)).toEqual(SMALL_LOCK);
  expect(mergeLocks(EMPTY_LOCK, SMALL_LOCK)).toEqual(SMALL_LOCK);
  expect(both({ git: { a: { commit: '1' } } }, { git: { b: { commit: '2' } }, http: {} })).toEqual({
    git: { a: { commit: '1' }, b: { commit: '2' } },
    http: {},
  });
});

test('where they differ, the newer one is right', () => {
  const archive = (names: readonly string[]) => ({
    debian: { sid: { sets: { 'a (main)': { amd64: names } } } },
  });
  expect(both(archive(['a', 'b']), archive(['c']))).toEqual(archive(['c']));
});

test('names that every object has are names like any other', () => {
  const entry = { constructor: { version: '1' } };
  expect(both({ x: {} }, { x: entry })).toEqual({ x: entry });
});
