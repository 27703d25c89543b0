import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { GIT, type GitRequest } from '../../lib/inputs/git/kind';
import { git, type State, scratch } from '../../lib/llb';
import { optional, type PropsOf, RELATIVE_PATH, secret, shape, text } from '../../lib/props';
import { ArtifactConstruct } from '../core/artifact-construct';
import type { Target } from '../core/target';

/** @see git-check-ref-format(1) */
const REF_NAME = text({
  pattern: /^(?!\/|-)(?!.*(?:\.\.|\/\/|@\{|\.lock$))[^\0-\x20\x7f~^:?*[\\]+$/,
  expected: 'the short name of a ref: "v1.2.0"',
});

const PINNED_GIT_SOURCE_PROPS = shape({
  /** `https://`, `git://`, `ssh://` or `http://` URL, without credentials. */
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
   * The commit, 40 hex digits; nothing has to be locked then.
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
});

/** Properties of a {@link PinnedGitSource}: `url`, and one of `tag`, `branch`, `commit`. */
export interface PinnedGitSourceProps extends PropsOf<typeof PINNED_GIT_SOURCE_PROPS> {}

/**
 * The files of one commit of a git repository.
 *
 * Becomes a `git://` source whose fragment is the commit; the daemon fetches it. The commit of a
 * tag or branch stands in the lock.
 *
 * @see BuildKit, docs/build-repro.md
 */
export class PinnedGitSource extends ArtifactConstruct {
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
    if (given.length !== 1) {
      errors.push(
        this.error('E_GIT_REF', 'one of "tag", "branch" and "commit" must be given', {
          got: `${given.length} of them`,
          expected: 'exactly one',
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
          fix: 'give credentials to the build as the secret GIT_AUTH_TOKEN, never in the URL',
        }),
      );
    }
    return errors;
  }

  lower(target: Target): State {
    const { subdirectory, url } = this.props;
    const commit = this.commit(target);
    if (commit === undefined) return scratch();
    return git(url, {
      ref: commit,
      ...(subdirectory === undefined ? {} : { subdir: subdirectory }),
      source: this.source,
    });
  }

  private commit(target: Target): string | undefined {
    const request = this.request();
    return request === undefined ? this.props.commit : target.ask(this, GIT, request)?.commit;
  }

  private request(): GitRequest | undefined {
    const { branch, tag, url } = this.props;
    if (tag !== undefined) return { url, ref: `refs/tags/${tag}` };
    if (branch !== undefined) return { url, ref: `refs/heads/${branch}` };
    return undefined;
  }
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
