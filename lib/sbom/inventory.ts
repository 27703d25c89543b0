import { PackageURL } from 'packageurl-js';
import type { ArchiveFile, Manifest, PlatformManifest } from '../assembly/manifest';
import type { VendoredFile } from '../assembly/vendored-file';
import { architectureOf } from '../debian/architecture';
import type { Definition } from '../llb/definition/definition';
import { parsePlatform } from '../oci/platform';
import type { Component } from './component';
import { debianComponents, isOfOtherArchive, parseRelease, type Release } from './debian';
import { packageAt } from './ecosystems';
import { type Checkout, type FetchedFile, fetchedBy, type PulledImage } from './fetched-file';

/** What one platform of an image is made of. */
export interface Inventory {
  /** Of the distribution that its packages are of. @default - it has none */
  readonly release?: Release;
  /** Sorted by package URL. */
  readonly components: readonly Component[];
}

/**
 * What an image is made of, by its definition: the packages that it holds, and what it was built
 * from: archives of modules and crates, files, commits and images. Programs that only run while it
 * is built are not of it, so Debian packages of stages are left out.
 *
 * @throws BuildError `E_ASSEMBLY_FORMAT` for an installed package that nothing brings
 */
export function inventoryOf(
  { distribution, installed = [], platform, sources }: PlatformManifest,
  definition: Definition,
  { archiveFiles, locals, vendored = {} }: Pick<Manifest, 'archiveFiles' | 'locals' | 'vendored'>,
): Inventory {
  const { checkouts, files: byDaemon, images, sent } = fetchedBy(definition);
  const files = [...byDaemon, ...sentFiles(sent, { archiveFiles, locals })];
  const release = distribution === undefined ? undefined : parseRelease(distribution);
  const packages =
    release === undefined
      ? []
      : debianComponents(installed, files, release, debianName(platform), sources);
  const others = files.filter((file) => !isOfOtherArchive(file) && isPart(archiveFiles[file.url]));
  const components = [
    ...packages,
    ...others.map((file) => {
      const known = Object.hasOwn(vendored, file.url) ? vendored[file.url] : undefined;
      return known === undefined ? fileComponent(file) : vendorComponent(file, known);
    }),
    ...checkouts.map(checkoutComponent),
    ...images.map(imageComponent),
  ];
  const byPurl = (component: Component) => component.purl.toString();
  return {
    ...(release === undefined ? {} : { release }),
    components: components.sort((a, b) => (byPurl(a) < byPurl(b) ? -1 : 1)),
  };
}

/** Files that the client fetches for the daemon. */
function sentFiles(
  names: readonly string[],
  { archiveFiles, locals }: Pick<Manifest, 'archiveFiles' | 'locals'>,
): FetchedFile[] {
  const urls = names.flatMap((name) => {
    const input = Object.hasOwn(locals, name) ? locals[name] : undefined;
    return input?.type === 'archive-files' ? input.urls : [];
  });
  return [...new Set(urls)].map((url) => ({ url, ...pick(archiveFiles[url]) }));
}

function pick(file: ArchiveFile | undefined): Pick<FetchedFile, 'sha256'> {
  return file === undefined ? {} : { sha256: file.sha256 };
}

/** Debian packages are told as they are installed. A go.mod names a module, and brings nothing of it. */
function isPart(file: ArchiveFile | undefined): boolean {
  if (file === undefined) return true;
  return !file.archive.startsWith('debian') && !file.path.endsWith('.mod');
}

function debianName(platform: string): string {
  const parsed = parsePlatform(platform);
  return (parsed === undefined ? undefined : architectureOf(parsed)?.debian) ?? platform;
}

function fileComponent({ sha256, url }: FetchedFile): Component {
  const name = new URL(url).pathname.split('/').at(-1) || new URL(url).host;
  const version = sha256 === undefined ? '' : `sha256:${sha256}`;
  const purl =
    packageAt(url) ??
    new PackageURL('generic', undefined, name, undefined, {
      download_url: url,
      ...(sha256 === undefined ? {} : { checksum: version }),
    });
  return {
    name: [purl.namespace, purl.name].filter(Boolean).join('/'),
    version: purl.version ?? version,
    purl,
    from: url,
    ...(sha256 === undefined ? {} : { sha256 }),
    // A wheel is installed as it came; of other archives something is made first.
    role: purl.type === 'pypi' && name.endsWith('.whl') ? 'contained' : 'source',
  };
}

/** What a vendor gives out is in the image as it came, though its archive is not. */
function vendorComponent(file: FetchedFile, { licence, name, vendor, version }: VendoredFile) {
  const { from, sha256 } = fileComponent(file);
  const purl = new PackageURL('generic', undefined, name, version, {
    download_url: from,
    ...(sha256 === undefined ? {} : { checksum: `sha256:${sha256}` }),
  });
  const hash = sha256 === undefined ? {} : { sha256 };
  return { name, version, purl, from, ...hash, vendor, licence, role: 'contained' } as const;
}

function checkoutComponent({ commit, url }: Checkout): Component {
  const name =
    url
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split(/[/:]/)
      .at(-1) ?? url;
  // As ssh has it without a scheme: user@host:path.
  const [, host, path] = /^([^/:]+@[^/:]+):(.+)$/.exec(url) ?? [];
  const from = `git+${host === undefined ? url : `ssh://${host}/${path}`}@${commit}`;
  const purl = new PackageURL('generic', undefined, name, commit, { vcs_url: from });
  return { name, version: commit, purl, from, role: 'source' };
}

function imageComponent({ digest, name }: PulledImage): Component {
  const short = name.split('/').at(-1) ?? name;
  const purl = new PackageURL('oci', undefined, short, digest, { repository_url: name });
  return { name, version: digest, purl, from: `${name}@${digest}`, role: 'contained' };
}
