import type { TarHeader } from '../archive/tar-header';
import type { ElfFile } from './elf/elf-file';

/** What is at a path of an image. */
export interface ImageFile extends Omit<TarHeader, 'path' | 'attributes'> {
  /** Absolute. */
  readonly path: string;
  /** Whether it has file capabilities. */
  readonly hasCapabilities: boolean;
  /** What it is as a program or library. @default - it is none */
  readonly elf: ElfFile | undefined;
  /** Text of the few files that tell of an image: accounts, packages. @default - it is another file */
  readonly text: string | undefined;
}
