// fsutil carries modes as Go's os.FileMode, whose type bits are not those of stat(2).

const S_IFMT = 0o170000;
const S_IFSOCK = 0o140000;
const S_IFLNK = 0o120000;
const S_IFREG = 0o100000;
const S_IFBLK = 0o060000;
const S_IFDIR = 0o040000;
const S_IFCHR = 0o020000;
const S_IFIFO = 0o010000;

const bit = (position: number): number => 2 ** position;

/** Bits of Go's os.FileMode beside the nine of permission. */
export const GO_MODE = {
  DIR: bit(31),
  SYMLINK: bit(27),
  DEVICE: bit(26),
  FIFO: bit(25),
  SOCKET: bit(24),
  SETUID: bit(23),
  SETGID: bit(22),
  CHAR_DEVICE: bit(21),
  STICKY: bit(20),
} as const;

const TYPE_BITS: Readonly<Record<number, number>> = {
  [S_IFREG]: 0,
  [S_IFSOCK]: 0, // the mark of a socket is not sent: archives know none
  [S_IFDIR]: GO_MODE.DIR,
  [S_IFLNK]: GO_MODE.SYMLINK,
  [S_IFIFO]: GO_MODE.FIFO,
  [S_IFBLK]: GO_MODE.DEVICE,
  [S_IFCHR]: GO_MODE.DEVICE + GO_MODE.CHAR_DEVICE,
};

/** The mode of stat(2) as fsutil sends it. A socket is sent as an empty file. */
export function toGoMode(statMode: number): number {
  return (
    (TYPE_BITS[statMode & S_IFMT] ?? 0) +
    (statMode & 0o777) +
    (statMode & 0o4000 ? GO_MODE.SETUID : 0) +
    (statMode & 0o2000 ? GO_MODE.SETGID : 0) +
    (statMode & 0o1000 ? GO_MODE.STICKY : 0)
  );
}

/** Permission bits for chmod(2), with setuid, setgid and sticky. */
export function toPermissions(goMode: number): number {
  return (
    (goMode & 0o777) |
    (hasGoMode(goMode, GO_MODE.SETUID) ? 0o4000 : 0) |
    (hasGoMode(goMode, GO_MODE.SETGID) ? 0o2000 : 0) |
    (hasGoMode(goMode, GO_MODE.STICKY) ? 0o1000 : 0)
  );
}

/** What an entry is, by its Go mode. */
export function goFileType(goMode: number): 'file' | 'dir' | 'symlink' | 'other' {
  if (hasGoMode(goMode, GO_MODE.DIR)) return 'dir';
  if (hasGoMode(goMode, GO_MODE.SYMLINK)) return 'symlink';
  const others = [GO_MODE.DEVICE, GO_MODE.FIFO, GO_MODE.SOCKET, GO_MODE.CHAR_DEVICE];
  return others.some((other) => hasGoMode(goMode, other)) ? 'other' : 'file';
}

/** Whether a Go mode has a bit of {@link GO_MODE}. */
export const hasGoMode = (mode: number, flag: number): boolean => Math.floor(mode / flag) % 2 === 1;
