import type { ImageManifest, Manifest, PlatformManifest } from '../../assembly/manifest';
import type { Definition } from '../../llb/definition/definition';
import { packageVersion } from '../../package';

/** What a bill of materials is of. */
export interface BillSubject {
  readonly image: ImageManifest;
  readonly platform: PlatformManifest;
  readonly definition: Definition;
  readonly manifest: Manifest;
}

/** What one platform of an image is made of, as SPDX or CycloneDX: plain JSON, the same each time. */
export async function billOfMaterials(
  { definition, image, manifest, platform }: BillSubject,
  format: 'cyclonedx' | 'spdx',
): Promise<object> {
  const { cyclonedxDocument, inventoryOf, spdxDocument } = await import('../../sbom');
  const makeDocument = { cyclonedx: cyclonedxDocument, spdx: spdxDocument }[format];
  return makeDocument({
    ...inventoryOf(platform, definition, manifest),
    image: image.name,
    platform: platform.platform,
    digest: platform.digest,
    sourceDateEpoch: image.sourceDateEpoch,
    toolVersion: packageVersion(),
  });
}
