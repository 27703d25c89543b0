import { formatImageReference, parseImageReference } from '../../oci/image-reference';
import type { State } from '../state';
import type { OpOptions } from '../vertex/constraints';
import { checkInteger } from '../vertex/option-check';
import { source } from './source';

/** Options of {@link image}. */
export interface ImageOptions extends OpOptions {
  /**
   * Whether the daemon may use a local copy: `pull` asks the registry always, `local` only when
   * there is none. Becomes `image.resolvemode`.
   *
   * @default 'default'
   */
  readonly resolveMode?: 'default' | 'pull' | 'local';
  /**
   * How the cache lists the image; `internal` is for tools of the build. Becomes
   * `image.recordtype`.
   *
   * @default - none
   */
  readonly recordType?: string;
  /**
   * Uses only so many of the image's layers, BuildKit 0.11 and newer. Becomes `image.layerlimit`.
   *
   * @default - all
   */
  readonly layerLimit?: number;
  /**
   * Digest that the image must have, BuildKit 0.25 and newer. Becomes `image.checksum`.
   *
   * @default - any
   */
  readonly checksum?: string;
}

/**
 * An image of a registry. Becomes a `SourceOp` with `docker-image://` and the full reference.
 *
 * A name without tag and digest gets `:latest`. The values of its config are not applied: see
 * `State.withImageConfig`.
 *
 * @throws {BuildError} `E_IMAGE_REFERENCE` for what is no reference
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/source.go `Image`
 */
export function image(reference: string, options: ImageOptions = {}): State {
  const parsed = parseImageReference(reference);
  const isBare = parsed.tag === undefined && parsed.digest === undefined;
  const full = formatImageReference(isBare ? { ...parsed, tag: 'latest' } : parsed);
  const { resolveMode = 'default', recordType = '', layerLimit, checksum = '' } = options;
  const attrs: Record<string, string> = {};
  const caps = ['source.image'];
  if (resolveMode !== 'default') attrs['image.resolvemode'] = resolveMode;
  // Only "pull" must not be ignored: it is what makes a build see a moved tag.
  if (resolveMode === 'pull') caps.push('source.image.resolvemode');
  if (recordType !== '') attrs['image.recordtype'] = recordType;
  if (layerLimit !== undefined) {
    attrs['image.layerlimit'] = String(checkInteger('layerLimit', layerLimit, 0, 2 ** 31 - 1));
    caps.push('source.image.layerlimit');
  }
  if (checksum !== '') {
    attrs['image.checksum'] = checksum;
    caps.push('source.image.checksum');
  }
  return source(`docker-image://${full}`, attrs, caps, options);
}
