import type { SchemaReader } from '../../json';
import { isPackageName } from '../../npm';

/** All packages that a project needs: one of a git repository, or one that needs just what is named. */
export type NpmRequest = NpmRepositoryRequest | NpmListRequest;

/** The package-lock.json of a commit of a git repository. */
export interface NpmRepositoryRequest {
  /** Tells the kinds of request apart. */
  readonly type: 'git';
  /** URL of the repository, without credentials. */
  readonly url: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** Folder of package-lock.json, relative to the root; empty for the root. */
  readonly folder: string;
  /** Lines of `known_hosts`, for ssh. @default - those of the user */
  readonly knownHosts?: readonly string[];
}

/** Packages by name, which npm resolves. */
export interface NpmListRequest {
  /** Tells the kinds of request apart. */
  readonly type: 'list';
  /** Versions, ranges or tags by name: `{ 'parse-server': '8.2.3' }`. */
  readonly packages: Readonly<Record<string, string>>;
}

/** A version, a range or a tag: nothing that leads to another place than a registry. */
export const NPM_RANGE = /^[\w.+*^~<>=| -]{1,100}$/;

/** What tells sets of packages apart. */
export function npmKey(request: NpmRequest): string {
  if (request.type === 'list') {
    const names = Object.entries(request.packages).sort(([a], [b]) => (a < b ? -1 : 1));
    return names.map(([name, range]) => `${name}@${range}`).join(', ');
  }
  const { commit, folder, url } = request;
  return `${url}#${commit}${folder === '' ? '' : `:${folder}`}`;
}

/** The request for people. */
export function describeNpm(request: NpmRequest): string {
  return request.type === 'list'
    ? `what npm installs for ${npmKey(request)}`
    : `the package-lock.json of ${npmKey(request)}`;
}

/** Reads a request out of a manifest. */
export function readNpmRequest(value: unknown, at: string, schema: SchemaReader): NpmRequest {
  const { commit, folder, knownHosts, packages, type, url } = schema.object(value, at);
  if (type === 'list') {
    const read = schema.record(packages, `${at}.packages`, (range, place) =>
      schema.text(range, place, NPM_RANGE),
    );
    const odd = Object.keys(read).find((name) => !isPackageName(name));
    if (odd === undefined) return { type, packages: read };
    throw schema.wrong(`${at}.packages`, JSON.stringify(odd), 'names of packages');
  }
  if (type !== 'git') {
    throw schema.wrong(`${at}.type`, JSON.stringify(type) ?? 'nothing', '"git" or "list"');
  }
  return {
    type,
    url: schema.text(url, `${at}.url`),
    commit: schema.text(commit, `${at}.commit`, /^[0-9a-f]{40}$/),
    folder: schema.text(folder, `${at}.folder`),
    ...(knownHosts === undefined
      ? {}
      : { knownHosts: schema.texts(knownHosts, `${at}.knownHosts`) }),
  };
}
