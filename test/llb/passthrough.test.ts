import fc from 'fast-check';
import { image, passthrough, type State, scratch } from '../../lib/llb';
import { marshal, optionError, resultBody, resultCaps, resultHex, resultOp } from './decoded';

const a = image('a').dir('/a').user('u');
const b = image('b').dir('/b');
const input = (state: State) => marshal(state).head;

describe('a passthrough', () => {
  const inputs = fc.array(
    fc.record({
      state: fc.constantFrom(scratch(), a, b, image('a')),
      output: fc.boolean(),
    }),
    { maxLength: 6 },
  );

  test('hands on each output that is not scratch, and waits for the others', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        const filled = list.filter(({ state }) => state.output !== undefined);
        const outputs = [...filled.keys()].filter((at) => filled[at]?.output);
        if (outputs.length === 0) {
          expect(() => passthrough('p', list)).toThrow(
            optionError('passthrough inputs', 'none that is an output', 'one that is not scratch'),
          );
          return;
        }
        const made = passthrough('p', list);
        expect(made.map((state) => input(state)?.index)).toEqual([...outputs.keys()]);
        for (const state of made) {
          expect(resultBody(state, 'passthrough')).toEqual({
            kind: 'passthrough',
            id: 'p',
            outputs,
          });
          expect(resultOp(state).inputs).toEqual(filled.map((own) => input(own.state)));
        }
      }),
    );
  });

  test('gives new states, without values', () => {
    const [state] = passthrough('p', [{ state: a, output: true }]);
    expect(state?.values).toEqual(scratch().values);
    expect(resultCaps(state ?? scratch())).toEqual(['passthroughop']);
  });

  test('is told from others by its name', () => {
    const of = (id: string): string =>
      resultHex(passthrough(id, [{ state: a, output: true }])[0] ?? scratch());
    expect(of('p')).not.toBe(of('q'));
    expect(() => of('')).toThrow(optionError('passthrough id', 'an empty string', 'a value'));
  });

  test('only waits for what does not say otherwise', () => {
    const made = passthrough('p', [{ state: a }, { state: b, output: true }]);
    expect(made.length).toBe(1);
    expect(resultBody(made[0] ?? scratch(), 'passthrough').outputs).toEqual([1]);
  });
});
