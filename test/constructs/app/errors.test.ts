import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { handOverErrors } from '../../../constructs/app/errors';
import { BuildError, BuildErrors } from '../../../lib/errors';
import { temporaryFolder } from '../../support/temporary-folder';

const file = join(temporaryFolder('hand-over'), 'errors.json');
const one = new BuildError('E_PROPERTY', 'hello: wrong', {
  constructPath: 'hello',
  source: { file: 'app.ts', line: 3, column: 1 },
  got: '"x"',
  cause: new Error('deep below'),
});
const other = new BuildError('E_PLATFORM', 'other: wrong');

let exitCode: typeof process.exitCode;
beforeEach(() => {
  exitCode = process.exitCode;
});
afterEach(() => {
  process.exitCode = exitCode;
  delete process.env.SYNTH_ERRORS_FILE;
  rmSync(file, { force: true });
});

describe('errors of an app that the command line runs', () => {
  const handedOver = (error: unknown): unknown => {
    process.env.SYNTH_ERRORS_FILE = file;
    handOverErrors(error);
    return JSON.parse(readFileSync(file, 'utf8'));
  };

  test('are written with all that they tell but their cause, and the app has failed', () => {
    expect(handedOver(one)).toEqual([
      {
        code: 'E_PROPERTY',
        message: 'hello: wrong',
        details: {
          constructPath: 'hello',
          source: { file: 'app.ts', line: 3, column: 1 },
          got: '"x"',
        },
      },
    ]);
    expect(process.exitCode).toBe(1);
  });

  test('are written one by one where there are several, in their order', () => {
    expect(handedOver(new BuildErrors([other, one]))).toMatchObject([
      { code: 'E_PLATFORM', message: 'other: wrong' },
      { code: 'E_PROPERTY', message: 'hello: wrong' },
    ]);
  });

  test.each([new TypeError('my own mistake'), 'a text', undefined])(
    'are thrown where they are none of the library: %p',
    (thrown) => {
      process.env.SYNTH_ERRORS_FILE = file;
      let caught: unknown = 'nothing';
      try {
        handOverErrors(thrown);
      } catch (error) {
        caught = error;
      }

      expect(caught).toBe(thrown);
      expect(existsSync(file)).toBe(false);
    },
  );
});

test('errors of an app that runs by itself are thrown', () => {
  expect(() => handOverErrors(one)).toThrow(one);
  expect(process.exitCode).toBe(exitCode);
});
