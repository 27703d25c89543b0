import type { FileActionMessage } from '../wire/file';
import { CUSTOM_NAME_KEY } from '../wire/metadata';
import type { Input, Op } from '../wire/op';
import type { Definition } from './definition';

const MAX_NAME_LENGTH = 1000;
const MAX_DEPTH = 8;

/**
 * Name of a vertex in progress and errors: its custom name, else what BuildKit makes of the op.
 *
 * The name of a merge holds those of its inputs, and so on; a very long one is cut.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/llbsolver/vertex.go `llbOpName`
 */
export function vertexName(definition: Definition, digest: string): string {
  return vertexNames(definition)(digest);
}

/** {@link vertexName} for many vertices of one definition, each of which is read once. */
export function vertexNames(definition: Definition): (digest: string) => string {
  // By what is left of the depth: a deeper name shows less of its inputs.
  const known = Array.from({ length: MAX_DEPTH + 1 }, () => new Map<string, string>());
  const nameOf = (digest: string, depth: number): string => {
    const custom = definition.metadata.get(digest)?.description?.[CUSTOM_NAME_KEY];
    if (custom !== undefined) return custom;
    const found = known[depth]?.get(digest);
    if (found !== undefined) return found;
    const op = depth === 0 ? undefined : definition.op(digest);
    if (op === undefined) return digest;
    const name = cut(opName(op, (input) => nameOf(input.digest, depth - 1)));
    known[depth]?.set(digest, name);
    return name;
  };
  return (digest) => nameOf(digest, MAX_DEPTH);
}

function cut(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}

function opName({ body, inputs }: Op, name: (input: Input) => string): string {
  switch (body?.kind) {
    case 'source':
      return body.identifier;
    case 'exec':
      return (body.meta?.args ?? []).join(' ');
    case 'file':
      return body.actions.map(actionName).join(', ');
    case 'build':
      return 'build';
    case 'merge':
      return `merge (${joinNames(inputs, name)})`;
    case 'diff':
      return `diff ${sideName(inputs, body.lower, name)} -> ${sideName(inputs, body.upper, name)}`;
    case 'passthrough':
      return `passthrough ${body.id}`;
    default:
      return 'result';
  }
}

// No further than the cut: an op may have any number of inputs.
function joinNames(inputs: readonly Input[], name: (input: Input) => string): string {
  let text = '';
  for (const [index, input] of inputs.entries()) {
    if (text.length > MAX_NAME_LENGTH) break;
    text += index === 0 ? name(input) : `, ${name(input)}`;
  }
  return text;
}

function sideName(
  inputs: readonly Input[],
  index: number | undefined,
  name: (input: Input) => string,
): string {
  const input = inputs[index ?? -1];
  return input === undefined ? 'scratch' : `(${name(input)})`;
}

function actionName({ action }: FileActionMessage): string {
  if (action === undefined) return 'nothing';
  if (action.kind === 'copy') return `copy ${action.src} ${action.dest}`;
  if (action.kind === 'symlink') return `symlink ${action.newpath} -> ${action.oldpath}`;
  return `${action.kind} ${action.path}`;
}
