import { App, LocatedConstruct } from '../../../constructs';
import { callUser } from '../../../constructs/core/call-user';
import { BuildError, BuildErrors } from '../../../lib/errors';
import { errorsOf } from '../../support/lowered';

class Plain extends LocatedConstruct {}
const owner = new Plain(new App(), 'own'); // the line of the construct
const FILE = 'test/constructs/core/call-user.test.ts';

function thrown(value: unknown): readonly BuildError[] {
  return errorsOf(() =>
    callUser(owner, 'run', () => {
      throw value;
    }),
  );
}

describe('a function of the user', () => {
  test('gives what it gives, also nothing', () => {
    const given = {};

    expect(callUser(owner, 'run', () => given)).toBe(given);
    expect(callUser(owner, 'run', () => undefined)).toBeUndefined();
  });

  test('that throws an error is told with the construct, the error, and the line of it', () => {
    const cause = new RangeError('too far');
    const [error] = thrown(cause);

    expect(error).toMatchObject({
      code: 'E_USER_FUNCTION',
      message: 'own: "run" throws RangeError: too far',
      details: { constructPath: 'own', source: { file: FILE } },
    });
    expect(error?.details.source?.line).not.toBe(owner.source?.line);
    expect(error?.cause).toBe(cause);
  });

  test('that throws an error of the library is told as that', () => {
    const one = new BuildError('E_PROPERTY', 'a');
    const several = new BuildErrors([one, new BuildError('E_PROPERTY', 'b')]);

    expect(thrown(one)[0]).toBe(one);
    expect(thrown(several)).toBe(several.errors);
  });

  test.each([
    ['a text', 'no colour', '"no colour"'],
    ['nothing', undefined, 'nothing'],
    ['null', null, 'null'],
    ['a number', 7, 'the number 7'],
    ['a symbol', Symbol('s'), 'a symbol'],
    ['an object', { message: 'hi' }, 'an object with "message"'],
    ['an object without a text', Object.create(null), 'an empty object'],
  ])('that throws %s is told with the line of the construct', (_what, value, says) => {
    expect(thrown(value)).toMatchObject([
      {
        code: 'E_USER_FUNCTION',
        message: `own: "run" throws ${says}`,
        details: { source: owner.source, cause: value },
      },
    ]);
  });

  test('that throws an error without a stack is told with the line of the construct', () => {
    const cause = new Error('x');
    Object.assign(cause, { stack: undefined });

    expect(thrown(cause)[0]?.details.source).toEqual(owner.source);
  });
});
