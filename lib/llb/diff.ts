import type { State } from './state';
import { type Constraints, constraintsOf, type OpOptions } from './vertex/constraints';
import type { MarshalContext } from './vertex/context';
import { inputTo, type MarshalledVertex, marshalOp, Output, Vertex } from './vertex/vertex';
import { EMPTY_INPUT, type Input } from './wire/op';

class DiffVertex extends Vertex {
  readonly #lower: Output;
  readonly #upper: Output | undefined;
  readonly #constraints: Constraints;

  constructor(lower: Output, upper: Output | undefined, options: OpOptions) {
    super();
    this.#lower = lower;
    this.#upper = upper;
    this.#constraints = constraintsOf(options, ['diffop']);
  }

  get inputs(): readonly Output[] {
    return this.#upper === undefined ? [this.#lower] : [this.#lower, this.#upper];
  }

  protected build(context: MarshalContext): MarshalledVertex {
    const inputs: Input[] = this.inputs.map((output) => inputTo(output, context));
    const upper = this.#upper === undefined ? EMPTY_INPUT : 1;
    const body = { kind: 'diff' as const, lower: 0, upper };
    return marshalOp(context, this.#constraints, inputs, body, 'none');
  }
}

/**
 * What `upper` changes in `lower`, for a merge onto something else. Becomes a `DiffOp`, BuildKit
 * 0.10 and newer.
 *
 * The result has the values of `lower`. The difference to scratch is `upper` itself.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/diff.go
 */
export function diff(lower: State, upper: State, options: OpOptions = {}): State {
  if (lower.output === undefined) return upper;
  return lower.withOutput(new Output(new DiffVertex(lower.output, upper.output, options), 0));
}
