import { App, LocatedConstruct } from '../../../constructs';
import { Once } from '../../../constructs/core/once';
import { BuildError } from '../../../lib/errors';

describe('once', () => {
  test('makes a thing for an owner once, and gives the same to all who ask', () => {
    const once = new Once();
    const owner = {};
    let made = 0;
    const make = () => ({ number: ++made });

    const first = once.get(owner, '', make);

    expect(once.get(owner, '', make)).toBe(first);
    expect(made).toBe(1);
  });

  test('tells owners apart by identity, though they look the same', () => {
    const once = new Once();
    const [a, b] = [{ id: 1 }, { id: 1 }];

    expect(once.get(a, '', () => 'of a')).toBe('of a');
    expect(once.get(b, '', () => 'of b')).toBe('of b');
  });

  test('tells the parts of one owner apart', () => {
    const once = new Once();
    const owner = {};

    expect(once.get(owner, 'root', () => 1)).toBe(1);
    expect(once.get(owner, 'tools', () => 2)).toBe(2);
    expect(once.get(owner, 'root', () => 3)).toBe(1);
  });

  test('remembers undefined as what was made', () => {
    const once = new Once();
    const owner = {};
    once.get(owner, '', () => undefined);

    expect(once.get<number | undefined>(owner, '', () => 1)).toBeUndefined();
  });

  test('throws a failure again, the very same, without another try', () => {
    const once = new Once();
    const owner = {};
    let tries = 0;
    const fail = () => {
      tries += 1;
      throw new BuildError('E_STAGE_COMMAND', 'no command');
    };
    const caught = [1, 2, 3].map(() => {
      try {
        return once.get(owner, '', fail);
      } catch (error) {
        return error;
      }
    });

    expect(tries).toBe(1);
    expect(new Set(caught).size).toBe(1);
    expect(BuildError.is(caught[0])).toBe(true);
  });

  test('fails for what needs its own result, and names the construct and its line', () => {
    class Own extends LocatedConstruct {}
    const own = new Own(new App(), 'own');
    const once = new Once();
    const again = (): string => once.get(own, '', again);

    expect(() => once.get(own, '', again)).toThrow(
      expect.objectContaining({
        code: 'E_LOWER_CIRCLE',
        message: 'own: it needs its own result',
        details: expect.objectContaining({
          constructPath: 'own',
          source: expect.objectContaining({ file: 'test/constructs/core/once.test.ts' }),
        }),
      }),
    );
  });
});
