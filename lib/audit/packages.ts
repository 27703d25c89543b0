import { posix } from 'node:path';
import type { ImageTree } from './image-tree';

/** A Debian package of an image, as dpkg's database in it tells. */
export interface AuditedPackage {
  readonly name: string;
  readonly version: string;
  /** Bytes of its files in the image, unpacked. */
  readonly size: number;
  /** Short names of licences in its file of copyrights, where that is machine-readable. Sorted. */
  readonly licences: readonly string[];
}

/** The packages of an image, and whose each path is. */
export interface Packages {
  readonly all: readonly AuditedPackage[];
  /** Whether a package brought a path. */
  owns(path: string): boolean;
}

/** Reads dpkg's database of an image. */
export function readPackages(tree: ImageTree): Packages {
  const owned = new Set<string>();
  const versions = readVersions(tree);
  const all = [...versions].map(([name, { architecture, version }]) => {
    const list =
      tree.get(`/var/lib/dpkg/info/${name}.list`) ??
      tree.get(`/var/lib/dpkg/info/${name}:${architecture}.list`);
    const paths = (list?.text ?? '').split('\n').filter((path) => path.startsWith('/'));
    let size = 0;
    for (const path of paths) {
      const real = realPath(path, tree);
      const file = tree.get(real);
      // A file in two lists is of the first one.
      if (file?.type === 'file' && !owned.has(real)) size += file.size;
      owned.add(real);
    }
    const licences = readLicences(tree.resolve(`/usr/share/doc/${name}/copyright`)?.text ?? '');
    return { name, version, size, licences };
  });
  return { all: all.sort((a, b) => (a.name < b.name ? -1 : 1)), owns: (path) => owned.has(path) };
}

/** Packages may name by /bin what is in /usr/bin. */
function realPath(path: string, tree: ImageTree): string {
  const folder = tree.resolve(posix.dirname(path));
  return folder === undefined ? path : posix.join(folder.path, posix.basename(path));
}

function readVersions(
  tree: ImageTree,
): Map<string, { readonly version: string; readonly architecture: string }> {
  const texts = tree.files
    .filter(({ path }) => /^\/var\/lib\/dpkg\/(?:status|status\.d\/[^/]+)$/.test(path))
    .map(({ text = '' }) => text);
  const found = new Map<string, { version: string; architecture: string }>();
  for (const paragraph of texts.join('\n\n').split(/\n{2,}/)) {
    const field = (name: string) => new RegExp(`^${name}: *(.*)$`, 'm').exec(paragraph)?.[1];
    const name = field('Package');
    const version = field('Version');
    const status = field('Status') ?? 'install ok installed';
    if (name === undefined || version === undefined || !status.endsWith(' installed')) continue;
    found.set(name, { version, architecture: field('Architecture') ?? '' });
  }
  return found;
}

/** @see Debian's machine-readable copyright format, 1.0 */
function readLicences(text: string): string[] {
  if (!/^Format(?:-Specification)?:/i.test(text)) return [];
  const names = [...text.matchAll(/^License: *(\S.*?) *$/gm)].map(([, name = '']) => name);
  return [...new Set(names)].sort();
}
