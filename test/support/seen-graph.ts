import type { AssemblyContent } from '../../lib/assembly/assembly-writer';
import { type Definition, decodeOp } from '../../lib/llb';
import type { FileActionMessage } from '../../lib/llb/wire/file';
import type { Input, Op } from '../../lib/llb/wire/op';

/** Every op of every definition of an app. */
export function allOps({ images }: AssemblyContent): Op[] {
  return images.flatMap(({ platforms }) =>
    platforms.flatMap(({ definition }) => definition.ops.map(({ bytes }) => decodeOp(bytes))),
  );
}

/** Identifiers of the sources of ops, each once, sorted. */
export function identifiersOf(ops: readonly Op[]): string[] {
  const all = ops.flatMap(({ body }) => (body?.kind === 'source' ? [body.identifier] : []));
  return [...new Set(all)].sort();
}

/**
 * How many layers the result of a definition has, by what BuildKit does: an exec makes one over the
 * input of the mount that is its result, a change of files one over what it changes.
 */
export function layersOf(definition: Definition): number {
  let count = 0;
  for (let edge = definition.head; edge !== undefined; edge = below(definition, edge)) count += 1;
  return count;
}

/** What an output lies over: nothing for the lowest layer. */
function below(definition: Definition, { digest, index }: Input): Input | undefined {
  const { body, inputs = [] } = definition.op(digest) ?? {};
  switch (body?.kind) {
    case 'exec':
      return inputs[body.mounts.find(({ output }) => output === index)?.input ?? -1];
    case 'file':
      return inputs[changed(body.actions, inputs.length)];
    case 'source':
      return undefined;
    default:
      throw new Error(`not a layer: ${body?.kind}`);
  }
}

/** Which input the result of a change of files lies over: the results of actions count after inputs. */
function changed(actions: readonly FileActionMessage[], inputs: number): number {
  let at = actions.find(({ output }) => output === 0)?.input ?? -1;
  while (at >= inputs) at = actions[at - inputs]?.input ?? -1;
  return at;
}
