import { readFileSync } from 'node:fs';
import { App, Construct, type IConstruct, LocatedConstruct } from '../../../constructs';
import { BuildError } from '../../../lib/errors';

class Plain extends LocatedConstruct {}

class WithConstructor extends LocatedConstruct {
  readonly extra: string;

  constructor(scope: IConstruct, id: string, extra = 'x') {
    super(scope, id);
    this.extra = extra;
  }
}

class Derived extends WithConstructor {
  constructor(scope: IConstruct, id: string) {
    super(scope, id, 'derived');
  }
}

/** A composition: what it holds was made by its own line. */
class Composition extends Construct {
  readonly part: WithConstructor;

  constructor(scope: IConstruct, id: string) {
    super(scope, id);
    this.part = new WithConstructor(this, 'part'); // LINE composition
  }
}

const lines = readFileSync(__filename, 'utf8').split('\n');
const lineOf = (mark: string) => lines.findIndex((line) => line.endsWith(`// LINE ${mark}`)) + 1;

describe('the line of a construct', () => {
  test('is the one that made it, not one of its own constructors', () => {
    const app = new App();
    const made = [
      new Plain(app, 'plain'), // LINE plain
      new WithConstructor(app, 'own'), // LINE own
      new Derived(app, 'derived'), // LINE derived
      new Composition(app, 'composition').part,
    ];

    expect(made.map(({ source }) => source?.line)).toEqual(
      ['plain', 'own', 'derived', 'composition'].map(lineOf),
    );
    for (const { source } of made) {
      expect(source?.file).toBe('test/constructs/core/located-construct.test.ts');
    }
  });

  test('is the one within a function that the app calls', () => {
    const make = (app: App) => new WithConstructor(app, 'own'); // LINE function

    expect(make(new App()).source?.line).toBe(lineOf('function'));
  });
});

describe('a located construct', () => {
  test('is known by its mark, whichever copy of the package made it', () => {
    const app = new App();
    let Other = LocatedConstruct;
    jest.isolateModules(() => {
      Other = jest.requireActual('../../../constructs').LocatedConstruct;
    });
    class OfOther extends Other {}
    const other = new OfOther(app, 'other');

    expect(other).not.toBeInstanceOf(LocatedConstruct);
    expect(LocatedConstruct.isLocated(other)).toBe(true);
    expect(Other.isLocated(new Plain(app, 'own'))).toBe(true);
    for (const value of [app, new Construct(app, 'c'), {}, null, undefined, 'x', 7]) {
      expect(LocatedConstruct.isLocated(value)).toBe(false);
    }
  });

  test('makes errors that name it, with a code of the library or of another package', () => {
    const own = new Plain(new App(), 'own');
    const error = own.error('E_ACME_COLOUR', 'the colour is none', { got: '"blu"' });

    expect(BuildError.is(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'E_ACME_COLOUR',
      message: 'own: the colour is none',
      details: { constructPath: 'own', source: own.source, got: '"blu"' },
    });
    expect(own.error('E_PROPERTY', 'x', { source: undefined }).details.source).toBeUndefined();
  });

  test('finds nothing wrong with itself, unless its class says otherwise', () => {
    expect(new Plain(new App(), 'own').check()).toEqual([]);
  });
});
