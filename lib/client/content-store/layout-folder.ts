import { readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporarySync } from '../../files/temporary';
import { type Descriptor, imagesOf } from './layout-index';

const DIGEST = /^sha256:([0-9a-f]{64})$/;

/** Where a daemon stands with blobs: it may read them, and where it exports, add others. */
export type LayoutAccess = 'read' | 'write';

/**
 * An OCI layout in a folder, whose blobs a daemon reads and adds to. A blob that no name leads to does
 * no harm, so each is written as it comes; names are given when all is well, see `nameImage`.
 *
 * @see OCI image-layout
 */
export class LayoutFolder {
  readonly #added = new Set<string>();
  #last: string | undefined;

  constructor(
    readonly path: string,
    readonly access: LayoutAccess,
  ) {}

  /** Where the blob is, or is to be; undefined for what is no sha256. */
  placeOf(digest: string): string | undefined {
    const [, hex] = DIGEST.exec(digest) ?? [];
    return hex === undefined ? undefined : join(this.path, 'blobs', 'sha256', hex);
  }

  /** Bytes of a blob; undefined where it is not there. */
  sizeOf(digest: string): number | undefined {
    const place = this.placeOf(digest);
    const stats = place === undefined ? undefined : statSync(place, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.size : undefined;
  }

  /** Tells of a blob that a daemon wants to add. Of an image, the index or manifest is the last. */
  wants(digest: string): void {
    this.#last = digest;
  }

  /** Tells of a blob that was not there before. */
  added(digest: string): void {
    this.#added.add(digest);
  }

  /**
   * The image that was added.
   *
   * @param told what the daemon says of it; of several exporters it tells of one
   */
  image(told: Descriptor | undefined): Descriptor {
    if (told !== undefined && this.sizeOf(told.digest) !== undefined) return told;
    const digest = this.#last ?? '';
    const place = this.placeOf(digest);
    const size = this.sizeOf(digest);
    if (place === undefined || size === undefined) throw new Error('the daemon sent no image');
    const { mediaType } = JSON.parse(readFileSync(place, 'utf8'));
    return { mediaType: String(mediaType), digest, size };
  }

  /** Removes what was added. Never throws. */
  discard(): void {
    for (const digest of this.#added) this.#remove(digest);
    this.#added.clear();
    for (const folder of ['blobs/sha256', 'blobs', '.']) {
      try {
        rmdirSync(join(this.path, folder));
      } catch {
        return; // there is more in it
      }
    }
  }

  /** Removes all blobs that no name of the index leads to. Never throws. */
  removeUnnamed(): void {
    const named = new Set<string>();
    try {
      for (const image of imagesOf(this.path)) this.#addTree(image, named);
      for (const hex of readdirSync(join(this.path, 'blobs/sha256'))) {
        if (!named.has(`sha256:${hex}`)) this.#remove(`sha256:${hex}`);
      }
    } catch {
      // A manifest that cannot be read leads to nobody knows what: all stays.
    }
  }

  #addTree({ digest, mediaType }: Descriptor, named: Set<string>): void {
    const place = this.placeOf(digest);
    if (place === undefined || named.has(digest)) return;
    named.add(digest);
    if (!/manifest|index/.test(mediaType) || this.sizeOf(digest) === undefined) return;
    const { config, layers = [], manifests = [] } = JSON.parse(readFileSync(place, 'utf8'));
    const children: Descriptor[] = [...manifests, ...layers, ...(config ? [config] : [])];
    for (const child of children) this.#addTree(child, named);
  }

  #remove(digest: string): void {
    const place = this.placeOf(digest);
    if (place !== undefined) removeTemporarySync(place);
  }
}
