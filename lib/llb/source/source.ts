import type { Platform } from '../../oci/platform';
import { type State, stateOf } from '../state';
import { type Constraints, constraintsOf, type OpOptions } from '../vertex/constraints';
import type { MarshalContext } from '../vertex/context';
import { checkNotEmpty } from '../vertex/option-check';
import { type MarshalledVertex, marshalOp, Output, Vertex } from '../vertex/vertex';

const NO_INPUTS: readonly Output[] = [];

/**
 * Content from outside the graph. Becomes `pb.SourceOp`.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/source.go `SourceOp`
 */
class SourceVertex extends Vertex {
  readonly inputs = NO_INPUTS;
  readonly #identifier: string;
  readonly #attrs: Readonly<Record<string, string>>;
  readonly #constraints: Constraints;
  readonly #lacksSession: boolean;

  constructor(
    identifier: string,
    attrs: Readonly<Record<string, string>>,
    caps: readonly string[],
    options: OpOptions,
  ) {
    super();
    this.#identifier = checkNotEmpty('source identifier', identifier);
    this.#attrs = attrs;
    this.#lacksSession = identifier.startsWith('local://') && attrs['local.session'] === undefined;
    this.#constraints = constraintsOf(
      options,
      this.#lacksSession ? [...caps, 'source.local.unique'] : caps,
    );
  }

  /** Platform given to this source itself. */
  get platform(): Platform | undefined {
    return this.#constraints.platform;
  }

  protected build(context: MarshalContext): MarshalledVertex {
    const attrs = this.#lacksSession
      ? { ...this.#attrs, 'local.unique': this.#uniqueId(context) }
      : this.#attrs;
    const body = { kind: 'source' as const, identifier: this.#identifier, attrs };
    const platform = hasPlatform(this.#identifier) ? this.#constraints.platform : 'none';
    return marshalOp(context, this.#constraints, NO_INPUTS_MESSAGE, body, platform);
  }

  #uniqueId(context: MarshalContext): string {
    return this.#constraints.localUniqueId || context.localUniqueId;
  }
}

const NO_INPUTS_MESSAGE = [] as const;

function hasPlatform(identifier: string): boolean {
  return identifier.startsWith('docker-image://') || identifier.startsWith('oci-layout://');
}

/**
 * A state from any source that the daemon knows, by its identifier and attributes as they stand
 * on the wire. The functions for each kind of source are the usual way.
 *
 * @param caps - what the daemon must be able to do
 */
export function source(
  identifier: string,
  attrs: Readonly<Record<string, string>> = {},
  caps: readonly string[] = [],
  options: OpOptions = {},
): State {
  const vertex = new SourceVertex(identifier, { ...attrs }, [...caps], options);
  return stateOf(new Output(vertex, 0, vertex.platform));
}
