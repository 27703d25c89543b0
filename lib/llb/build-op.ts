import type { State } from './state';
import { type Constraints, constraintsOf, type OpOptions } from './vertex/constraints';
import type { MarshalContext } from './vertex/context';
import { optionError } from './vertex/option-check';
import { inputTo, type MarshalledVertex, marshalOp, Output, Vertex } from './vertex/vertex';

/** Options of {@link nestedBuild}. */
export interface NestedBuildOptions extends OpOptions {
  /**
   * File of the state that holds the definition. Becomes the attribute `llbbuild.filename`.
   *
   * @default - `buildkit.llb.definition`
   */
  readonly filename?: string;
}

const LLB_BUILDER = -1;
const DEFINITION_INPUT = 'buildkit.llb.definition';

class BuildVertex extends Vertex {
  readonly inputs: readonly Output[];
  readonly #filename: string;
  readonly #constraints: Constraints;

  constructor(source: Output, options: NestedBuildOptions) {
    super();
    this.inputs = [source];
    this.#filename = options.filename ?? '';
    this.#constraints = constraintsOf(options, ['source.buildop.llbfilename']);
  }

  protected build(context: MarshalContext): MarshalledVertex {
    return marshalOp(
      context,
      this.#constraints,
      this.inputs.map((output) => inputTo(output, context)),
      {
        kind: 'build',
        builder: LLB_BUILDER,
        inputs: { [DEFINITION_INPUT]: 0 },
        attrs: this.#filename === '' ? {} : { 'llbbuild.filename': this.#filename },
      },
      this.#constraints.platform,
    );
  }
}

/**
 * Builds a definition that is a file of a state, as if it stood here. Becomes a `BuildOp`.
 *
 * @throws {BuildError} `E_LLB_OPTION` for scratch, which holds no file
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/llbbuild/llbbuild.go
 */
export function nestedBuild(state: State, options: NestedBuildOptions = {}): State {
  const { output } = state;
  if (output === undefined) {
    throw optionError('nested build', 'scratch', 'a state that holds a definition');
  }
  return state.withOutput(new Output(new BuildVertex(output, options), 0));
}
