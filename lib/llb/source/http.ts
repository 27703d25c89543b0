import type { State } from '../state';
import type { OpOptions } from '../vertex/constraints';
import { checkNotEmpty } from '../vertex/option-check';
import { type SourceFileOptions, sourceFileAttrs } from './file-attrs';
import { source } from './source';

/** Options of {@link http}. */
export interface HttpOptions extends OpOptions, SourceFileOptions {
  /**
   * Digest that the file must have. Becomes `http.checksum`.
   *
   * @default - any
   */
  readonly checksum?: string;
  /**
   * Name of a secret that holds the `Authorization` header, BuildKit 0.21 and newer. Becomes
   * `http.authheadersecret`.
   *
   * @default - none
   */
  readonly authHeaderSecret?: string;
  /**
   * Headers of the request, BuildKit 0.21 and newer. Become `http.header.…`.
   *
   * @default - those of the daemon
   */
  readonly header?: { readonly accept?: string; readonly userAgent?: string };
  /**
   * Detached OpenPGP signature that must fit, BuildKit 0.28 and newer; both parts in ASCII armour.
   * Becomes `http.sig.…`.
   *
   * @default - none
   */
  readonly signature?: { readonly publicKey: string; readonly signature: string };
}

/**
 * A file from a URL. Becomes a `SourceOp` with the URL as it is written.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/source.go `HTTP`
 */
export function http(url: string, options: HttpOptions = {}): State {
  checkNotEmpty('url', url);
  const { checksum = '', authHeaderSecret = '', header, signature } = options;
  const attrs = sourceFileAttrs(options);
  const caps = ['source.http'];
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') attrs[name] = value;
  };
  set('http.checksum', checksum);
  set('http.authheadersecret', authHeaderSecret);
  set('http.header.accept', header?.accept);
  set('http.header.user-agent', header?.userAgent);
  set('http.sig.pubkey', signature?.publicKey);
  set('http.sig.signature', signature?.signature);
  if (checksum !== '') caps.push('source.http.checksum');
  if (attrs['http.perm'] !== undefined) caps.push('source.http.perm');
  // The name has this typo in every daemon.
  if ((attrs['http.uid'] ?? attrs['http.gid']) !== undefined) caps.push('soruce.http.uidgid');
  if (authHeaderSecret !== '') caps.push('source.http.auth');
  if (header !== undefined) caps.push('source.http.header');
  if (signature !== undefined) caps.push('source.http.signatureverify');
  return source(url, attrs, caps, options);
}
