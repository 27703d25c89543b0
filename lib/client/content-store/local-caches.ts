import { isAbsolute } from 'node:path';
import { BuildError } from '../../errors';
import type { BuildCache } from '../build/request';
import { LayoutFolder } from './layout-folder';
import { type Descriptor, findImage, nameImage } from './layout-index';

const TAG = 'latest';

interface Destination {
  readonly folder: LayoutFolder;
  readonly tag: string;
  /** Whether what no tag leads to any more is removed. */
  readonly isReset: boolean;
}

/**
 * Caches of type `local`: OCI layouts in folders of this machine, which the client serves to the
 * daemon by the name `local:<folder>`.
 *
 * @see BuildKit client/solve.go, parseCacheOptions
 */
export class LocalCaches {
  /** Where cache is read, as the daemon is told: by its digest, and without folders that have none. */
  readonly imports: readonly BuildCache[];
  /** By the name that the daemon has for them. */
  readonly stores = new Map<string, LayoutFolder>();
  readonly #destinations: Destination[];

  /**
   * @param onMissing told of a cache that is not there (yet)
   * @throws BuildError `E_BUILD_REQUEST`, `E_OCI_LAYOUT`
   */
  constructor(
    cacheFrom: readonly BuildCache[],
    cacheTo: readonly BuildCache[],
    onMissing: (message: string) => void,
  ) {
    this.imports = cacheFrom.flatMap((cache) => {
      if (cache.type !== 'local') return [cache];
      const src = requireFolder(cache, 'src');
      const digest = cache.attrs.digest ?? findImage(src, cache.attrs.tag ?? TAG)?.digest;
      const folder = new LayoutFolder(src, 'read');
      if (digest === undefined || folder.sizeOf(digest) === undefined) {
        onMissing(`cache of "${src}" is not used: it has no ${digest ?? cache.attrs.tag ?? TAG}`);
        return [];
      }
      this.stores.set(`local:${src}`, folder);
      return [{ ...cache, attrs: { ...cache.attrs, digest } }];
    });
    this.#destinations = cacheTo.flatMap((cache) => {
      if (cache.type !== 'local') return [];
      const dest = requireFolder(cache, 'dest');
      findImage(dest, TAG); // what is there must be a layout
      const folder = new LayoutFolder(dest, 'write');
      this.stores.set(`local:${dest}`, folder);
      const isReset = /^(?:1|t|true)$/i.test(cache.attrs.reset ?? '');
      return [{ folder, tag: cache.attrs.tag ?? TAG, isReset }];
    });
  }

  /** Gives what was exported its tags. @throws BuildError `E_OCI_LAYOUT`; Error of the system */
  commit(answers: Readonly<Record<string, string>>): void {
    const text = answers['cache.manifest'];
    for (const { folder, isReset, tag } of this.#destinations) {
      // Where it says nothing, the export failed and was told to be ignored.
      if (text === undefined) continue;
      const told: Descriptor = JSON.parse(text);
      nameImage(folder.path, folder.image(told), [{ tag }]);
      if (isReset) folder.removeUnnamed();
    }
  }

  /** Removes what was exported by a build that failed. Never throws. */
  discard(): void {
    for (const { folder } of this.#destinations) folder.discard();
  }
}

function requireFolder({ attrs }: BuildCache, name: 'src' | 'dest'): string {
  const path = attrs[name];
  if (path !== undefined && isAbsolute(path)) return path;
  throw new BuildError('E_BUILD_REQUEST', `a cache of type "local" has no "${name}"`, {
    ...(path === undefined ? {} : { got: `"${path}"` }),
    expected: 'the absolute path of a folder',
  });
}
