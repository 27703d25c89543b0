import { goFileType } from '../../file-tree/file-mode';
import type { ReceivedStat } from '../../pb/fsutil';

/** A name as errors show it, with nothing in it that a terminal obeys. */
export const quoted = (path: string): string =>
  JSON.stringify(Buffer.from(path, 'latin1').toString('utf8')).replace(
    /[\x7f-\x9f]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * Holds a list of entries to the order in which fsutil sends them: a folder before what is in it,
 * and names by their bytes. So no path comes twice, and what a path goes through are folders that
 * were sent, never a link.
 */
export class TreeOrder {
  readonly #folders = new Set<string>(['']);
  readonly #files = new Set<string>();
  #last = '';

  /** What is wrong with the next entry; undefined if it may be written. */
  add({ linkname, mode, path }: ReceivedStat): string | undefined {
    const wrong = this.#wrongPath(path);
    if (wrong !== undefined) return `path ${quoted(path)} ${wrong}`;
    const type = goFileType(mode);
    if (type === 'dir') this.#folders.add(path);
    if (type !== 'file') return undefined;
    if (linkname === '') this.#files.add(path);
    else if (!this.#files.has(linkname)) {
      return `${quoted(path)} is a hard link to ${quoted(linkname)}, which is no file that was sent`;
    }
    return undefined;
  }

  #wrongPath(path: string): string | undefined {
    const segments = path.split('/');
    if (segments.some((name) => ['', '.', '..'].includes(name)) || path.includes('\0')) {
      return 'is not one below the folder';
    }
    if (!this.#folders.has(segments.slice(0, -1).join('/'))) {
      return 'is in no folder that was sent';
    }
    // As if the slash were the lowest byte: `a`, `a/b`, `a-b`.
    const key = path.replaceAll('/', '\0');
    if (key <= this.#last) return 'comes twice, or out of order';
    this.#last = key;
    return undefined;
  }
}
