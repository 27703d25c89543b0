import type { Definition, Op } from '../llb';
import { vertexNames } from '../llb/definition/vertex-name';
import { decodeOp } from '../llb/wire/decode-op';

const SHAPES = {
  source: 'ellipse',
  exec: 'box',
  file: 'note',
  build: 'box3d',
  merge: 'invtriangle',
  diff: 'doublecircle',
  passthrough: 'cds',
  result: 'plaintext',
} as const;

/**
 * A definition as a graph for Graphviz: one node for each op with its name and the shape that
 * buildctl gives it, an edge from each input, labelled with the mount point where it has one.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/cmd/buildctl/debug/dumpllb.go `writeDot`
 */
export function dotOfDefinition(definition: Definition): string {
  return [...dotLines(definition)].join('');
}

/** The lines of {@link dotOfDefinition} with their ends, each made when it is asked for. */
export function* dotLines(definition: Definition): Iterable<string> {
  const nameOf = vertexNames(definition);
  yield 'digraph {\n';
  for (const { digest, bytes } of definition.ops) {
    const shape = SHAPES[decodeOp(bytes).body?.kind ?? 'result'];
    yield `  ${quote(digest)} [label=${quote(nameOf(digest))} shape=${quote(shape)}];\n`;
  }
  for (const { digest, bytes } of definition.ops) {
    const op = decodeOp(bytes);
    const mountPoints = mountPointsOf(op);
    for (const [index, input] of op.inputs.entries()) {
      const label = quote(mountPoints.get(index) ?? '');
      yield `  ${quote(input.digest)} -> ${quote(digest)} [label=${label}];\n`;
    }
  }
  yield '}\n';
}

/** Mount points by the number of their input; the last one counts, and the root has no label. */
function mountPointsOf({ body }: Op): ReadonlyMap<number, string> {
  if (body?.kind !== 'exec') return new Map();
  const mounts = body.mounts.filter(({ dest }) => dest !== '/');
  return new Map(mounts.map(({ input, dest }) => [input, dest]));
}

// In DOT a backslash begins an escape of labels, so it is doubled like the quote.
function quote(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no renderer can show them
    .replace(/[\u0000-\u001f\u007f]/g, '�');
  return `"${escaped}"`;
}
