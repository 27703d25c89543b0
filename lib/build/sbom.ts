import type { Assembly } from '../assembly/assembly-reader';
import { billOfMaterials } from './plan/bill-of-materials';
import { DefinitionReader } from './plan/definition-reader';
import { requireLocked } from './plan/require-locked';
import { selectImages } from './plan/select-images';

/** Formats of bills of materials. */
export type SbomFormat = 'cyclonedx' | 'spdx';

/** What {@link billsOfMaterials} is asked for. */
export interface SbomOptions {
  /** Names of images. @default - all */
  readonly images?: readonly string[] | undefined;
  /** Only these platforms, as `linux/arm64`. @default - all */
  readonly platforms?: readonly string[] | undefined;
  /** SPDX 2.3 or CycloneDX 1.6, as JSON. @default 'spdx' */
  readonly format?: SbomFormat | undefined;
}

/** The bill of materials of one platform of an image. */
export interface Sbom {
  readonly image: string;
  /** `linux/arm64` */
  readonly platform: string;
  /** Plain JSON; the same assembly gives the same. */
  readonly document: object;
}

/**
 * What images are made of, by their assembly: the installed packages, and what they were built from
 * (modules, crates, files of URLs, commits, images), with package URLs and hashes. Nothing is built
 * or fetched for it.
 *
 * @throws BuildError `E_IMAGE_UNKNOWN` and others of names; BuildErrors `E_LOCK_MISSING`
 */
export async function billsOfMaterials(
  assembly: Assembly,
  options: SbomOptions = {},
): Promise<Sbom[]> {
  const { format = 'spdx', images = [], platforms = [] } = options;
  const { manifest } = assembly;
  const selected = selectImages(manifest, images, platforms);
  requireLocked(manifest.missing);
  const definitions = new DefinitionReader();
  return Promise.all(
    selected.flatMap(({ image, platforms }) =>
      platforms.map(async (platform) => {
        const definition = definitions.read(assembly, platform);
        const subject = { image, platform, definition, manifest };
        const document = await billOfMaterials(subject, format);
        return { image: image.name, platform: platform.platform, document };
      }),
    ),
  );
}
