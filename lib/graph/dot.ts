import { type Definition, type Op, vertexName } from '../llb';

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
  const nodes: string[] = [];
  const edges: string[] = [];
  for (const { digest } of definition.ops) {
    const op = definition.op(digest) ?? { inputs: [] };
    const shape = SHAPES[op.body?.kind ?? 'result'];
    const name = vertexName(definition, digest);
    nodes.push(`  ${quote(digest)} [label=${quote(name)} shape=${quote(shape)}];\n`);
    for (const [index, input] of op.inputs.entries()) {
      const label = mountPoint(op, index);
      edges.push(`  ${quote(input.digest)} -> ${quote(digest)} [label=${quote(label)}];\n`);
    }
  }
  return `digraph {\n${nodes.join('')}${edges.join('')}}\n`;
}

function mountPoint({ body }: Op, index: number): string {
  if (body?.kind !== 'exec') return '';
  const mounts = body.mounts.filter(({ input, dest }) => input === index && dest !== '/');
  return mounts.at(-1)?.dest ?? '';
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
