import { App, Construct, type IConstruct, LocatedConstruct } from '../../../constructs';
import { checkTree } from '../../../constructs/app/check-tree';
import { BuildError, BuildErrors } from '../../../lib/errors';

const FILE = 'test/constructs/app/check-tree.test.ts';

/** A construct whose check gives anything, as one in JavaScript may. */
class Checked extends LocatedConstruct {
  private readonly gives: () => unknown;

  constructor(scope: IConstruct, id: string, gives: () => unknown) {
    super(scope, id);
    this.gives = gives;
  }

  override check(): never {
    return this.gives() as never;
  }
}

function checked(gives: () => unknown): readonly BuildError[] {
  const app = new App();
  new Checked(app, 'own', gives);
  return checkTree(app);
}

describe('the check of a construct', () => {
  test('finds nothing where the list is empty', () => {
    expect(checked(() => [])).toEqual([]);
  });

  test.each([
    ['nothing', undefined, 'nothing'],
    ['null', null, 'null'],
    ['true', true, 'true'],
    ['a text', 'it is wrong', '"it is wrong"'],
    ['a list of texts', ['it is wrong'], 'a list of 1'],
    ['a list of nothing', [undefined], 'a list of 1'],
    ['a list of other errors', [new Error('x')], 'a list of 1'],
    ['an error', new BuildError('E_PROPERTY', 'x'), 'a BuildError'],
  ])('that gives %s instead of a list of errors is told, with its line', (_what, given, got) => {
    expect(checked(() => given)).toMatchObject([
      {
        code: 'E_CONSTRUCT_INVALID',
        message: 'own: "check" gives no list of errors',
        details: { constructPath: 'own', source: { file: FILE }, got },
      },
    ]);
  });

  test('that throws is told with the line that throws', () => {
    const [error, ...others] = checked(() => {
      throw new TypeError('no colour');
    });

    expect(others).toEqual([]);
    expect(error?.message).toBe('own: "check" throws TypeError: no colour');
    expect(error?.details.source?.file).toBe(FILE);
  });

  test('that throws errors of the library is told as they are, each', () => {
    const errors = ['a', 'b'].map((text) => new BuildError('E_PROPERTY', text));

    expect(
      checked(() => {
        throw new BuildErrors(errors);
      }),
    ).toEqual(errors);
  });
});

describe('validations that others add', () => {
  const add = (construct: IConstruct, ...messages: string[]) =>
    construct.node.addValidation({ validate: () => messages });

  test('are told of the root, of constructs without a line, and of those with one', () => {
    const app = new App();
    const plain = new Construct(app, 'plain');
    const own = new Checked(plain, 'own', () => []);
    add(app, 'too few images');
    add(plain, 'a', 'b');
    add(own, 'c');

    expect(
      checkTree(app).map(({ code, details, message }) => [
        code,
        message,
        details.constructPath,
        details.source?.file,
      ]),
    ).toEqual([
      ['E_CONSTRUCT_INVALID', ': too few images', '', undefined],
      ['E_CONSTRUCT_INVALID', 'plain: a', 'plain', undefined],
      ['E_CONSTRUCT_INVALID', 'plain: b', 'plain', undefined],
      ['E_CONSTRUCT_INVALID', 'plain/own: c', 'plain/own', FILE],
    ]);
  });

  test('come behind what the construct finds itself', () => {
    const app = new App();
    const own: Checked = new Checked(app, 'own', () => [own.error('E_PROPERTY', 'itself')]);
    add(own, 'others');

    expect(checkTree(app).map(({ message }) => message)).toEqual(['own: itself', 'own: others']);
  });

  test('that throw are told with the construct, and hide nothing of the others', () => {
    const app = new App();
    const first: Checked = new Checked(app, 'a', () => []);
    first.node.addValidation({
      validate: () => {
        throw new RangeError('out of range');
      },
    });
    add(new Checked(app, 'b', () => []), 'wrong');

    expect(checkTree(app).map(({ code, message }) => [code, message])).toEqual([
      ['E_USER_FUNCTION', 'a: "validate" throws RangeError: out of range'],
      ['E_CONSTRUCT_INVALID', 'b: wrong'],
    ]);
  });
});
