import { readFileSync } from 'node:fs';
import type { FetchContext } from '../../fetch/fetch-context';
import type { SourceOp } from '../../llb/definition/map-sources';
import {
  formatImageReference,
  type ImageReference,
  parseImageReference,
} from '../../oci/image-reference';
import { blobsOf, hexOf } from './image-blobs';
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

  async fetch(folder: VendorFolder, { signal }: FetchContext): Promise<void> {
    const { fetchImage } = await import('./fetch-image');
    await fetchImage(this.parsed, folder, signal);
  }
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
