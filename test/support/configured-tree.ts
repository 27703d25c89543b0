import { LEFT_OUT, OTHERWISE, type TreeRules } from './mmdebstrap-tree';
import type { TreeEntry } from './tar-tree';

/** What configured trees of ours lack beside what a minbase lacks, and why. */
const MORE_LEFT_OUT: TreeRules = [
  [/^etc\/hosts$/, 'the machine'],
  [/\/__pycache__(\/|$)/, 'byte-code of Python'],
  [/^etc\/ssh\/ssh_host_/, 'keys of a machine'],
  [/^etc\/ssl\/(private|certs)\/ssl-cert-snakeoil/, 'a key of a machine and its certificate'],
  [/^etc\/ssl\/certs\/[0-9a-f]{8}\.\d$/, 'links to that certificate'],
  [/^etc\/(bind\/rndc\.key|unbound\/unbound_\w+\.(key|pem))$/, 'keys of a machine'],
  [/^etc\/dovecot\/private\/dovecot\.(key|pem)$/, 'links to a key of a machine'],
  [/^etc\/aliases\.db$/, 'a database with an identifier'],
  [
    /^etc\/apparmor\.d\/disable\/usr\.sbin\.squid$/,
    'a preinst that makes it where its own files are not there yet: here all packages are unpacked first',
  ],
  [/^var\/lib\/dbus\/machine-id$/, 'the machine'],
  [
    /^(etc\/(ldap\/slapd\.d|postgresql\/[^/]*)|var\/lib\/(ldap|mysql|postgresql\/[^/]*))\/./,
    'databases of a machine',
  ],
];
/** What is otherwise, and why. */
const MORE_OTHERWISE: TreeRules = [
  [/^run\/./, 'folders of a running system, kept since no systemd makes them'],
  [
    /^etc\/(passwd|group|shadow|gshadow)$/,
    'numbers of accounts, which a rule gives; compared apart',
  ],
  [/^var\/cache\/debconf\/passwords\.dat$/, 'passwords of a machine'],
  [/^etc\/systemd\/system\/timers\.target\.wants\/apt-/, 'apt is configured before systemd'],
  [/^var\/lib\/dpkg\/triggers\/File$/, 'the order of lines'],
  [
    /^var\/cache\/fontconfig\/.*\.cache-\d+$/,
    'fontconfig takes its caches for invalid where a folder is newer than SOURCE_DATE_EPOCH; ours are dated to it',
  ],
];

/** How trees that maintainer scripts configured differ from mmdebstrap's, and why. */
export const CONFIGURED_RULES = {
  leftOut: [...LEFT_OUT, ...MORE_LEFT_OUT],
  otherwise: [...OTHERWISE, ...MORE_OTHERWISE],
};

/** Files of accounts, whose numbers differ. */
export const ACCOUNT_FILES = ['etc/passwd', 'etc/group', 'etc/shadow', 'etc/gshadow'];

/** A tree whose owners are names, as its own accounts have them. */
export function named(
  tree: ReadonlyMap<string, TreeEntry>,
  read: (path: string) => string,
): Map<string, TreeEntry> {
  const names = (path: string) =>
    new Map(
      read(path)
        .split('\n')
        .map((line) => [line.split(':')[2], line.split(':')[0]]),
    );
  const users = names('etc/passwd');
  const groups = names('etc/group');
  return new Map(
    [...tree].map(([path, entry]) => {
      const [user = '', group = ''] = entry.owner.split(':');
      return [
        path,
        { ...entry, owner: `${users.get(user) ?? user}:${groups.get(group) ?? group}` },
      ];
    }),
  );
}

/** Lines of an account file, without numbers and order. */
export const withoutNumbers = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/:\d+/g, ':n'))
    .sort();
