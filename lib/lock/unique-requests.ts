import type { AskedRequest } from './asked';

/** Requests by the name of their kind, each key once: by the first construct that makes it. */
export function uniqueRequests(
  requests: readonly AskedRequest[],
): ReadonlyMap<string, readonly AskedRequest[]> {
  const byKind = new Map<string, Map<string, AskedRequest>>();
  for (const asked of requests) {
    const ofKind = byKind.get(asked.kind) ?? new Map<string, AskedRequest>();
    byKind.set(asked.kind, ofKind);
    if (!ofKind.has(asked.key)) ofKind.set(asked.key, asked);
  }
  return new Map([...byKind].map(([name, ofKind]) => [name, [...ofKind.values()]]));
}
