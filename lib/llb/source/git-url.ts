import { joinPath } from '../vertex/go-path';
import { optionError } from '../vertex/option-check';

/** A git remote, taken apart. */
export interface GitUrl {
  readonly isSsh: boolean;
  /** Host with port, as it is written. */
  readonly host: string;
  /** Path on the host, absolute and clean, without percent escapes. */
  readonly path: string;
  /** The URL for git itself. */
  readonly remote: string;
}

const SCP_STYLE = /^([a-zA-Z0-9-_]+)@([a-zA-Z0-9-.]+):([^?#]*)$/;
const URL_STYLE = /^([a-zA-Z0-9]+):\/\/(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#]*)?$/;
const PROTOCOLS = new Set(['http', 'https', 'ssh', 'git']);
const HOST = /^(?:[A-Za-z0-9._~!$&'()*+,;=-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?$/;
const USER = /^[A-Za-z0-9._:~!$&'()*+,;=%@-]*$/;

/**
 * Reads the URL of a git repository: `https://`, `http://`, `ssh://`, `git://`, the form
 * `user@host:path` of ssh, or without any scheme, which means `https://`.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/util/gitutil/git_url.go `ParseURL`
 */
export function parseGitUrl(text: string): GitUrl {
  if (/[?#]/.test(text)) {
    throw optionError('git url', redact(text), 'a URL without "?" and "#"; use ref and subdir');
  }
  const [, user, scpHost, scpPath] = SCP_STYLE.exec(text) ?? [];
  if (scpHost !== undefined && scpPath !== undefined && !/^[a-zA-Z0-9]+:\/\//.test(text)) {
    const remote = `${user}@${scpHost}:${scpPath}`;
    return { isSsh: true, host: scpHost, path: joinPath('/', scpPath), remote };
  }
  return parseUrlStyle(/^[a-zA-Z0-9]+:\/\//.test(text) ? text : `https://${text}`);
}

function parseUrlStyle(text: string): GitUrl {
  const [, scheme = '', user, host = '', path = ''] = URL_STYLE.exec(text) ?? [];
  const protocol = scheme.toLowerCase();
  if (!PROTOCOLS.has(protocol)) {
    throw optionError('git url', redact(text), 'https, http, ssh or git as scheme');
  }
  const decoded = decode(path);
  if (!HOST.test(host) || !USER.test(user ?? '') || decoded === undefined) {
    throw optionError('git url', redact(text), 'a URL with a host and a path');
  }
  return {
    isSsh: protocol === 'ssh',
    host,
    path: joinPath('/', decoded),
    remote: `${protocol}://${user === undefined ? '' : `${encodeUser(user)}@`}${host}${encodePath(path, decoded)}`,
  };
}

// A path that already is a valid URL path stays as it is, also where it escapes more than it must.
function encodePath(path: string, decoded: string): string {
  if (/^(?:[A-Za-z0-9._~!$&'()*+,;=:@/[\]-]|%[0-9A-Fa-f]{2})*$/.test(path)) return path;
  return [...decoded]
    .map((character) => escapeUnless(/[A-Za-z0-9._~$&+,;=:@/-]/, character))
    .join('');
}

function encodeUser(user: string): string {
  const colon = user.indexOf(':');
  const parts = colon < 0 ? [user] : [user.slice(0, colon), user.slice(colon + 1)];
  return parts
    .map((part) =>
      [...(decode(part) ?? part)]
        .map((character) => escapeUnless(/[A-Za-z0-9._~$&+,;=-]/, character))
        .join(''),
    )
    .join(':');
}

function escapeUnless(plain: RegExp, character: string): string {
  if (plain.test(character)) return character;
  return [...Buffer.from(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

// A URL may hold a password.
function redact(text: string): string {
  return JSON.stringify(text.replace(/:\/\/[^/@]*@/, '://…@'));
}
