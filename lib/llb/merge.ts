import type { State } from './state';
import { scratch } from './state';
import { type Constraints, constraintsOf, type OpOptions } from './vertex/constraints';
import type { MarshalContext } from './vertex/context';
import { inputTo, type MarshalledVertex, marshalOp, Output, Vertex } from './vertex/vertex';

class MergeVertex extends Vertex {
  readonly inputs: readonly Output[];
  readonly #constraints: Constraints;

  constructor(inputs: readonly Output[], options: OpOptions) {
    super();
    this.inputs = inputs;
    this.#constraints = constraintsOf(options, ['mergeop']);
  }

  protected build(context: MarshalContext): MarshalledVertex {
    // Unlike other ops, merge keeps equal inputs apart.
    const inputs = this.inputs.map((output) => inputTo(output, context));
    const body = { kind: 'merge' as const, inputs: inputs.map((_, index) => index) };
    return marshalOp(context, this.#constraints, inputs, body, 'none');
  }
}

/**
 * Lays states over each other, the last on top, without copying. Becomes a `MergeOp`, BuildKit
 * 0.10 and newer.
 *
 * The result has the values of the first state that is not scratch. Scratch adds nothing: one
 * state alone is returned as it is, none is scratch.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/merge.go
 */
export function merge(states: readonly State[], options: OpOptions = {}): State {
  const filled = states.filter((state) => state.output !== undefined);
  const [first] = filled;
  if (first === undefined) return scratch();
  if (filled.length === 1) return first;
  const outputs = filled.flatMap(({ output }) => (output === undefined ? [] : [output]));
  return first.withOutput(new Output(new MergeVertex(outputs, options), 0));
}
