import { decodeOp } from '../wire/decode-op';
import { type Digest, digestOf } from '../wire/digest';
import { mergeMetadata, type OpMetadata } from '../wire/metadata';
import type { Input } from '../wire/op';
import { Definition, type DefinitionOp } from './definition';
import { inputsFirst } from './order';
import { rewriteOp } from './rewrite-op';
import type { InfoLocation, SourceRecord } from './source-map';

/** A source op, as it stands on the wire. */
export interface SourceOp {
  readonly identifier: string;
  readonly attrs: Readonly<Record<string, string>>;
  /**
   * Capabilities that the change adds to those of the op.
   *
   * @default - none
   */
  readonly caps?: readonly string[];
}

/** What a source becomes; the same object for no change. */
export type SourceMapping = (source: SourceOp) => SourceOp;

/** Rewrites the sources of a definition and every op that depends on one that changed. */
export function mapSources(definition: Definition, change: SourceMapping): Definition {
  const renamed = new Map<string, Digest>();
  const ops = new Map<Digest, Uint8Array>();
  const metadata = new Map<string, OpMetadata>();
  for (const op of inputsFirst(definition.ops)) {
    const { bytes, caps } = rewritten(op, renamed, change);
    const digest = bytes === op.bytes ? op.digest : digestOf(bytes);
    renamed.set(op.digest, digest);
    ops.set(digest, bytes);
    const own = withCaps(definition.metadata.get(op.digest), caps);
    const known = metadata.get(digest);
    if (own !== undefined) {
      metadata.set(digest, known === undefined ? own : mergeMetadata(known, own));
    }
  }
  const list = [...ops].map(([digest, bytes]) => ({ digest, bytes }));
  return new Definition(
    list,
    metadata,
    () => renamedRecord(definition.source, renamed),
    definition.unknown,
  );
}

function rewritten(
  { bytes }: DefinitionOp,
  renamed: ReadonlyMap<string, Digest>,
  change: SourceMapping,
): { bytes: Uint8Array; caps: readonly string[] } {
  const op = decodeOp(bytes);
  const inputs = op.inputs.map(({ digest, index }): Input => {
    return { digest: renamed.get(digest) ?? digest, index };
  });
  const isMoved = inputs.some(({ digest }, index) => digest !== op.inputs[index]?.digest);
  const { body } = op;
  if (body?.kind !== 'source') {
    return { bytes: isMoved ? rewriteOp(bytes, inputs, undefined) : bytes, caps: [] };
  }
  const before: SourceOp = { identifier: body.identifier, attrs: body.attrs };
  const after = change(before);
  if (after === before && !isMoved) return { bytes, caps: [] };
  const changed = { kind: 'source' as const, identifier: after.identifier, attrs: after.attrs };
  return { bytes: rewriteOp(bytes, inputs, changed), caps: after.caps ?? [] };
}

function withCaps(
  metadata: OpMetadata | undefined,
  caps: readonly string[],
): OpMetadata | undefined {
  if (caps.length === 0) return metadata;
  const added: OpMetadata = { ignoreCache: false, caps };
  return metadata === undefined ? added : mergeMetadata(metadata, added);
}

function renamedRecord(
  source: SourceRecord | undefined,
  renamed: ReadonlyMap<string, Digest>,
): SourceRecord | undefined {
  if (source === undefined) return undefined;
  const locations = new Map<string, readonly InfoLocation[]>();
  for (const [digest, places] of source.locations) {
    const key = renamed.get(digest) ?? digest;
    locations.set(key, [...(locations.get(key) ?? []), ...places]);
  }
  return { ...source, locations };
}
