import { Definition } from '../definition/definition';
import type { Digest } from '../wire/digest';
import { terminalOp } from '../wire/encode-op';
import { mergeMetadata, type OpMetadata } from '../wire/metadata';
import { type MarshalContext, type MarshalOptions, marshalContext } from './context';
import { SourceCollector } from './source-collector';
import type { MarshalledVertex, Output, Vertex } from './vertex';

/**
 * The definition of the graph that ends in an output; empty for scratch.
 *
 * Ops stand behind the ops they use, each once, the terminal op last.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/state.go `State.Marshal`
 */
export function marshalOutput(output: Output | undefined, options: MarshalOptions): Definition {
  const context = marshalContext(options);
  if (output === undefined) return Definition.EMPTY;
  const ops: MarshalledVertex[] = [];
  const metadata = new Map<Digest, OpMetadata>();
  const sources = new SourceCollector(options);
  walk(output.vertex, context, (marshalled) => {
    const known = metadata.get(marshalled.digest);
    if (known === undefined) {
      ops.push(marshalled);
      metadata.set(marshalled.digest, marshalled.metadata);
    } else {
      metadata.set(marshalled.digest, mergeMetadata(known, marshalled.metadata));
    }
    if (marshalled.sources.length > 0) sources.add(marshalled.digest, marshalled.sources);
  });
  const { digest } = output.vertex.marshal(context);
  const terminal = terminalOp({ digest, index: output.index });
  metadata.set(terminal.digest, terminalMetadata(metadata.values()));
  return new Definition(
    [...ops, terminal],
    metadata,
    () => sources.record(ops),
    undefined,
    askedFor(metadata.values()),
  );
}

/** Ops of our own making tell in their metadata all that they ask for. */
function askedFor(all: Iterable<OpMetadata>): ReadonlySet<string> {
  const capabilities = new Set<string>();
  for (const { caps } of all) for (const capability of caps) capabilities.add(capability);
  return capabilities;
}

/** Visits every vertex once, each after its inputs. Has no recursion: graphs may be deep. */
function walk(
  root: Vertex,
  context: MarshalContext,
  visit: (marshalled: MarshalledVertex) => void,
): void {
  // An object, which no other walk has: those of another copy of this package would count, too.
  const mark = {};
  const path: Vertex[] = [root];
  const next: number[] = [0];
  root.visit = mark;
  for (let vertex = path.at(-1); vertex !== undefined; vertex = path.at(-1)) {
    const top = next.length - 1;
    const at = next[top] ?? 0;
    const input = vertex.inputs[at];
    if (input === undefined) {
      path.pop();
      next.pop();
      visit(vertex.marshal(context));
      continue;
    }
    next[top] = at + 1;
    if (input.vertex.visit === mark) continue;
    input.vertex.visit = mark;
    path.push(input.vertex);
    next.push(0);
  }
}

const TERMINAL_CAPS = ['constraints', 'platform'] as const;

function terminalMetadata(all: Iterable<OpMetadata>): OpMetadata {
  let ignoresCache = false;
  let isDescribed = false;
  let exportsCache = false;
  for (const { ignoreCache, description, exportCache } of all) {
    if (ignoreCache) ignoresCache = true;
    if (description !== undefined) isDescribed = true;
    if (exportCache !== undefined) exportsCache = true;
  }
  const caps: string[] = [...TERMINAL_CAPS];
  if (ignoresCache) caps.push('meta.ignorecache');
  if (isDescribed) caps.push('meta.description');
  if (exportsCache) caps.push('meta.exportcache');
  return { ignoreCache: false, caps };
}
