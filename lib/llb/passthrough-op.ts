import type { State } from './state';
import { type Constraints, constraintsOf, type OpOptions } from './vertex/constraints';
import type { MarshalContext } from './vertex/context';
import { checkNotEmpty, optionError } from './vertex/option-check';
import { inputTo, type MarshalledVertex, marshalOp, type Output, Vertex } from './vertex/vertex';

/** One input of a passthrough. */
export interface PassthroughInput {
  readonly state: State;
  /**
   * The state is handed on as an output; otherwise it is only waited for.
   *
   * @default false
   */
  readonly output?: boolean;
}

/**
 * Hands some inputs on once all of them are there. Becomes `pb.PassthroughOp`.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/passthrough.go
 */
export class PassthroughVertex extends Vertex {
  readonly inputs: readonly Output[];
  /** Which input each output is. */
  readonly outputs: readonly number[];
  readonly #id: string;
  readonly #constraints: Constraints;

  constructor(id: string, inputs: readonly PassthroughInput[], options: OpOptions) {
    super();
    this.#id = checkNotEmpty('passthrough id', id);
    const outputs: Output[] = [];
    const handedOn: number[] = [];
    for (const { state, output = false } of inputs) {
      if (state.output === undefined) continue;
      if (output) handedOn.push(outputs.length);
      outputs.push(state.output);
    }
    if (handedOn.length === 0) {
      throw optionError('passthrough inputs', 'none that is an output', 'one that is not scratch');
    }
    this.inputs = outputs;
    this.outputs = handedOn;
    this.#constraints = constraintsOf(options, ['passthroughop']);
  }

  protected build(context: MarshalContext): MarshalledVertex {
    const inputs = this.inputs.map((output) => inputTo(output, context));
    const body = { kind: 'passthrough' as const, id: this.#id, outputs: this.outputs };
    return marshalOp(context, this.#constraints, inputs, body, 'none');
  }
}
