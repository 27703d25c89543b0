import type { Platform } from '../oci/platform';
import type { Definition, DefinitionOp } from './definition/definition';
import { inputsFirst } from './definition/order';
import { type OpSource, SourceMap } from './definition/source-map';
import { type State, stateOf } from './state';
import { platformOfMessage } from './vertex/platform';
import { type MarshalledVertex, Output, Vertex } from './vertex/vertex';
import { decodeOp } from './wire/decode-op';
import type { OpMetadata } from './wire/metadata';

const SILENT: OpMetadata = { ignoreCache: false, caps: [] };

class DefinitionVertex extends Vertex {
  readonly inputs: readonly Output[];
  readonly platform: Platform | undefined;
  readonly #marshalled: MarshalledVertex;

  constructor(
    marshalled: MarshalledVertex,
    inputs: readonly Output[],
    platform: Platform | undefined,
  ) {
    super();
    this.#marshalled = marshalled;
    this.inputs = inputs;
    this.platform = platform;
  }

  protected build(): MarshalledVertex {
    return this.#marshalled;
  }
}

/**
 * A marshalled graph as a state again, to build on. Its ops keep their bytes, whatever the
 * options of the next marshalling are.
 *
 * The state has the platform of the op that is the result, and no other values.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/definition.go
 */
export function stateFromDefinition(definition: Definition): State {
  const { head } = definition;
  if (head === undefined) return stateOf(undefined);
  const vertices = new Map<string, DefinitionVertex>();
  const maps = sourceMaps(definition);
  for (const op of inputsFirst(definition.ops.slice(0, -1))) {
    const { inputs, platform } = decodeOp(op.bytes);
    const outputs = inputs.flatMap(({ digest, index }) => {
      const vertex = vertices.get(digest);
      return vertex === undefined ? [] : [new Output(vertex, index)];
    });
    const marshalled = marshalledVertex(definition, op, maps);
    const spec = platform === undefined ? undefined : platformOfMessage(platform);
    vertices.set(op.digest, new DefinitionVertex(marshalled, outputs, spec));
  }
  const vertex = vertices.get(head.digest);
  if (vertex === undefined) return stateOf(undefined);
  return stateOf(new Output(vertex, head.index, vertex.platform));
}

function marshalledVertex(
  definition: Definition,
  { digest, bytes }: DefinitionOp,
  maps: readonly SourceMap[],
): MarshalledVertex {
  const places = definition.source?.locations.get(digest) ?? [];
  const sources = places.flatMap(({ sourceIndex, ranges }): OpSource[] => {
    const map = maps[sourceIndex];
    return map === undefined ? [] : [{ map, ranges }];
  });
  return { digest, bytes, metadata: definition.metadata.get(digest) ?? SILENT, sources };
}

function sourceMaps(definition: Definition): SourceMap[] {
  return (definition.source?.infos ?? []).map(
    ({ filename, language, data, definition: nested }) =>
      new SourceMap(filename, {
        language,
        data,
        ...(nested === undefined ? {} : { state: stateFromDefinition(nested) }),
      }),
  );
}
