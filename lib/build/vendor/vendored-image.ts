import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FetchContext } from '../../fetch/fetch-context';
import type { SourceOp } from '../../llb/definition/map-sources';
import {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from '../../oci/image-reference';
import { RegistryClient } from '../../registry';
import { NoImageError, parseManifest } from '../../registry/image-index';
import { readImage } from '../../registry/read-image';
import type { State, VendorFolder } from './vendor-folder';
import {
  type Refusal,
  unknownAttr,
  type VendoredInput,
  type VendoredSource,
} from './vendored-input';

export const IMAGE_SCHEME = 'docker-image://';
/** Name of the content store that the session serves. */
export const STORE = 'vendor';

const ATTRS = [...['image.resolvemode', 'image.recordtype', 'image.layerlimit', 'image.checksum']];

/** One platform of an image of a registry: its manifest, its config and its layers. */
export class VendoredImage implements VendoredInput {
  readonly key: string;
  readonly title: string;

  constructor(
    reference: string,
    private readonly parsed: ImageReference & { readonly digest: string },
  ) {
    this.key = parsed.digest;
    this.title = reference;
  }

  async state(folder: VendorFolder): Promise<State> {
    const manifest = hexOf(this.parsed.digest);
    const state = await folder.state(manifest);
    if (state !== 'whole') return state;
    const states = await Promise.all(
      blobsOf(readFileSync(folder.placeOf(manifest))).map((digest) => folder.state(hexOf(digest))),
    );
    return (
      states.find((one) => one === 'damaged') ?? states.find((one) => one === 'missing') ?? state
    );
  }

  /** The manifest comes last: what has it has all of the image. @throws RegistryError */
  async fetch(folder: VendorFolder, { signal }: FetchContext): Promise<void> {
    const client = new RegistryClient();
    const { digest } = this.parsed;
    await readImage(client, this.parsed, signal, async ({ bytes }) => {
      for (const blob of blobsOf(bytes)) {
        const hex = hexOf(blob);
        if ((await folder.state(hex)) === 'whole') continue;
        await folder.put(hex, (path) => client.saveBlob(this.parsed, blob, path, signal));
      }
      await folder.put(hexOf(digest), async (path) => {
        const file = await open(path, 'w');
        await file.writeFile(bytes).finally(() => file.close());
      });
    });
  }
}

function blobsOf(manifest: Uint8Array): string[] {
  const { config, layers } = parseManifest(manifest);
  return [config, ...layers.map(({ digest }) => digest)];
}

function hexOf(digest: string): string {
  const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? [];
  if (hex === undefined) throw new NoImageError(`a blob with the digest ${digest}`);
  return hex;
}

/** A `docker-image://` source, with one of the layout that the session serves in its place. */
export function vendoredImage({ attrs, identifier }: SourceOp): VendoredSource | Refusal {
  const reference = identifier.slice(IMAGE_SCHEME.length);
  const parsed = parseImageReference(reference);
  const { digest, registry, repository } = parsed;
  if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    return { got: 'no digest', expected: 'an image that is pinned' };
  }
  const refusal = unknownAttr(attrs, ATTRS);
  if (refusal !== undefined) return refusal;
  const limit = attrs['image.layerlimit'];
  const name = formatImageReference({ registry, repository, digest });
  return {
    input: new VendoredImage(reference, { ...parsed, digest }),
    source: {
      identifier: `oci-layout://${name}`,
      attrs: { 'oci.store': STORE, ...(limit === undefined ? {} : { 'oci.layerlimit': limit }) },
      caps: ['source.ocilayout'],
    },
  };
}
