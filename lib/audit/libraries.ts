import { posix } from 'node:path';
import type { ElfFile } from './elf/elf-file';
import type { ImageFile } from './image-file';
import type { ImageTree } from './image-tree';

/** Folders of libraries by the names that architectures have in Debian. */
const TRIPLETS: Readonly<Record<number, readonly string[]>> = {
  3: ['i386-linux-gnu'],
  21: ['powerpc64le-linux-gnu'],
  22: ['s390x-linux-gnu'],
  40: ['arm-linux-gnueabihf', 'arm-linux-gnueabi'],
  62: ['x86_64-linux-gnu'],
  183: ['aarch64-linux-gnu'],
  243: ['riscv64-linux-gnu'],
};

/**
 * What a program or library needs that the image has not, where the loader looks for it: its loader,
 * and libraries by their names. What is loaded already need not be found again, so a library may find
 * by a program what it does not find itself: a name that lies in any library folder is enough for one.
 *
 * @param libraryPath folders of LD_LIBRARY_PATH
 */
export function missingLibraries(
  file: ImageFile & { readonly elf: ElfFile },
  tree: ImageTree,
  libraryPath: readonly string[],
): readonly string[] {
  const { elf, path } = file;
  const missing: string[] = [];
  if (elf.interpreter !== undefined && tree.resolve(elf.interpreter) === undefined) {
    missing.push(elf.interpreter);
  }
  const origin = posix.dirname(path);
  const folders = [
    ...elf.runpath.map((folder) => folder.replace(/\$(?:ORIGIN|\{ORIGIN\})/g, origin)),
    ...libraryPath,
    ...(TRIPLETS[elf.machine] ?? []).flatMap((name) => [`/lib/${name}`, `/usr/lib/${name}`]),
    ...['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib'],
  ];
  const isThere = (name: string) =>
    name.includes('/')
      ? tree.resolve(name) !== undefined
      : folders.some((folder) => {
          const found = tree.resolve(posix.join(folder, name))?.elf;
          return found?.machine === elf.machine && found.bits === elf.bits;
        });
  const isLibrary = elf.interpreter === undefined;
  for (const name of elf.needed) {
    if (isThere(name) || (isLibrary && tree.hasName(name))) continue;
    missing.push(name);
  }
  return missing;
}
