import { createHash } from 'node:crypto';

/** Folder of all packages of a project that pnpm installs. */
export const STORE = 'node_modules/.pnpm';

/** Whether something is in the store. */
export function isStored({ path }: { readonly path: string }): boolean {
  return path.startsWith(`${STORE}/`);
}

/** Longer names are cut, and end with a hash. @see pnpm, `virtual-store-dir-max-length` */
const MAX_LENGTH = 120;
const HASH_LENGTH = 32;

/**
 * Name of the folder of a package in {@link STORE}: `react-dom@18.3.1_react@18.3.1`.
 *
 * @param id as pnpm-lock.yaml has it: `react-dom@18.3.1(react@18.3.1)`
 */
export function storeFolder(id: string): string {
  const plain = id.replace(/[\\/:*?"<>|#]/g, '+');
  const name = plain.replace(/\)$/, '').replace(/\)\(|\(|\)/g, '_');
  if (name.length <= MAX_LENGTH && name === name.toLowerCase()) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}_${hash}`;
}
