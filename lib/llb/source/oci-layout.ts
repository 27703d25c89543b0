import type { State } from '../state';
import type { OpOptions } from '../vertex/constraints';
import { checkInteger } from '../vertex/option-check';
import { source } from './source';

/** Options of {@link ociLayout}. */
export interface OciLayoutOptions extends OpOptions {
  /**
   * Session that has the store. Becomes `oci.session`.
   *
   * @default - any
   */
  readonly sessionId?: string;
  /**
   * Store in the session. Becomes `oci.store`.
   *
   * @default - the name of the reference
   */
  readonly storeId?: string;
  /**
   * Uses only so many of the image's layers. Becomes `oci.layerlimit`.
   *
   * @default - all
   */
  readonly layerLimit?: number;
}

/**
 * An image of an OCI layout that the session serves. Becomes a `SourceOp` with `oci-layout://`,
 * BuildKit 0.11 and newer.
 *
 * @param reference - `name@sha256:…`, taken as it is written
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/source.go `OCILayout`
 */
export function ociLayout(reference: string, options: OciLayoutOptions = {}): State {
  const { sessionId = '', storeId = '', layerLimit } = options;
  const attrs: Record<string, string> = {};
  if (sessionId !== '') attrs['oci.session'] = sessionId;
  if (storeId !== '') attrs['oci.store'] = storeId;
  if (layerLimit !== undefined) {
    attrs['oci.layerlimit'] = String(checkInteger('layerLimit', layerLimit, 0, 2 ** 31 - 1));
  }
  return source(`oci-layout://${reference}`, attrs, ['source.ocilayout'], options);
}
