import { describeValue } from '../../lib/props';

class DebianPackages {}
class AptMirror {}

const CASES: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['"99999/tcp"', '99999/tcp'],
  ['""', ''],
  ['"say \\"hello\\"\\n"', 'say "hello"\n'],
  ['"\\ud83d"', '\ud83d'],
  ['"a\\u202eb"', 'a\u202eb'],
  ['"\\u001b[31mred"', '\u001b[31mred'],
  ['the number 7', 7],
  ['the number -0', -0],
  ['the number NaN', Number.NaN],
  ['a bigint', 10n ** 1000n],
  ['true', true],
  ['a symbol', Symbol('secret')],
  ['a function', () => 7],
  ['a class', DebianPackages],
  ['an empty list', []],
  ['a list of 3', [1, 2, 3]],
  ['a DebianPackages', new DebianPackages()],
  ['an AptMirror', new AptMirror()],
  ['a Map', new Map()],
  ['a Promise', Promise.resolve()],
  ['an empty object', {}],
  ['an object with "a"', { a: 1 }],
  ['an object with "a" and 2 more', { a: 1, b: 2, c: 3 }],
  ['an object with "a"', Object.assign(Object.create(null), { a: 1 })],
  ['an object with "constructor"', { constructor: 'x' }],
  [
    'an object with "constructor"',
    {
      get constructor() {
        return 'x';
      },
    },
  ],
];

describe('describeValue', () => {
  it.each(CASES)('says %s', (words, value) => {
    expect(describeValue(value)).toBe(words);
  });

  it('cuts a long text between two characters', () => {
    expect(describeValue('ab'.repeat(9_999))).toBe(`"${'ab'.repeat(32)}…"`);
    expect(describeValue('\u{1f600}'.repeat(99))).toBe(`"${'\u{1f600}'.repeat(32)}…"`);
    expect(describeValue('\0'.repeat(99)).length).toBeLessThanOrEqual(80);
  });

  it('leaves out what a URL tells of the user', () => {
    expect(describeValue('https://me:hunter2@git.example/x.git')).toBe(
      '"https://…@git.example/x.git"',
    );
    expect(describeValue(`https://${'hunter2'.repeat(99)}@git.example`)).toBe(
      '"https://…@git.example"',
    );
    expect(describeValue('https://a:p@ss@b c://d:q@e')).toBe('"https://…@b c://…@e"');
  });

  it('never throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrower = {
      get constructor(): unknown {
        throw new Error('no');
      },
    };

    expect(describeValue(proxy)).toBe('a value that cannot be read');
    expect(describeValue(thrower)).toBe('a value that cannot be read');
  });
});
