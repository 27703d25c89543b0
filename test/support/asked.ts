import type { InputKind, InputRequest } from '../../lib/inputs/kind';
import type { AskedRequest } from '../../lib/lock/asked';

/** Requests as an app makes them, each by a construct `app/<number>` on that line of `app.ts`. */
export function asked<Q extends InputRequest>(
  kind: Pick<InputKind<Q>, 'describe' | 'key' | 'name'>,
  ...requests: readonly Q[]
): AskedRequest[] {
  return requests.map((request, index) => ({
    kind: kind.name,
    key: kind.key(request),
    says: kind.describe(request),
    constructPath: `app/${index}`,
    source: { file: 'app.ts', line: index, column: 1 },
    request,
  }));
}
