/** A source package, in the version that a binary package was built from. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
}

/** As the lock and the manifest write it: `openssl 3.5.1-1`. */
export const SOURCE_PACKAGE = /^\S+ \S+$/;

/**
 * The source of a package as text, `openssl 3.5.1-1`; undefined where it is named and versioned as the
 * package itself.
 */
export function sourceText(found: {
  readonly name: string;
  readonly version: string;
  readonly source: SourcePackage;
}): string | undefined {
  const { name, source, version } = found;
  if (source.name === name && source.version === version) return undefined;
  return `${source.name} ${source.version}`;
}

/**
 * The source that a package was built from.
 *
 * Locks from before sources were kept have no text of any package. Then the folder of Debian's pool
 * names it, and the version of a rebuild is that of its source with `+b1` behind it.
 *
 * @param text as {@link sourceText} has it
 * @param path of the .deb; undefined where its folder says nothing, as in archives beside Debian
 */
export function sourceOf(
  { name, version }: SourcePackage,
  text: string | undefined,
  path: string | undefined,
): SourcePackage {
  const [source, own] = text?.split(' ') ?? [];
  if (source !== undefined && own !== undefined) return { name: source, version: own };
  return {
    name: /(?:^|\/)pool\/(?:.+\/)?[^/]+\/([^/]+)\/[^/]+\.deb$/.exec(path ?? '')?.[1] ?? name,
    version: version.replace(/\+b\d+$/, ''),
  };
}
