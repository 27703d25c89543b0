import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** All that can be seen of a folder, itself included: types, modes, owners, contents, times to the microsecond below. */
export function folderContent(folder: string, path = '.'): Readonly<Record<string, string>> {
  const stats = lstatSync(join(folder, path), { bigint: true });
  const content = stats.isSymbolicLink()
    ? readlinkSync(join(folder, path))
    : stats.isFile()
      ? createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')
      : '';
  const { gid, mode, mtimeNs, nlink, rdev, uid } = stats;
  const microseconds = (mtimeNs - (((mtimeNs % 1000n) + 1000n) % 1000n)) / 1000n;
  const links = stats.isDirectory() ? '' : nlink;
  const seen = `${mode.toString(8)} ${uid}:${gid} ${rdev} ${links} ${microseconds} ${content}`;
  if (!stats.isDirectory()) return { [path]: seen };
  const below = readdirSync(join(folder, path)).map((name) =>
    folderContent(folder, join(path, name)),
  );
  return Object.assign({ [path]: seen }, ...below);
}
