import { PackageURL } from 'packageurl-js';

/** Reads the package out of the path of a URL, where it is one of the ecosystem. */
type Ecosystem = (path: string) => PackageURL | undefined;

/** `<module>/@v/<version>.zip`; an upper-case letter is written as `!` and the lower-case one. */
const goModule: Ecosystem = (path) => {
  const [, escaped, version] = /^\/(.+)\/@v\/(.+)\.zip$/.exec(path) ?? [];
  if (escaped === undefined || version === undefined) return undefined;
  const segments = unescapeGo(escaped).split('/');
  const name = segments.pop() ?? '';
  return new PackageURL('golang', segments.join('/') || undefined, name, unescapeGo(version));
};

const unescapeGo = (text: string): string =>
  text.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `@scope/name/-/name-1.2.3.tgz` */
const npmPackage: Ecosystem = (path) => {
  const [, scope, name, file] = /\/(?:(@[^/]+)\/)?([^/@]+)\/-\/([^/]+)\.tgz$/.exec(path) ?? [];
  if (name === undefined || !file?.startsWith(`${name}-`)) return undefined;
  return new PackageURL('npm', scope, name, file.slice(name.length + 1));
};

/** `crates/name/name-1.2.3.crate`, or `crates/name/1.2.3/download` of the registry's interface. */
const crate: Ecosystem = (path) => {
  const [, name, version] =
    /\/([^/]+)\/\1-([^/]+)\.crate$/.exec(path) ??
    /\/crates\/([^/]+)\/([^/]+)\/download$/.exec(path) ??
    [];
  if (name === undefined || version === undefined) return undefined;
  return new PackageURL('cargo', undefined, name, version);
};

/**
 * `name-1.2.3-py3-none-any.whl`, `name-1.2.3.tar.gz`, in the folders of a package index by hash.
 *
 * @see Python packaging: binary distribution format, "File name convention"
 */
const pythonPackage: Ecosystem = (path) => {
  const [, name, version] =
    /\/([^/-]+)-([^/-]+)(?:-\d[^/-]*)?-[^/-]+-[^/-]+-[^/-]+\.whl$/.exec(path) ??
    /\/packages\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/(.+)-([^/-]+)\.(?:tar\.gz|zip)$/.exec(
      path,
    ) ??
    [];
  const normal = name?.toLowerCase().replace(/[-_.]+/g, '-');
  if (normal === undefined || version === undefined) return undefined;
  return new PackageURL('pypi', undefined, normal, version);
};

const ECOSYSTEMS = [goModule, npmPackage, crate, pythonPackage];

/** The package that a URL is the archive of, as the registries of languages lay them out. */
export function packageAt(url: string): PackageURL | undefined {
  const path = decodeURIComponent(new URL(url).pathname);
  for (const ecosystem of ECOSYSTEMS) {
    const found = ecosystem(path);
    if (found !== undefined) return found;
  }
  return undefined;
}
