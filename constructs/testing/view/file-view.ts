import type {
  ChownMessage,
  FileActionBody,
  FileMessage,
  UserMessage,
} from '../../../lib/llb/wire/file';
import type { Input } from '../../../lib/llb/wire/op';
import type { GraphView, VertexView } from './graph-view';

/** One change of files, as assertions see it. What has its usual value is left out. */
export interface FileView {
  /** Name in progress of the op that does it. */
  readonly name: string;
  /** `mkfile`, `mkdir`, `copy`, `symlink` or `rm`. */
  readonly action: string;
  /** Path that is made, copied to, or removed. */
  readonly path: string;
  /** Name of the vertex whose files are changed. @default - the change before it, or scratch */
  readonly into?: string;
  /** Of a copy: name of the vertex whose files are copied. @default - it is no copy */
  readonly from?: string;
  /** Of a copy: the path there. @default - it is no copy */
  readonly src?: string;
  /** Of a symlink: what it points to. @default - it is none */
  readonly target?: string;
  /** Of a file: its content as UTF-8. @default - no file is made */
  readonly content?: string;
  /** Permission bits, or of a copy text as `chmod` reads it. @default - a copy keeps them */
  readonly mode?: number | string;
  /** Ids or names. @default - root, or as it was */
  readonly owner?: { readonly user?: string | number; readonly group?: string | number };
  /** `2026-11-01T00:00:00Z`. @default - a copy keeps it; else when it is made */
  readonly timestamp?: string;
  /** Of a copy: patterns. @default - everything */
  readonly include?: readonly string[];
  /** Of a copy: patterns. @default - nothing */
  readonly exclude?: readonly string[];
}

/** Describes the changes of a file op, in their order. */
export function fileViews(vertex: VertexView, file: FileMessage, graph: GraphView): FileView[] {
  const { inputs } = vertex.op;
  return file.actions.flatMap(({ action, input, secondaryInput }) => {
    if (action === undefined) return [];
    const base = inputName(input, inputs, graph) ?? 'scratch';
    const into = base === 'scratch' ? {} : { into: base };
    const copied = inputName(secondaryInput, inputs, graph) ?? vertex.name;
    const from = action.kind === 'copy' ? { from: copied } : {};
    return [{ name: vertex.name, action: action.kind, ...into, ...from, ...describe(action) }];
  });
}

/** Undefined for what an earlier change of the same op made. */
function inputName(input: number, inputs: readonly Input[], graph: GraphView): string | undefined {
  return input >= inputs.length ? undefined : graph.nameOf(inputs[input]);
}

function describe(action: FileActionBody): Omit<FileView, 'name' | 'action'> {
  switch (action.kind) {
    case 'mkfile': {
      const content = Buffer.from(action.data).toString('utf8');
      return { path: action.path, content, mode: action.mode, ...made(action) };
    }
    case 'mkdir':
      return { path: action.path, mode: action.mode, ...made(action) };
    case 'symlink':
      return { path: action.newpath, target: action.oldpath, ...made(action) };
    case 'rm':
      return { path: action.path };
    case 'copy': {
      const { dest, excludePatterns, includePatterns, mode, modeStr, src } = action;
      return {
        src,
        path: dest,
        ...(modeStr === '' ? {} : { mode: modeStr }),
        ...(mode < 0 || modeStr !== '' ? {} : { mode }),
        ...made(action),
        ...(includePatterns.length === 0 ? {} : { include: includePatterns }),
        ...(excludePatterns.length === 0 ? {} : { exclude: excludePatterns }),
      };
    }
  }
}

function made(action: { readonly owner?: ChownMessage | undefined; readonly timestamp: bigint }) {
  const { owner, timestamp } = action;
  const user = idOf(owner?.user);
  const group = idOf(owner?.group);
  const ids = {
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
  };
  const date = new Date(Number(timestamp / 1_000_000n)).toISOString().replace('.000Z', 'Z');
  return {
    ...(Object.keys(ids).length === 0 ? {} : { owner: ids }),
    ...(timestamp < 0n ? {} : { timestamp: date }),
  };
}

function idOf(user: UserMessage | undefined): string | number | undefined {
  return user?.id ?? user?.name?.name;
}
