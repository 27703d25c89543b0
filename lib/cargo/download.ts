import type { LockedCrate } from './crate';

/** Where crates.io gives out crates: `dl` of its index, which Cargo asks. */
export const CRATES_IO = 'https://static.crates.io/crates';

/** Path of a crate below the address of a registry that names no other: `serde/1.0.219/download`. */
export function cratePath({ name, version }: Pick<LockedCrate, 'name' | 'version'>): string {
  return `${name}/${version}/download`;
}

/**
 * The URL of a crate.
 *
 * @param dl as the index of a registry has it: with markers, or the start of the URL
 * @see The Cargo Book, "Registry Index", Index Configuration
 */
export function crateUrl(dl: string, crate: LockedCrate): string {
  const { name, source, version } = crate;
  const sha256 = source.type === 'registry' ? source.sha256 : '';
  const values: Readonly<Record<string, string>> = {
    crate: name,
    version,
    prefix: prefix(name),
    lowerprefix: prefix(name.toLowerCase()),
    'sha256-checksum': sha256,
  };
  const hasMarkers = Object.keys(values).some((marker) => dl.includes(`{${marker}}`));
  if (!hasMarkers) return `${dl.replace(/\/+$/, '')}/${cratePath(crate)}`;
  return dl.replace(/\{([a-z0-9-]+)\}/g, (text, marker: string) => values[marker] ?? text);
}

function prefix(name: string): string {
  if (name.length <= 2) return `${name.length}`;
  if (name.length === 3) return `3/${name.slice(0, 1)}`;
  return `${name.slice(0, 2)}/${name.slice(2, 4)}`;
}
