import { decodeOp } from '../wire/decode-op';
import type { OpMetadata } from '../wire/metadata';
import type { OpBody } from '../wire/op';

/** What an op asks of a daemon, by the names that the daemon's gateway gives it. */
export function opCapabilities(
  { bytes }: { readonly bytes: Uint8Array },
  metadata: OpMetadata | undefined,
): ReadonlySet<string> {
  const caps = metadata?.caps ?? [];
  const mayBeFile = caps.length === 0 || caps.some((cap) => cap.startsWith('file.'));
  return new Set(mayBeFile ? [...caps, ...fileCapabilities(decodeOp(bytes).body)] : caps);
}

// Go's client does not ask for these, so a definition of its making is looked through.
function fileCapabilities(body: OpBody | undefined): readonly string[] {
  if (body?.kind !== 'file') return [];
  return body.actions.flatMap(({ action }) => {
    if (action?.kind === 'symlink') return ['file.symlink.create'];
    if (action?.kind !== 'copy') return [];
    const caps: string[] = [];
    if (action.requiredPaths.length > 0) caps.push('file.copy.requiredpaths');
    if (action.alwaysReplaceExistingDestPaths) {
      caps.push('file.copy.alwaysreplaceexistingdestpaths');
    }
    if (action.includePatterns.length + action.excludePatterns.length > 0) {
      caps.push('file.copy.includeexcludepatterns');
    }
    return caps;
  });
}
