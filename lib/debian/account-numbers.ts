/**
 * Numbers of the accounts that every Debian has.
 *
 * @see base-passwd, passwd.master and group.master
 */
const USERS: Readonly<Record<string, number>> = {
  root: 0,
  daemon: 1,
  bin: 2,
  sys: 3,
  sync: 4,
  games: 5,
  man: 6,
  lp: 7,
  mail: 8,
  news: 9,
  uucp: 10,
  proxy: 13,
  'www-data': 33,
  backup: 34,
  list: 38,
  irc: 39,
  _apt: 42,
  nobody: 65_534,
};

const GROUPS: Readonly<Record<string, number>> = {
  root: 0,
  daemon: 1,
  bin: 2,
  sys: 3,
  adm: 4,
  tty: 5,
  disk: 6,
  lp: 7,
  mail: 8,
  news: 9,
  uucp: 10,
  man: 12,
  proxy: 13,
  kmem: 15,
  dialout: 20,
  fax: 21,
  voice: 22,
  cdrom: 24,
  floppy: 25,
  tape: 26,
  sudo: 27,
  audio: 29,
  dip: 30,
  'www-data': 33,
  backup: 34,
  operator: 37,
  list: 38,
  irc: 39,
  src: 40,
  shadow: 42,
  utmp: 43,
  video: 44,
  sasl: 45,
  plugdev: 46,
  staff: 50,
  games: 60,
  users: 100,
  nogroup: 65_534,
};

// What packages add has numbers from 101 to 999, as accounts.sh of lib/rootfs gives them.
const FIRST = 101;
const COUNT = 899;

/**
 * The number that a user has in a root of this library.
 *
 * @param given numbers that do not come from names, by name
 */
export function userNumber(name: string, given: Readonly<Record<string, number>>): number {
  return lookUp(USERS, name) ?? lookUp(given, name) ?? FIRST + (checksum(name) % COUNT);
}

/** The number that a group has in a root of this library. See {@link userNumber}. */
export function groupNumber(name: string, given: Readonly<Record<string, number>>): number {
  return lookUp(GROUPS, name) ?? lookUp(given, name) ?? FIRST + (checksum(name) % COUNT);
}

function lookUp(numbers: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(numbers, name) ? numbers[name] : undefined;
}

/** What cksum(1) says of a text of ASCII. */
function checksum(text: string): number {
  const bytes = [...text].map((letter) => letter.charCodeAt(0));
  for (let length = text.length; length > 0; length >>>= 8) bytes.push(length & 0xff);
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ 0x04c1_1db7 : sum << 1;
  }
  return ~sum >>> 0;
}
