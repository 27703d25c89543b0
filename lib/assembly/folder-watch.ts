import { statSync } from 'node:fs';
import { BuildError } from '../errors';

/**
 * Tells whether an assembly is still the one that was opened: another run in the same folder puts its
 * own in the place of it, and files of both would be an image that nobody wrote.
 */
export class FolderWatch {
  readonly #identity: string | undefined;

  constructor(private readonly folder: string) {
    this.#identity = identityOf(folder);
  }

  /**
   * To be asked once a file was read.
   *
   * @throws BuildError `E_ASSEMBLY_CHANGED`
   */
  check(): void {
    if (identityOf(this.folder) === this.#identity) return;
    throw new BuildError('E_ASSEMBLY_CHANGED', 'the assembly was replaced while it was read', {
      got: 'another folder in the place of it, as a second run writes it',
      fix: 'run one at a time, or give each a folder of its own with --out',
    });
  }
}

/** A folder that is replaced has another number, or was made at another time. */
function identityOf(folder: string): string | undefined {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino} ${stat.birthtimeNs}`;
}
