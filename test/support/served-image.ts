import type { FakeRegistry } from './fake-registry';

/** One platform of an image that a test serves. */
export interface ServedPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** What its config is, beside the platform. @default {} */
  readonly content?: object;
  /** Another platform than its own for its config. @default - its own */
  readonly said?: object;
  /** How many layers. @default 1 */
  readonly layers?: number;
}

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

/** Digests of an image that is served. */
export interface ServedImage {
  readonly index: string;
  readonly manifests: readonly string[];
}

/** Puts an image for several platforms into a registry, with an attestation of the first. */
export function serveImage(
  registry: FakeRegistry,
  repository: string,
  tag: string,
  platforms: readonly ServedPlatform[],
): ServedImage {
  const add = (content: object, type: string, name?: string) =>
    registry.add(repository, content, type, name);
  const manifests = platforms.map(({ content = {}, layers = 1, said, ...platform }) => {
    const config = add({ ...(said ?? platform), ...content }, CONFIG);
    const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: config, size: 1 };
    return add(
      { config: { mediaType: CONFIG, digest: config }, layers: Array(layers).fill(layer) },
      MANIFEST,
    );
  });
  const index = add(
    {
      manifests: [
        ...manifests.map((digest, at) => {
          const { architecture, os, variant } = platforms[at] ?? {};
          return { mediaType: MANIFEST, digest, platform: { os, architecture, variant } };
        }),
        { digest: manifests[0], platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    },
    INDEX,
    tag,
  );
  return { index, manifests };
}
