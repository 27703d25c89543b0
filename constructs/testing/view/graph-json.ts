import { execView, type MountView } from './exec-view';
import { type FileView, fileViews } from './file-view';
import type { GraphView, VertexView } from './graph-view';
import { sourceView } from './source-view';

/** Files that are longer are told by their length: a snapshot is to be read. */
const MAX_CONTENT = 500;

/**
 * A graph for snapshots: JSON of its vertexes in the order of the app, by their names. No digest of
 * an op, and no hash that the lock answers, is in it.
 */
export function graphJson(graph: GraphView): readonly unknown[] {
  const isFolded = foldedSources(graph);
  const shown = graph.vertexes.filter(({ digest }) => !isFolded.has(digest));
  return shown.map((vertex) => withoutHashes(vertexJson(vertex, graph)));
}

function vertexJson(vertex: VertexView, graph: GraphView): unknown {
  const { body, inputs } = vertex.op;
  const { name } = vertex;
  switch (body?.kind) {
    case 'source': {
      const { attrs, identifier, platform } = sourceView(vertex, body);
      return {
        ...(name === identifier ? {} : { name }),
        source: identifier,
        ...(platform === undefined ? {} : { platform }),
        attrs: Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== '')),
      };
    }
    case 'exec': {
      const { env, mounts, name: _, ...rest } = execView(vertex, body, graph);
      const variables = Object.keys(env).length === 0 ? {} : { env };
      return { name, exec: { ...rest, ...variables, mounts: foldMounts(mounts) } };
    }
    case 'file':
      return { name, file: fileViews(vertex, body, graph).map(fileJson) };
    default:
      return { name, [body?.kind ?? 'op']: inputs.map((input) => graph.nameOf(input)) };
  }
}

function fileJson({ action, content, mode, name: _, ...rest }: FileView): unknown {
  const isLong = content !== undefined && content.length > MAX_CONTENT;
  return {
    action,
    ...rest,
    ...(content === undefined
      ? {}
      : { content: isLong ? `${content.length} characters` : content }),
    ...(mode === undefined
      ? {}
      : { mode: typeof mode === 'number' ? `0o${mode.toString(8)}` : mode }),
  };
}

/** A read-only mount of one file, under its own name. */
function isOneFile(dest: string, { readonly, selector }: Foldable): boolean {
  return readonly === true && selector === dest.slice(dest.lastIndexOf('/'));
}

type Foldable = Pick<MountView, 'readonly' | 'selector'>;

/** Mounts of one file each, side by side in a folder, as packages are: one entry for all of them. */
function foldMounts(mounts: Readonly<Record<string, MountView>>): Record<string, unknown> {
  const folded: Record<string, unknown> = {};
  const folders = new Map<string, string[]>();
  for (const [path, mount] of Object.entries(mounts)) {
    if (!isOneFile(path, mount)) {
      folded[path] = mount;
      continue;
    }
    const key = `${path.slice(0, path.lastIndexOf('/'))}/*`;
    const names = folders.get(key) ?? [];
    folders.set(key, names);
    names.push(mount.from ?? '');
    folded[key] = names;
  }
  return folded;
}

/** Digests of sources that nothing uses but folded mounts, which name them. */
function foldedSources({ vertexes }: GraphView): ReadonlySet<string> {
  const folded = new Set<string>();
  const others = new Set<string>();
  for (const { op } of vertexes) {
    op.inputs.forEach(({ digest }, index) => {
      const mounts = op.body?.kind === 'exec' ? op.body.mounts : [];
      const users = mounts.filter(({ input }) => input === index);
      const isFolded = users.length > 0 && users.every((mount) => isOneFile(mount.dest, mount));
      (isFolded ? folded : others).add(digest);
    });
  }
  const sources = vertexes.filter(({ op }) => op.body?.kind === 'source');
  return new Set(
    sources.map(({ digest }) => digest).filter((it) => folded.has(it) && !others.has(it)),
  );
}

const HASH = /\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g;
// Local sources are named by what they hold.
const SHORT_HASH = /(local:\/\/[\w.-]*-|unpacker-[\w.-]*-)[0-9a-f]{12}\b/g;

/** A copy with `…` in place of every hash. */
export function withoutHashes(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(HASH, '…').replace(SHORT_HASH, '$1…');
  if (Array.isArray(value)) return value.map(withoutHashes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [withoutHashes(key), withoutHashes(member)]),
  );
}
