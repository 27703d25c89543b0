import { type FileAction, mkdir, type State, scratch } from '../../lib/llb';

const NOBODY_ID = 65534;

/** A user of a runtime, by numbers. */
export interface RuntimeUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * What C libraries look up: root, nobody and the image's user, and where host names are looked for;
 * and the folders that the user may write.
 *
 * Becomes one `FileOp` on scratch, the same for all images with the same user and folders.
 *
 * @param timestamp of all files and folders
 */
export function accounts(
  { gid, uid }: RuntimeUser,
  writable: readonly string[],
  timestamp: Date,
): State {
  const users = new Map([
    [0, 'root:x:0:0:root:/root:/sbin/nologin'],
    [NOBODY_ID, `nobody:x:${NOBODY_ID}:${NOBODY_ID}:nobody:/nonexistent:/sbin/nologin`],
  ]);
  const groups = new Map([
    [0, 'root:x:0:'],
    [NOBODY_ID, `nogroup:x:${NOBODY_ID}:`],
  ]);
  if (!users.has(uid)) users.set(uid, `nonroot:x:${uid}:${gid}:nonroot:/nonexistent:/sbin/nologin`);
  if (!groups.has(gid)) groups.set(gid, `nonroot:x:${gid}:`);
  const lookUp = 'passwd: files\ngroup: files\nhosts: files dns\n';
  let action: FileAction = mkdir('/etc', 0o755, { timestamp })
    .mkfile('/etc/passwd', 0o644, text(users), { timestamp })
    .mkfile('/etc/group', 0o644, text(groups), { timestamp })
    .mkfile('/etc/nsswitch.conf', 0o644, lookUp, { timestamp });
  const owner = { user: uid, group: gid };
  for (const path of writable) {
    action = action.mkdir(path, 0o750, { parents: true, owner, timestamp });
  }
  return scratch().file(action, { customName: `accounts: user ${uid}, group ${gid}` });
}

function text(lines: ReadonlyMap<number, string>): string {
  return [...lines.values()].map((line) => `${line}\n`).join('');
}
