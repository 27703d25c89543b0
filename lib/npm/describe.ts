import type { NpmPackage } from './npm-package';
import { readNpmPackage } from './npm-package';
import type { NpmPackages } from './package-lock';
import { type NpmFields, writeNpmPackage } from './write-package';

/** URLs of archives that alone say which programs and scripts they have. */
export function undescribedUrls(packages: Iterable<NpmPackage>): string[] {
  const urls = [...packages].flatMap(({ source }) =>
    source.type === 'archive' && source.isUndescribed === true ? [source.url] : [],
  );
  return [...new Set(urls)].sort();
}

/**
 * Packages with what their archives say of them.
 *
 * @param manifests of archives, by their URL
 * @throws BuildError `E_NPM_LOCK`
 */
export function describePackages(
  packages: NpmPackages,
  manifests: (url: string) => NpmFields | undefined,
): NpmPackages {
  return new Map(
    [...packages].map(([path, one]) => {
      const { source } = one;
      if (source.type !== 'archive' || source.isUndescribed === undefined) return [path, one];
      const said = manifests(source.url);
      if (said === undefined) return [path, one];
      // Which peers there are the lock says.
      const { peerDependencies: _, ...fields } = said;
      return [path, readNpmPackage(path, { ...writeNpmPackage(one), ...fields })];
    }),
  );
}
