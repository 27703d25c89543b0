import { posix } from 'node:path';
import type { ImageFile } from './image-file';

const MAX_LINKS = 40;

/** The files of an image, layer over layer. */
export class ImageTree {
  readonly #files = new Map<string, ImageFile>();
  #sorted: readonly ImageFile[] | undefined;
  #names: ReadonlySet<string> | undefined;

  /** All of them, by their paths. */
  get files(): readonly ImageFile[] {
    this.#sorted ??= [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return this.#sorted;
  }

  /** Whether anything is called so, in whichever folder. */
  hasName(name: string): boolean {
    this.#names ??= new Set([...this.#files.keys()].map((path) => posix.basename(path)));
    return this.#names.has(name);
  }

  /** Puts the files of a layer over those below. @see OCI image-spec, layer: whiteouts */
  add(layer: readonly ImageFile[]): void {
    this.#sorted = undefined;
    this.#names = undefined;
    const names = (file: ImageFile) => posix.basename(file.path);
    // What a layer takes away lies below it, wherever its entry is.
    for (const file of layer) {
      const name = names(file);
      const folder = posix.dirname(file.path);
      if (name === OPAQUE) this.#removeBelow(folder);
      else if (name.startsWith(WHITEOUT)) this.#remove(posix.join(folder, name.slice(4)));
    }
    for (const file of layer) {
      if (names(file).startsWith(WHITEOUT)) continue;
      const below = this.#files.get(file.path);
      if (below?.type === 'directory' && file.type !== 'directory') this.#removeBelow(file.path);
      const first = file.type === 'hard-link' ? this.#files.get(`/${file.link}`) : undefined;
      this.#files.set(file.path, first === undefined ? file : { ...first, path: file.path });
    }
  }

  /** What is at a path, without a look at links. */
  get(path: string): ImageFile | undefined {
    return this.#files.get(path);
  }

  /** Where a path leads to, all links followed; undefined for nowhere. */
  resolve(path: string): ImageFile | undefined {
    const left = path.split('/').filter((name) => name !== '');
    let at = '';
    for (let links = 0; left.length > 0; ) {
      const name = left.shift() ?? '';
      if (name === '.') continue;
      if (name === '..') {
        at = at.slice(0, Math.max(at.lastIndexOf('/'), 0));
        continue;
      }
      const file = this.#files.get(`${at}/${name}`);
      if (file?.type !== 'symbolic-link') {
        at = `${at}/${name}`;
        continue;
      }
      if (++links > MAX_LINKS) return undefined;
      if (file.link.startsWith('/')) at = '';
      left.unshift(...file.link.split('/').filter((part) => part !== ''));
    }
    return this.#files.get(at);
  }

  #remove(path: string): void {
    this.#files.delete(path);
    this.#removeBelow(path);
  }

  #removeBelow(folder: string): void {
    const prefix = folder === '/' ? '/' : `${folder}/`;
    for (const path of this.#files.keys()) if (path.startsWith(prefix)) this.#files.delete(path);
  }
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
