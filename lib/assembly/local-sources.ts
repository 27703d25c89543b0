import type { Definition } from '../llb/definition/definition';
import { decodeOp } from '../llb/wire/decode-op';

export const LOCAL_SCHEME = 'local://';

/** A local source of a graph. */
export interface LocalSource {
  readonly name: string;
  /** Digest of its op. */
  readonly digest: string;
}

/** The local sources of a graph, in the order of its ops. */
export function localSources({ ops }: Definition): LocalSource[] {
  return ops.flatMap(({ bytes, digest }) => {
    // Most ops need no decoding to see that they are none.
    if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(LOCAL_SCHEME))
      return [];
    const { body } = decodeOp(bytes);
    const identifier = body?.kind === 'source' ? body.identifier : '';
    if (!identifier.startsWith(LOCAL_SCHEME)) return [];
    return [{ name: identifier.slice(LOCAL_SCHEME.length), digest }];
  });
}

/** Names of the local sources of a graph, sorted. */
export function localNames(definition: Definition): string[] {
  return [...new Set(localSources(definition).map(({ name }) => name))].sort();
}
