import type { State } from '../state';
import type { OpOptions } from '../vertex/constraints';
import { optionError } from '../vertex/option-check';
import { parseGitUrl } from './git-url';
import { source } from './source';

/** Options of {@link git}. */
export interface GitOptions extends OpOptions {
  /**
   * Branch, tag or commit. Becomes the part behind `#` of the identifier.
   *
   * @default - the default branch
   */
  readonly ref?: string;
  /**
   * Folder of the repository that becomes the root. Becomes the part behind `:`.
   *
   * @default - the whole repository
   */
  readonly subdir?: string;
  /**
   * Keeps the `.git` folder. Becomes `git.keepgitdir`.
   *
   * @default false
   */
  readonly keepGitDir?: boolean;
  /**
   * Commit that `ref` must be, BuildKit 0.22 and newer. Becomes `git.checksum`.
   *
   * @default - any
   */
  readonly checksum?: string;
  /**
   * Leaves submodules out, BuildKit 0.24 and newer. Becomes `git.skipsubmodules`. With `preferred` no
   * capability is asked for: an older daemon, which does not know the attribute, fetches them.
   *
   * @default false
   */
  readonly skipSubmodules?: boolean | 'preferred';
  /**
   * Times of files: of the commit or of the checkout, BuildKit 0.29 and newer. Becomes `git.mtime`.
   *
   * @default - of the checkout
   */
  readonly mtime?: 'commit' | 'checkout';
  /**
   * Fetches `checksum` without looking `ref` up first, BuildKit 0.30 and newer. Becomes
   * `git.fetchbycommit`.
   *
   * @default false
   */
  readonly fetchByCommit?: boolean;
  /**
   * Takes commits from a git bundle instead of the remote, BuildKit 0.30 and newer; needs
   * `checksum`. Becomes `git.bundle`.
   *
   * @default - the remote
   */
  readonly bundle?: GitBundle;
  /**
   * Gives the commit as a file `bundle` instead of a worktree, BuildKit 0.30 and newer. Becomes
   * `git.checkoutbundle`.
   *
   * @default false
   */
  readonly checkoutBundle?: boolean;
  /**
   * Name of a secret with a token for https; the empty string is none. Becomes
   * `git.authtokensecret`.
   *
   * @default 'GIT_AUTH_TOKEN'
   */
  readonly authTokenSecret?: string;
  /**
   * Name of a secret with an `Authorization` header; the empty string is none. Becomes
   * `git.authheadersecret`.
   *
   * @default 'GIT_AUTH_HEADER'
   */
  readonly authHeaderSecret?: string;
  /**
   * Lines of `known_hosts` for ssh; `false` trusts any host key. Becomes `git.knownsshhosts`.
   *
   * Required for ssh. (Go's client asks the host for its key instead, which trusts whoever
   * answers, and makes the digest depend on the network.)
   *
   * @default - none, and ssh is refused
   */
  readonly knownSshHosts?: string | readonly string[] | false;
  /**
   * Agent of the session for ssh. Becomes `git.mountsshsock`.
   *
   * @default 'default'
   */
  readonly mountSshSock?: string;
}

/** Where a git bundle is. */
export interface GitBundle {
  /** `docker-image+blob://…@sha256:…` or `oci-layout+blob://…@sha256:…`. */
  readonly locator: string;
  /**
   * Session with the OCI layout. Becomes `oci.session`.
   *
   * @default - any
   */
  readonly sessionId?: string;
  /**
   * Store of the OCI layout. Becomes `oci.store`.
   *
   * @default - the name in the locator
   */
  readonly storeId?: string;
}

/**
 * A git repository, checked out. Becomes a `SourceOp` with `git://host/path#ref:subdir`, the same
 * for every scheme of the URL.
 *
 * @param url - `https://…`, `ssh://…`, `git://…`, `user@host:path`, or without scheme for https
 * @throws {BuildError} `E_LLB_OPTION` for a URL that cannot be read, or ssh without `knownSshHosts`
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/source.go `Git`
 */
export function git(url: string, options: GitOptions = {}): State {
  const remote = parseGitUrl(url);
  const attrs: Record<string, string> = { 'git.fullurl': remote.remote };
  const caps = ['source.git', 'source.git.fullurl'];
  const set = (attr: string, cap: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    attrs[attr] = value;
    caps.push(cap);
  };
  const setFlag = (attr: string, cap: string, flag: boolean | undefined): void =>
    set(attr, cap, flag === true ? 'true' : undefined);
  setFlag('git.keepgitdir', 'source.git.keepgitdir', options.keepGitDir);
  set('git.checksum', 'source.git.checksum', options.checksum);
  if (options.skipSubmodules === 'preferred') attrs['git.skipsubmodules'] = 'true';
  else setFlag('git.skipsubmodules', 'source.git.skipsubmodules', options.skipSubmodules);
  set('git.mtime', 'source.git.mtime', options.mtime);
  setFlag('git.fetchbycommit', 'source.git.fetchbycommit', options.fetchByCommit);
  set('git.bundle', 'source.git.bundle', options.bundle?.locator);
  setFlag('git.checkoutbundle', 'source.git.checkoutbundle', options.checkoutBundle);
  if (options.bundle?.sessionId) attrs['oci.session'] = options.bundle.sessionId;
  if (options.bundle?.storeId) attrs['oci.store'] = options.bundle.storeId;
  if (setAuth(attrs, options)) caps.push('source.git.httpauth');
  if (remote.isSsh) {
    set('git.knownsshhosts', 'source.git.knownsshhosts', knownHosts(options.knownSshHosts));
    set('git.mountsshsock', 'source.git.mountsshsock', options.mountSshSock || 'default');
  }
  return source(identifier(remote.host + remote.path, options), attrs, caps, options);
}

function identifier(repository: string, { ref = '', subdir = '' }: GitOptions): string {
  const fragment = subdir === '' ? ref : `${ref}:${subdir}`;
  return `git://${repository}${fragment === '' ? '' : `#${fragment}`}`;
}

// The names are written even when they are the usual ones; only others need the capability.
function setAuth(attrs: Record<string, string>, options: GitOptions): boolean {
  const { authTokenSecret, authHeaderSecret } = options;
  const token = authTokenSecret ?? 'GIT_AUTH_TOKEN';
  const header = authHeaderSecret ?? 'GIT_AUTH_HEADER';
  if (token !== '') attrs['git.authtokensecret'] = token;
  if (header !== '') attrs['git.authheadersecret'] = header;
  const isCustom = authTokenSecret !== undefined || authHeaderSecret !== undefined;
  return isCustom && (token !== '' || header !== '');
}

function knownHosts(hosts: GitOptions['knownSshHosts']): string | undefined {
  if (hosts === false) return undefined;
  if (hosts === undefined || hosts.length === 0) {
    throw optionError(
      'knownSshHosts',
      'nothing, for a URL of ssh',
      'lines of known_hosts, or false to trust any host key',
    );
  }
  const lines = typeof hosts === 'string' ? [hosts] : hosts;
  return lines.map((line) => `${line.replace(/\n$/, '')}\n`).join('');
}
