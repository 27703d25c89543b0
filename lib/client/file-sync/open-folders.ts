import { join } from 'node:path';
import { HeldFolder } from '../../file-tree/held-folder';
import { RPC, RpcError } from '../rpc/rpc-error';

/** Folders held open at once: receivers ask for the files of a folder one after another. */
const MAX_OPEN = 8;

/** The folders that files are sent from, each held open once it is known to lie where it was listed. */
export class OpenFolders {
  readonly #root: string;
  readonly #open = new Map<string, HeldFolder>();
  #isClosed = false;

  /** @param root real path of the folder that is sent */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * A path by which a file can be opened, as `path` was when it was listed.
   *
   * @throws RpcError where a folder above it was moved since, or a link put in its place
   */
  placeOf(path: string): string | Buffer {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    const held = this.#open.get(folder) ?? this.#hold(folder);
    return held.at(path.slice(slash + 1));
  }

  close(): void {
    this.#isClosed = true;
    for (const folder of this.#open.values()) folder.close();
    this.#open.clear();
  }

  #hold(path: string): HeldFolder {
    if (this.#isClosed) throw new RpcError(RPC.CANCELLED, 'the transfer has ended');
    const place = path === '' ? this.#root : join(this.#root, path);
    const folder = HeldFolder.open(place);
    if (!folder.isAt(place)) {
      folder.close();
      throw new RpcError(
        RPC.ABORTED,
        `local folder "${path}" was moved while it was read, or a link put in its way`,
      );
    }
    const [oldest] = this.#open;
    if (oldest !== undefined && this.#open.size >= MAX_OPEN) {
      oldest[1].close();
      this.#open.delete(oldest[0]);
    }
    this.#open.set(path, folder);
    return folder;
  }
}
