import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** Values of `e_machine`. @see System V ABI, ELF header */
export const ELF_MACHINE: Readonly<Record<string, number>> = { amd64: 62, arm64: 183 };

/** What processor a file is for, or undefined for a file that is no ELF. */
export function elfMachine(file: string): number | undefined {
  const header = Buffer.alloc(20);
  const descriptor = openSync(file, 'r');
  try {
    const read = readSync(descriptor, header, 0, header.length, 0);
    const isElf = read === header.length && header.toString('latin1', 0, 4) === '\x7fELF';
    return isElf ? header.readUInt16LE(18) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Every ELF file below a folder with the processor that it is for; symbolic links are left out. */
export function elfFiles(folder: string): { path: string; machine: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name);
    const machine = elfMachine(path);
    return machine === undefined ? [] : [{ path: path.slice(folder.length + 1), machine }];
  });
}
