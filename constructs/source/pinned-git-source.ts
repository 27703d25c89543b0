import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { GIT, type GitLock, type GitRequest } from '../../lib/inputs/git/kind';
import { type CopyOptions, copy, type GitOptions, git, type State, scratch } from '../../lib/llb';
import {
  flag,
  list,
  oneOf,
  optional,
  type PropsOf,
  RELATIVE_PATH,
  secret,
  shape,
  text,
} from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import { FILE_DATE } from '../core/file-options';
import type { Target } from '../core/target';
import type { ReadableSource, RepositoryLockFiles } from './lock-files';

/** @see git-check-ref-format(1) */
const REF_NAME = text({
  pattern: /^(?!\/|-)(?!.*(?:\.\.|\/\/|@\{|\.lock$))[^\0-\x20\x7f~^:?*[\\]+$/,
  expected: 'the short name of a ref: "v1.2.0"',
});

/** @see sshd(8), SSH_KNOWN_HOSTS FILE FORMAT */
const KNOWN_HOST = text({
  pattern: /^(?:@cert-authority )?[^\s#@]\S* [a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}$/,
  expected: 'a line of known_hosts: "git.example.org ssh-ed25519 AAAA…"',
});

const PINNED_GIT_SOURCE_PROPS = shape({
  /**
   * `https://`, `git://`, `ssh://` or `http://` URL, without credentials. For http and https the daemon
   * asks the build for the secret `GIT_AUTH_TOKEN.<host>`, `GIT_AUTH_TOKEN`, or `GIT_AUTH_HEADER`
   * likewise; for ssh it needs the ssh agent `default`.
   */
  url: secret(text()),
  /**
   * Name of the tag, e.g. `v1.2.0`; the lock keeps its commit.
   *
   * @default - `branch` or `commit` is given
   */
  tag: optional(REF_NAME),
  /**
   * Name of the branch; the lock keeps the commit it had when it was locked.
   *
   * @default - `tag` or `commit` is given
   */
  branch: optional(REF_NAME),
  /**
   * The commit, 40 hex digits; nothing has to be locked then. With a `tag` it is what that must be.
   *
   * @default - `tag` or `branch` is given
   */
  commit: optional(text()),
  /**
   * Folder of the repository to take as the root.
   *
   * @default - the whole repository
   */
  subdirectory: optional(RELATIVE_PATH),
  /**
   * Whether submodules are there, and theirs: each becomes a `git` source of its own at the commit that
   * the lock keeps. Without, their folders are empty.
   *
   * @default false
   */
  submodules: optional(flag()),
  /**
   * `pointers` takes the pointers of files that Git LFS keeps as they are, where the files themselves
   * are not needed.
   *
   * @default - such files are an error, once the lock knows of them: a bare `commit` is not looked at
   */
  lfs: optional(oneOf('pointers')),
  /**
   * The host's keys as lines of `known_hosts`, as `ssh-keyscan` prints them; compare them with what
   * the host publishes. Needed for ssh, and of no use else. Becomes `git.knownsshhosts`.
   *
   * @default - none
   */
  knownHosts: optional(list(KNOWN_HOST, { min: 1 })),
});

/**
 * Files without what a daemon knows of its own: where it keeps a repository stands in the `.git` of
 * submodules, and the time of the checkout in the date of each file.
 */
const AS_FILES: CopyOptions = {
  copyDirContentsOnly: true,
  createDestPath: true,
  excludePatterns: ['**/.git'],
  timestamp: FILE_DATE,
};

/** Properties of a {@link PinnedGitSource}: `url`, and one of `tag`, `branch`, `commit`, or `tag` and `commit`. */
export interface PinnedGitSourceProps extends PropsOf<typeof PINNED_GIT_SOURCE_PROPS> {}

/**
 * The files of one commit of a git repository.
 *
 * Becomes a `git://` source whose fragment is the commit, which the daemon fetches without
 * submodules, and a copy that gives all files one date. The commit of a tag or branch stands in the
 * lock.
 *
 * @see BuildKit, docs/build-repro.md
 */
export class PinnedGitSource extends ArtifactConstruct implements ReadableSource {
  private readonly props: PinnedGitSourceProps;

  constructor(scope: IConstruct, id: string, props: PinnedGitSourceProps) {
    super(scope, id);
    this.props = props;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(PINNED_GIT_SOURCE_PROPS, this.props, () => this.checkSource());
  }

  private checkSource(): BuildError[] {
    const { branch, commit, tag, url } = this.props;
    const errors: BuildError[] = [];
    const given = [tag, branch, commit].filter((ref) => ref !== undefined);
    const isChecked = given.length === 2 && branch === undefined;
    if (given.length !== 1 && !isChecked) {
      errors.push(
        this.error('E_GIT_REF', 'one of "tag", "branch" and "commit" must be given', {
          got: `${given.length} of them`,
          expected: 'exactly one, or a tag with its commit',
          fix: "name the release, e.g. tag: 'v1.2.0'",
        }),
      );
    }
    if (commit !== undefined && !/^[0-9a-f]{40}$/.test(commit)) {
      errors.push(
        this.error('E_GIT_REF', 'the commit is abbreviated or no commit', {
          got: `"${commit}"`,
          expected: '40 hex digits',
          fix: 'give the whole commit id, or name a tag and run "synth lock"',
        }),
      );
    }
    const problem = urlProblem(url);
    if (problem !== undefined) {
      errors.push(
        this.error('E_GIT_URL', 'the URL of the repository cannot be used', {
          got: problem,
          expected: 'an https, ssh, git or http URL without password, query and fragment',
          fix: 'give credentials to the build with --secret id=GIT_AUTH_TOKEN or --ssh, never in the URL',
        }),
      );
    }
    if (isSsh(url) !== (this.props.knownHosts !== undefined) && problem === undefined) {
      errors.push(this.knownHostsError());
    }
    return errors;
  }

  private knownHostsError(): BuildError {
    const { knownHosts, url } = this.props;
    if (knownHosts !== undefined) {
      return this.error('E_GIT_KNOWN_HOSTS', '"knownHosts" is for ssh alone', {
        got: `a URL of ${new URL(url).protocol.slice(0, -1)}`,
        expected: 'an ssh URL',
        fix: 'leave "knownHosts" out',
      });
    }
    const { hostname, port } = new URL(url);
    const keyscan = `ssh-keyscan ${port === '' ? '' : `-p ${port} `}${hostname}`;
    return this.error('E_GIT_KNOWN_HOSTS', 'a repository by ssh needs the keys of its host', {
      got: 'no "knownHosts"',
      expected: `lines of known_hosts: ["${hostname} ssh-ed25519 AAAA…"]`,
      fix: `give what "${keyscan}" prints, once it is compared with what the host publishes`,
    });
  }

  /** @internal */
  lockFiles(target: Target, folder: string): RepositoryLockFiles | undefined {
    const { knownHosts, subdirectory = '', url } = this.props;
    const found = this.found(target);
    if (found === undefined) return undefined;
    return {
      type: 'git',
      url,
      commit: found.commit,
      folder: [subdirectory, folder].filter(Boolean).join('/'),
      ...(knownHosts === undefined ? {} : { knownHosts }),
    };
  }

  lower(target: Target): State {
    return target.once(this, () => {
      const found = this.found(target);
      return found === undefined ? scratch() : this.tree(found);
    });
  }

  /** The commit, and what is known of it. */
  private found(target: Target): GitLock | undefined {
    const { commit = '', lfs, tag, url } = this.props;
    const request = this.request();
    if (request === undefined) return { commit };
    const found = target.ask(this, GIT, request);
    if (found === undefined) return undefined;
    if (tag !== undefined && commit !== '' && found.commit !== commit) {
      throw this.error('E_GIT_TAG_MOVED', `the tag "${tag}" is another commit than it must be`, {
        got: `${found.commit}, as it is locked`,
        expected: commit,
        fix: `find out why ${url} moved it; then correct "commit", or delete the entry of the lock`,
      });
    }
    if (found.lfs !== undefined && found.lfs > 0 && lfs === undefined) {
      throw this.error('E_GIT_LFS', 'files of the repository are kept by Git LFS', {
        got: `pointers in place of ${found.lfs} files`,
        expected: 'files, since BuildKit does not ask Git LFS for them',
        fix: "fetch what is needed with HttpFile; where nothing is, say so: lfs: 'pointers'",
      });
    }
    return found;
  }

  private tree({ commit, submodules = {} }: GitLock): State {
    const { props, source } = this;
    const { subdirectory = '' } = props;
    const parts = props.submodules === true ? Object.entries(submodules) : [];
    // Of what the lock knows to have no submodules an older daemon brings none either.
    const isPlain = this.request() !== undefined && Object.keys(submodules).length === 0;
    const skipSubmodules = isPlain ? 'preferred' : true;
    const whole = this.checkout(props.url, commit, {
      skipSubmodules,
      ...(subdirectory === '' || parts.length > 0 ? {} : { subdir: subdirectory }),
    });
    const names = { customName: `files of ${props.url}`, source };
    const all = parts.reduce(
      (action, [path, submodule]) =>
        action.copy(this.checkout(submodule.url, submodule.commit), '/', `/${path}`, AS_FILES),
      copy(whole, '/', '/', AS_FILES),
    );
    const tree = scratch().file(all, names);
    if (subdirectory === '' || parts.length === 0) return tree;
    const inner = copy(tree, `/${subdirectory}`, '/', AS_FILES);
    return scratch().file(inner, { ...names, customName: `folder ${subdirectory}` });
  }

  private checkout(
    url: string,
    ref: string,
    options: GitOptions = { skipSubmodules: true },
  ): State {
    const { knownHosts } = this.props;
    const hosts = knownHosts === undefined || !isSsh(url) ? {} : { knownSshHosts: knownHosts };
    return git(url, { ref, ...hosts, ...options, source: this.source });
  }

  private request(): GitRequest | undefined {
    const { branch, commit, knownHosts, submodules, tag, url } = this.props;
    const own = knownHosts === undefined ? { url } : { url, knownHosts };
    if (tag !== undefined) return { ...own, ref: `refs/tags/${tag}` };
    if (branch !== undefined) return { ...own, ref: `refs/heads/${branch}` };
    // What it has submodules of, the commit alone does not say.
    return submodules === true && commit !== undefined ? { ...own, ref: commit } : undefined;
  }
}

function isSsh(url: string): boolean {
  return /^ssh:/i.test(url);
}

// Tells what is wrong with a URL, and never repeats one that holds a password.
function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return `"${text}"`;
  const { hash, password, protocol, search, username } = new URL(text);
  if (password !== '') return 'a URL with a password';
  if (username !== '' && protocol !== 'ssh:') return 'a URL with a user name';
  if (!['https:', 'ssh:', 'git:', 'http:'].includes(protocol)) return `the scheme "${protocol}"`;
  return hash === '' && search === '' ? undefined : `"${text}"`;
}
