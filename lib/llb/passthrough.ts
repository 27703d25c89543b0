import { type PassthroughInput, PassthroughVertex } from './passthrough-op';
import { type State, stateOf } from './state';
import type { OpOptions } from './vertex/constraints';
import { Output } from './vertex/vertex';

/**
 * Hands some states on once all of them are there. Becomes a `PassthroughOp`, BuildKit 0.31 and
 * newer.
 *
 * @param id - tells this passthrough from others
 * @returns one new state for each input with `output: true` that is not scratch, in their order
 * @throws {BuildError} `E_LLB_OPTION` for an empty id, or when no input is an output
 */
export function passthrough(
  id: string,
  inputs: readonly PassthroughInput[],
  options: OpOptions = {},
): readonly State[] {
  const vertex = new PassthroughVertex(id, inputs, options);
  return vertex.outputs.map((_, index) => stateOf(new Output(vertex, index)));
}
