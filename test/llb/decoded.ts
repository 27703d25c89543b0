import type {
  Definition,
  FileActionBody,
  MarshalOptions,
  MountMessage,
  Op,
  OpBody,
  OpMetadata,
  State,
} from '../../lib/llb';

/** The platform that tests marshal for. */
export const AMD64 = { os: 'linux', architecture: 'amd64' } as const;

/** A definition for {@link AMD64}. */
export function marshal(state: State, options: Partial<MarshalOptions> = {}): Definition {
  return state.marshal({ platform: AMD64, ...options });
}

/** Bytes as text, which jest shows well. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Digests of all ops, in their order. */
export function digests({ ops }: Definition): string[] {
  return ops.map(({ digest }) => digest);
}

/** The op whose output a state is, decoded. */
export function resultOp(state: State, options: Partial<MarshalOptions> = {}): Op {
  const definition = marshal(state, options);
  const op = definition.op(definition.head?.digest ?? '');
  if (op === undefined) throw new Error('the state is scratch');
  return op;
}

/** The bytes of the op whose output a state is. */
export function resultHex(state: State, options: Partial<MarshalOptions> = {}): string {
  const { ops, head } = marshal(state, options);
  const op = ops.find(({ digest }) => digest === head?.digest);
  if (op === undefined) throw new Error('the state is scratch');
  return hex(op.bytes);
}

/** What the op does whose output a state is. */
export function resultBody<K extends OpBody['kind']>(
  state: State,
  kind: K,
  options: Partial<MarshalOptions> = {},
): Extract<OpBody, { kind: K }> {
  const { body } = resultOp(state, options);
  if (!isKind(body, kind)) throw new Error(`a ${body?.kind} instead of a ${kind}`);
  return body;
}

function isKind<K extends OpBody['kind']>(
  body: OpBody | undefined,
  kind: K,
): body is Extract<OpBody, { kind: K }> {
  return body?.kind === kind;
}

/** Metadata of the op whose output a state is. */
export function resultMetadata(state: State, options: Partial<MarshalOptions> = {}): OpMetadata {
  const { metadata, head } = marshal(state, options);
  const found = metadata.get(head?.digest ?? '');
  if (found === undefined) throw new Error('the op has no metadata');
  return found;
}

/** What the op asks of a daemon whose output a state is, sorted. */
export function resultCaps(state: State, options: Partial<MarshalOptions> = {}): string[] {
  return [...resultMetadata(state, options).caps].sort();
}

/** Attributes of a source, as a plain object. */
export function sourceAttrs(state: State): Record<string, string> {
  return { ...resultBody(state, 'source').attrs };
}

/** The first mount of an exec at a target. */
export function mountAt(state: State, dest: string): MountMessage {
  const mount = resultBody(state, 'exec').mounts.find((other) => other.dest === dest);
  if (mount === undefined) throw new Error(`no mount at ${dest}`);
  return mount;
}

/** Actions of a file op, without their indexes. */
export function fileActions(state: State): FileActionBody[] {
  return resultBody(state, 'file').actions.flatMap(({ action }) => action ?? []);
}

/** An error about one option, as it must be for a user to mend it. */
export function optionError(option: string, got: string, expected: string): Error {
  return expect.objectContaining({
    code: 'E_LLB_OPTION',
    message: `option "${option}" has a value that cannot be used`,
    details: expect.objectContaining({ got, expected }),
  });
}
