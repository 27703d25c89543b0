import { parseImageReference } from '../../../oci/image-reference';
import { RegistryClient } from '../../../registry';
import { own } from '../../entries';
import type { Outdated } from '../../outdated';
import type { Asked, ResolverContext } from '../../resolver';
import type { ImageRequest } from '../request';
import type { ImageSection } from '../section';

/** Images whose tag names another index by now. */
export async function outdatedImages(
  requests: readonly Asked<ImageRequest>[],
  section: ImageSection,
  { collect, signal }: ResolverContext,
): Promise<Outdated[]> {
  const byReference = new Map<string, Asked<ImageRequest>[]>();
  for (const asked of requests) {
    const { reference } = asked.request;
    byReference.set(reference, [...(byReference.get(reference) ?? []), asked]);
  }
  const client = new RegistryClient();
  const outdated: Outdated[] = [];
  for (const [reference, asked] of byReference) {
    const [first] = asked;
    const locked = own(section, reference)?.digest;
    const parsed = parseImageReference(reference);
    // A digest in the app is its own answer.
    if (first === undefined || locked === undefined || parsed.digest !== undefined) continue;
    await collect(first, async () => {
      const { digest } = await client.getManifest(parsed, signal);
      if (digest === locked) return;
      const constructPaths = [...new Set(asked.map(({ constructPath }) => constructPath))].sort();
      outdated.push({ name: reference, locked, newest: digest, by: 'update', constructPaths });
    });
  }
  return outdated;
}
