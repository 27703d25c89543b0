import type { SourceLocation } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import { decodeOp } from '../../llb/wire/decode-op';

const DENIED = /source "((?:[^"\\]|\\.)*)" (?:denied|not allowed) by policy/;

/** A source that a policy denies. */
export interface DeniedSource {
  readonly identifier: string;
  /** The user's lines that asked for it; none for what no definition has. */
  readonly sources: readonly SourceLocation[];
}

/** The source that a daemon says is denied; undefined for another failure. */
export function deniedSource(
  reason: string,
  definitions: readonly Definition[],
): DeniedSource | undefined {
  const [, quoted] = DENIED.exec(reason) ?? [];
  if (quoted === undefined) return undefined;
  const identifier = quoted.replace(/\\(.)/g, '$1');
  const sources = definitions.flatMap((definition) =>
    definition.ops
      .filter(({ bytes }) => {
        const { body } = decodeOp(bytes);
        return body?.kind === 'source' && body.identifier === identifier;
      })
      .flatMap(({ digest }) => definition.locations(digest)),
  );
  return { identifier, sources };
}
