import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** All that can be seen of a folder, itself included: types, modes, times, owners, contents. */
export function folderContent(folder: string, path = '.'): Readonly<Record<string, string>> {
  const stats = lstatSync(join(folder, path), { bigint: true });
  const content = stats.isSymbolicLink()
    ? readlinkSync(join(folder, path))
    : stats.isFile()
      ? readFileSync(join(folder, path), 'latin1')
      : '';
  const { gid, mode, mtimeNs, nlink, rdev, uid } = stats;
  const links = stats.isDirectory() ? '' : nlink;
  const seen = `${mode.toString(8)} ${uid}:${gid} ${rdev} ${links} ${mtimeNs} ${content}`;
  if (!stats.isDirectory()) return { [path]: seen };
  const below = readdirSync(join(folder, path)).map((name) =>
    folderContent(folder, join(path, name)),
  );
  return Object.assign({ [path]: seen }, ...below);
}
