import { SchemaReader } from '../../lib/json';

const schema = new SchemaReader('E_LOCK_FORMAT', 'x.json', 'write it anew');

describe('SchemaReader', () => {
  it('gives what has the form that is expected', () => {
    expect(schema.object({ a: 1 }, '')).toEqual({ a: 1 });
    expect(schema.record({ a: 1, b: 2 }, 'r', (value, at) => schema.size(value, at))).toEqual({
      a: 1,
      b: 2,
    });
    expect(schema.text('ab', 't', /^a/)).toBe('ab');
    expect(schema.texts([], 't')).toEqual([]);
    expect(schema.list([1, 2], 'l', (value, at) => `${at}=${value}`)).toEqual(['l[0]=1', 'l[1]=2']);
    expect(schema.size(0, 's')).toBe(0);
  });

  it.each<[string, () => unknown, string, string, string]>([
    ['no object', () => schema.object([], 'a'), 'x.json: a', '[]', 'an object'],
    ['null', () => schema.object(null, ''), 'x.json', 'null', 'an object'],
    [
      'a member of a record',
      () => schema.record({ 'k.1': 'v' }, 'r', (value, at) => schema.size(value, at)),
      'x.json: r["k.1"]',
      '"v"',
      'a whole number, not negative',
    ],
    ['no text', () => schema.text(undefined, 't'), 'x.json: t', 'nothing', 'a string'],
    ['another text', () => schema.text('b', 't', /^a$/), 'x.json: t', '"b"', '/^a$/'],
    ['a text of a list', () => schema.texts(['a', 1], 't'), 'x.json: t[1]', '1', 'a string'],
    ['no list', () => schema.texts({}, 't'), 'x.json: t', '{}', 'an array of strings'],
    [
      'half a byte',
      () => schema.size(0.5, 's'),
      'x.json: s',
      '0.5',
      'a whole number, not negative',
    ],
    [
      'too many bytes',
      () => schema.size(2 ** 53, 's'),
      'x.json: s',
      '9007199254740992',
      'a whole number, not negative',
    ],
  ])('names file and place of %s', (_what, read, place, got, expected) => {
    expect(read).toThrow(
      expect.objectContaining({
        code: 'E_LOCK_FORMAT',
        message: `${place} has the wrong form`,
        details: expect.objectContaining({ got, expected, fix: 'write it anew' }),
      }),
    );
  });
});
