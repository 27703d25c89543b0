import { homedir } from 'node:os';
import { join } from 'node:path';
import { listAptFolder, readAptFile } from './apt-files';

/** Who reads from a server. */
export interface Login {
  /** Without one it is for https alone: nothing is sent in clear that nobody asked to send. */
  readonly protocol: string | undefined;
  /** With a port where there is one. */
  readonly host: string;
  /** Folder that it is for; empty for all of the host. */
  readonly path: string;
  /** File that names it. */
  readonly place: string;
  /** The `Authorization` header. */
  readonly header: string;
}

/**
 * Finds logins where apt and other clients of http have them: `auth.conf` and below `auth.conf.d`, then
 * the file of `NETRC`, or `.netrc` of the user.
 *
 * @see apt_auth.conf(5)
 */
export function readLogins(
  aptFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): Login[] {
  const parts = join(aptFolder, 'auth.conf.d');
  const files = [
    join(aptFolder, 'auth.conf'),
    ...listAptFolder(parts)
      .filter((name) => name.endsWith('.conf'))
      .sort()
      .map((name) => join(parts, name)),
    env.NETRC ?? join(env.HOME ?? homedir(), '.netrc'),
  ];
  return files.flatMap((file) => parseLogins(readAptFile(file), file));
}

/** Words of netrc; a host of apt may have a protocol and a folder. */
function parseLogins(text: string, place: string): Login[] {
  const words = text.replace(/^\s*#.*$/gm, '').split(/\s+/);
  const logins: Login[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] !== 'machine') continue;
    const machine = /^(?:(\w+):\/\/)?([^/]+)(\/.*)?$/.exec(words[at + 1] ?? '');
    const fields = new Map<string, string>();
    for (
      at += 2;
      at < words.length && words[at] !== 'machine' && words[at] !== 'default';
      at += 2
    ) {
      fields.set(words[at] ?? '', words[at + 1] ?? '');
    }
    at -= 1;
    const [user, password] = [fields.get('login'), fields.get('password')];
    if (machine === null || user === undefined || password === undefined) continue;
    const [, protocol, host = '', path = ''] = machine;
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    logins.push({ protocol, host, path, place, header: `Basic ${basic}` });
  }
  return logins;
}

/** The `Authorization` header of the first login that is for a URL. */
export function authorizationFor(url: string, logins: readonly Login[]): string | undefined {
  return logins.find((login) => isFor(login, url))?.header;
}

function isFor({ host, path, protocol = 'https' }: Login, url: string): boolean {
  const wanted = new URL(url);
  return (
    wanted.protocol === `${protocol}:` &&
    (wanted.host === host || (wanted.port === '' && wanted.hostname === host)) &&
    wanted.pathname.startsWith(path)
  );
}
