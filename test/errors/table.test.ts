import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  BuildError,
  BuildErrors,
  describeCause,
  ERROR_CODES,
  type ErrorCode,
  errorCodeEntry,
  systemErrorCode,
} from '../../lib/errors';

const root = join(__dirname, '../..');
const entries = Object.entries(ERROR_CODES);

/** The text of every source but the table itself. */
const sources = ['lib', 'constructs']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(root, folder, file),
    ),
  )
  .filter((file) => /\.ts$/.test(file) && !/lib\/(errors\/codes|pb\/)/.test(file))
  .map((file) => readFileSync(file, 'utf8'));

describe('the table of codes', () => {
  test('has no code that nothing throws', () => {
    const all = sources.join('\n');
    expect(entries.map(([code]) => code).filter((code) => !all.includes(`'${code}'`))).toEqual([]);
  });

  test('has every code that is thrown', () => {
    const thrown = sources.flatMap((text) =>
      [...text.matchAll(/new BuildError\(\s*'(E_\w+)'/g)].map(([, code]) => code),
    );
    expect(thrown.length).toBeGreaterThan(100);
    expect(thrown.filter((code) => !Object.hasOwn(ERROR_CODES, code ?? ''))).toEqual([]);
  });

  test.each(entries)('%s is told in the form of all others', (code, { meaning, remedy }) => {
    expect(code).toMatch(/^E_[A-Z]+(_[A-Z]+)*$/);
    for (const text of [meaning, remedy]) {
      expect(text).not.toMatch(/[.\n]$|^\s|\s$| {2}/);
      // Lower case, but for names and abbreviations.
      expect(text).toMatch(/^(?:[a-z"]|[A-Z]{2,}|BuildKit|Debian|Docker|TLS|Node)/);
    }
    expect(meaning).not.toBe(remedy);
  });

  test('knows no code by the names of what every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
      expect(errorCodeEntry(name as ErrorCode)).toBeUndefined();
    }
  });
});

describe('an error', () => {
  test('holds its cause, and is the only one of its errors', () => {
    const cause = new Error('inner');
    const error = new BuildError('E_USAGE', 'a', { cause, got: 'x' });

    expect([error.cause, error.all, error.name]).toEqual([cause, [error], 'BuildError']);
    expect(new BuildError('E_USAGE', 'a')).not.toHaveProperty('cause');
    // The mark by which other copies know it does not show where an error is printed.
    expect(Object.keys(error).sort()).toEqual(['code', 'details', 'name']);
  });

  test('of several has the code and the details of the first, and every message', () => {
    const [one, other] = [
      new BuildError('E_USAGE', 'one', { got: '1' }),
      new BuildError('E_SYSTEM', 'other', { got: '2' }),
    ];
    const both = new BuildErrors([one, other]);

    expect(both).toMatchObject({ code: 'E_USAGE', message: 'one\nother', details: { got: '1' } });
    expect(both.all).toEqual([one, other]);
    expect(BuildError.is(both)).toBe(true);
    expect(() => new BuildErrors([])).toThrow(RangeError);
  });

  test.each(['constructPath', 'expected', 'got'] as const)(
    'that differs from another in its %s is told beside it',
    (field) => {
      const make = (value: string) => new BuildError('E_USAGE', 'same', { [field]: value });

      expect(() => BuildErrors.throwIfAny([make('a'), make('b'), make('a')])).toThrow(
        expect.objectContaining({ errors: [expect.anything(), expect.anything()] }),
      );
    },
  );
});

describe('the cause of a failure', () => {
  const coded = (message: string, code: string) => Object.assign(new Error(message), { code });

  test('is the innermost one, with its code where the message lacks it', () => {
    const inner = coded('getaddrinfo failed', 'ENOTFOUND');
    const outer = new TypeError('fetch failed', { cause: new Error('x', { cause: inner }) });

    expect(describeCause(outer)).toBe('ENOTFOUND getaddrinfo failed');
    expect(describeCause(coded('connect ECONNREFUSED', 'ECONNREFUSED'))).toBe(
      'connect ECONNREFUSED',
    );
  });

  test('is the first of several, one for each address', () => {
    const refused = [coded('first', 'A'), coded('second', 'B')];
    const error = new TypeError('fetch failed', { cause: new AggregateError(refused) });

    expect(describeCause(error)).toBe('A first');
    expect(describeCause(new AggregateError([], 'none'))).toBe('none');
  });

  test.each<[unknown, string]>([
    ['text', 'text'],
    [undefined, 'undefined'],
    [{ message: 'of another realm' }, 'of another realm'],
    [{ message: 1 }, '[object Object]'],
  ])('of %j, which is no error, is its text', (thrown, text) => {
    expect(describeCause(thrown)).toBe(text);
  });

  test('of a port that nobody listens on is told with the address', async () => {
    const error = await new Promise((done) => connect(1, '127.0.0.1').on('error', done));

    expect(describeCause(error)).toBe('connect ECONNREFUSED 127.0.0.1:1');
    expect(systemErrorCode(error)).toBe('ECONNREFUSED');
  });
});

test('the code of a system error is known from its form, whatever the realm', () => {
  const caught = (call: () => unknown) => {
    try {
      return call();
    } catch (error) {
      return error;
    }
  };
  expect(systemErrorCode(caught(() => readFileSync('/does/not/exist')))).toBe('ENOENT');
  expect(systemErrorCode(caught(() => execFileSync('/does/not/exist')))).toBe('ENOENT');
  expect(systemErrorCode({ code: 5 })).toBeUndefined();
  expect([null, undefined, 'ENOENT', new Error('x')].map(systemErrorCode)).toEqual(
    Array(4).fill(undefined),
  );
});
