import { decodeOp } from '../llb/decode-op';
import type { Definition } from '../llb/definition';

const LOCAL_SCHEME = 'local://';

/** Names of the local sources of a graph, sorted. */
export function localNames({ ops }: Definition): string[] {
  const names = ops.flatMap(({ bytes }) => {
    // Most ops need no decoding to see that they are none.
    if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(LOCAL_SCHEME))
      return [];
    const { body } = decodeOp(bytes);
    const identifier = body?.kind === 'source' ? body.identifier : '';
    return identifier.startsWith(LOCAL_SCHEME) ? [identifier.slice(LOCAL_SCHEME.length)] : [];
  });
  return [...new Set(names)].sort();
}
