import { BuildError } from '../../errors';
import { formatImageReference, parseImageReference } from '../../oci/image-reference';
import type { State } from '../state';
import type { OpOptions } from '../vertex/constraints';
import { type SourceFileOptions, sourceFileAttrs } from './file-attrs';
import { source } from './source';

/** Options of {@link imageBlob}. */
export interface ImageBlobOptions extends OpOptions, SourceFileOptions {}

/** Options of {@link ociLayoutBlob}. */
export interface OciLayoutBlobOptions extends ImageBlobOptions {
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
}

/**
 * One blob of a repository as a file. Becomes a `SourceOp` with `docker-image+blob://`, BuildKit
 * 0.28 and newer.
 *
 * @param reference - `registry/name@sha256:…` of the blob, without tag
 * @throws {BuildError} `E_IMAGE_REFERENCE` for a reference with a tag or without digest
 */
export function imageBlob(reference: string, options: ImageBlobOptions = {}): State {
  const identifier = `docker-image+blob://${blobReference(reference)}`;
  return source(identifier, sourceFileAttrs(options), ['source.imageblob'], options);
}

/**
 * One blob of an OCI layout that the session serves, as a file. Becomes a `SourceOp` with
 * `oci-layout+blob://`, BuildKit 0.28 and newer.
 *
 * @throws {BuildError} `E_IMAGE_REFERENCE` for a reference with a tag or without digest
 */
export function ociLayoutBlob(reference: string, options: OciLayoutBlobOptions = {}): State {
  const { sessionId = '', storeId = '' } = options;
  const attrs = {
    ...sourceFileAttrs(options),
    ...(sessionId === '' ? {} : { 'oci.session': sessionId }),
    ...(storeId === '' ? {} : { 'oci.store': storeId }),
  };
  const identifier = `oci-layout+blob://${blobReference(reference)}`;
  return source(identifier, attrs, ['source.imageblob'], options);
}

function blobReference(reference: string): string {
  const parsed = parseImageReference(reference);
  if (parsed.tag !== undefined || parsed.digest === undefined) {
    throw new BuildError('E_IMAGE_REFERENCE', `blob reference "${reference}" is not by digest`, {
      got: parsed.tag === undefined ? 'no digest' : `the tag "${parsed.tag}"`,
      expected: 'registry/name@sha256:…',
    });
  }
  return formatImageReference(parsed);
}
