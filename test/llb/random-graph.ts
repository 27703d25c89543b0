import fc from 'fast-check';
import {
  bindMount,
  copy,
  diff,
  http,
  image,
  local,
  merge,
  mkfile,
  type OpOptions,
  passthrough,
  type State,
  scratch,
} from '../../lib/llb';

/** One step of a random graph: how it makes a state of earlier ones, given options for its op. */
export type GraphStep = (earlier: readonly State[], options: OpOptions) => State;

const LETTERS = ['a', 'b', 'c', 'd'] as const;
const letter = fc.constantFrom(...LETTERS);
const at = fc.nat({ max: 9 });

const pick = (states: readonly State[], index: number): State =>
  states[index % Math.max(states.length, 1)] ?? scratch();

/** A step of any kind. Names come from few letters, so that equal ops are frequent. */
export const graphStep: fc.Arbitrary<GraphStep> = fc.oneof(
  letter.map((name) => (_: readonly State[], options: OpOptions) => image(name, options)),
  letter.map((name) => (_: readonly State[], options: OpOptions) => local(name, options)),
  letter.map(
    (name) => (_: readonly State[], options: OpOptions) => http(`https://h/${name}`, options),
  ),
  fc.tuple(letter, at, at).map(
    ([name, base, other]) =>
      (states: readonly State[], options: OpOptions) =>
        pick(states, base).run({
          ...options,
          args: [name],
          mounts: [bindMount('/m', pick(states, other))],
        }).root,
  ),
  fc.tuple(letter, at, at).map(
    ([name, base, other]) =>
      (states: readonly State[], options: OpOptions) =>
        pick(states, base)
          .run({ ...options, args: [name], mounts: [bindMount('/m', pick(states, other))] })
          .mount('/m'),
  ),
  fc.tuple(letter, at, at).map(
    ([name, base, other]) =>
      (states: readonly State[], options: OpOptions) =>
        pick(states, base).file(
          mkfile(name, 0o644, name).copy(pick(states, other), name, '/'),
          options,
        ),
  ),
  fc.tuple(at, at).map(
    ([base, from]) =>
      (states: readonly State[], options: OpOptions) =>
        pick(states, base).file(
          copy(mkfile('/x', 0, '').withState(pick(states, from)), '/x', '/y'),
          options,
        ),
  ),
  fc.array(at, { maxLength: 3 }).map(
    (list) => (states: readonly State[], options: OpOptions) =>
      merge(
        list.map((index) => pick(states, index)),
        options,
      ),
  ),
  fc.tuple(at, at).map(
    ([lower, upper]) =>
      (states: readonly State[], options: OpOptions) =>
        diff(pick(states, lower), pick(states, upper), options),
  ),
  fc
    .tuple(letter, at, at)
    .map(([id, first, second]) => (states: readonly State[], options: OpOptions) => {
      const inputs = [pick(states, first), pick(states, second)].map((state) => ({
        state,
        output: true,
      }));
      if (inputs.every(({ state }) => state.output === undefined)) return scratch();
      return passthrough(id, inputs, options).at(-1) ?? scratch();
    }),
);

/** Steps of a graph. */
export const graphSteps = fc.array(graphStep, { minLength: 1, maxLength: 12 });

/** All states of a graph, one for each step. */
export function statesOf(
  steps: readonly GraphStep[],
  optionsOf: (index: number) => OpOptions = () => ({}),
): readonly State[] {
  const states: State[] = [];
  for (const [index, step] of steps.entries()) states.push(step(states, optionsOf(index)));
  return states;
}

/** A graph's result: everything that its steps made, in one merge. */
export function resultOf(states: readonly State[]): State {
  return merge([image('root'), ...states]);
}

/** A random graph that is not scratch. */
export const graph: fc.Arbitrary<State> = graphSteps.map((steps) => resultOf(statesOf(steps)));
