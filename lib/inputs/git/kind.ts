import { type Entries, entrySection } from '../entries';
import { fakeHash } from '../fake-hash';
import type { InputKind } from '../kind';

/** The commit behind a tag or branch of a git repository. */
export interface GitRequest {
  /** URL as the user wrote it, without credentials. */
  readonly url: string;
  /** Full ref name, e.g. `refs/tags/v1.2.0` or `refs/heads/main`. */
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
      ref: schema.text(ref, `${at}.ref`, /^refs\//),
    };
    if (knownHosts === undefined) return request;
    return { ...request, knownHosts: schema.texts(knownHosts, `${at}.knownHosts`) };
  },
  fake: (request) => ({ commit: fakeHash(key(request)).slice(0, 40) }),
  section: entrySection({
    key,
    nouns: ['git ref', 'git refs'],
    read: (value, at, schema): GitLock => {
      const entry = schema.object(value, at);
      const commit = schema.text(entry.commit, `${at}.commit`, SHA1);
      if (entry.tag === undefined) return { commit };
      return { commit, tag: schema.text(entry.tag, `${at}.tag`, SHA1) };
    },
  }),
};
