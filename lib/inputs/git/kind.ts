import type { SchemaReader } from '../../json';
import { type Entries, entrySection } from '../entries';
import { fakeHash } from '../fake-hash';
import type { InputKind } from '../kind';
import { isSubmodulePath, isSubmoduleUrl } from './submodule';

/** The commit behind a tag or branch of a git repository. */
export interface GitRequest {
  /** URL as the user wrote it, without credentials. */
  readonly url: string;
  /** Full ref name, e.g. `refs/tags/v1.2.0` or `refs/heads/main`; or a commit, for its submodules. */
  readonly ref: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[];
}

/** A git ref, resolved. */
export interface GitLock {
  /** 40 hex digits. */
  readonly commit: string;
  /** The object of an annotated tag, 40 hex digits. @default - a light tag or a branch has none */
  readonly tag?: string;
  /**
   * How many of its files are kept by Git LFS, so that the commit has only pointers to them.
   *
   * @default 0
   */
  readonly lfs?: number;
  /**
   * Submodules of the commit, and theirs, by path.
   *
   * @default - it has none
   */
  readonly submodules?: Readonly<Record<string, Submodule>>;
}

/** Another repository that a commit has a place for. */
export interface Submodule {
  /** In full, without credentials. */
  readonly url: string;
  /** 40 hex digits. */
  readonly commit: string;
}

const SHA1 = /^[0-9a-f]{40}$/;

const key = ({ url, ref }: GitRequest): string => `${url}#${ref}`;

/** Tags and branches of git repositories; the lock keeps their commits. */
export const GIT: InputKind<GitRequest, GitLock, Entries<GitLock>> = {
  name: 'git',
  key,
  describe: ({ url, ref }) => `"${ref}" of ${url}`,
  readRequest: (value, at, schema) => {
    const { knownHosts, ref, url } = schema.object(value, at);
    const request = {
      url: schema.text(url, `${at}.url`),
      ref: schema.text(ref, `${at}.ref`, /^(?:refs\/|[0-9a-f]{40}$)/),
    };
    if (knownHosts === undefined) return request;
    return { ...request, knownHosts: schema.texts(knownHosts, `${at}.knownHosts`) };
  },
  fake: (request) => ({
    commit: SHA1.test(request.ref) ? request.ref : fakeHash(key(request)).slice(0, 40),
  }),
  section: entrySection({
    key,
    nouns: ['git ref', 'git refs'],
    fact: ({ commit }) => ({ version: commit }),
    read: (value, at, schema): GitLock => {
      const entry = schema.object(value, at);
      const commit = schema.text(entry.commit, `${at}.commit`, SHA1);
      const { lfs, submodules, tag } = entry;
      return {
        commit,
        ...(tag === undefined ? {} : { tag: schema.text(tag, `${at}.tag`, SHA1) }),
        ...(lfs === undefined ? {} : { lfs: schema.size(lfs, `${at}.lfs`) }),
        ...(submodules === undefined
          ? {}
          : { submodules: readSubmodules(submodules, `${at}.submodules`, schema) }),
      };
    },
  }),
};

/** Sorted, so that each is behind the one that it lies in. */
function readSubmodules(
  value: unknown,
  at: string,
  schema: SchemaReader,
): Readonly<Record<string, Submodule>> {
  const submodules = schema.record(value, at, (submodule, place): Submodule => {
    const { commit, url } = schema.object(submodule, place);
    const text = schema.text(url, `${place}.url`);
    if (!isSubmoduleUrl(text)) throw schema.wrong(`${place}.url`, 'another', 'a URL of git');
    return { url: text, commit: schema.text(commit, `${place}.commit`, SHA1) };
  });
  const paths = Object.keys(submodules).sort();
  const wrong = paths.find((path) => !isSubmodulePath(path));
  if (wrong !== undefined) throw schema.wrong(at, JSON.stringify(wrong), 'paths below the root');
  return Object.fromEntries(Object.entries(submodules).sort(([a], [b]) => (a < b ? -1 : 1)));
}
