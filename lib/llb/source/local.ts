import type { State } from '../state';
import type { OpOptions } from '../vertex/constraints';
import { goJsonStrings } from '../wire/go-json';
import { source } from './source';

/** Options of {@link local}. */
export interface LocalOptions extends OpOptions {
  /**
   * Session that has the folder. Becomes `local.session`; without it the op gets `local.unique`.
   *
   * @default - any session of the build
   */
  readonly sessionId?: string;
  /**
   * Sends only what matches one of these patterns. Becomes `local.includepattern`.
   *
   * @default - everything
   */
  readonly includePatterns?: readonly string[];
  /**
   * Sends nothing that matches one of these patterns. Becomes `local.excludepatterns`.
   *
   * @default - nothing is left out
   */
  readonly excludePatterns?: readonly string[];
  /**
   * Sends only these paths and what their symlinks lead to. Becomes `local.followpaths`.
   *
   * @default - everything
   */
  readonly followPaths?: readonly string[];
  /**
   * Transfers of one name with the same hint build on each other. Becomes `local.sharedkeyhint`.
   *
   * @default - none
   */
  readonly sharedKeyHint?: string;
  /**
   * How the daemon tells which files changed since the last transfer: `none` sends all again.
   * Becomes `local.differ`.
   *
   * @default - by metadata
   */
  readonly differ?: {
    readonly type: 'none' | 'metadata';
    /**
     * A daemon that cannot do it fails.
     *
     * @default false
     */
    readonly required?: boolean;
  };
  /**
   * Sends names, modes and times alone, with the content only of what matches these patterns;
   * BuildKit 0.21 and newer. Becomes `local.metadatatransfer`.
   *
   * @default - content is sent
   */
  readonly metadataOnlyTransfer?: readonly string[];
}

/**
 * A folder of the client, by the name under which the session offers it. Becomes a `SourceOp`
 * with `local://`.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/source.go `Local`
 */
export function local(name: string, options: LocalOptions = {}): State {
  const attrs: Record<string, string> = {};
  const caps = ['source.local'];
  const set = (attr: string, cap: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    attrs[attr] = value;
    caps.push(cap);
  };
  set('local.session', 'source.local.sessionid', options.sessionId);
  set('local.includepattern', 'source.local.includepatterns', patterns(options.includePatterns));
  set('local.followpaths', 'source.local.followpaths', patterns(options.followPaths));
  set('local.excludepatterns', 'source.local.excludepatterns', patterns(options.excludePatterns));
  set('local.sharedkeyhint', 'source.local.sharedkeyhint', options.sharedKeyHint);
  const { differ, metadataOnlyTransfer } = options;
  if (differ !== undefined) {
    attrs['local.differ'] = differ.type;
    if (differ.required === true) caps.push('source.local.differ');
  }
  if (metadataOnlyTransfer !== undefined) {
    set('local.metadatatransfer', 'source.local.metadatatransfer', 'true');
    const exceptions = patterns(metadataOnlyTransfer);
    if (exceptions !== undefined) attrs['local.metadatatransferexclude'] = exceptions;
  }
  return source(`local://${name}`, attrs, caps, options);
}

function patterns(list: readonly string[] | undefined): string | undefined {
  return list === undefined || list.length === 0 ? undefined : goJsonStrings(list);
}
