import type { RuntimeImageProps } from '../runtime-image-props';
import type { WritableFolder } from './account-props';
import { idsOf } from './ids';

/** Folders that the process writes, each as one with properties. */
export function writableFolders({ writable = [] }: RuntimeImageProps): readonly WritableFolder[] {
  return writable.map((one) => (typeof one === 'string' ? { path: one } : one));
}

/** Whether the user of an image may make files in a folder of it. */
export function mayWrite(props: RuntimeImageProps, { mode, owner }: WritableFolder): boolean {
  const user = idsOf(props);
  const folder = idsOf(props, owner);
  if (user.uid === 0) return true;
  const shift = user.uid === folder.uid ? 6 : user.gid === folder.gid ? 3 : 0;
  const bits = mode ?? (user.uid === folder.uid ? 0o700 : 0o750);
  return ((bits >> shift) & 0o3) === 0o3;
}
