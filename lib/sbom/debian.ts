import { PackageURL } from 'packageurl-js';
import { sourceOf } from '../debian/source-package';
import { BuildError } from '../errors';
import type { Component } from './component';
import type { FetchedFile } from './fetched-file';

/** Numbers of releases; those that have none yet go by their name. */
const RELEASES: Readonly<Record<string, string>> = { bookworm: '12', trixie: '13' };
const DISTRIBUTION = 'debian';

/** A release of a distribution, as `os-release` names it. */
export interface Release {
  readonly name: string;
  readonly version: string;
}

/** @param text as an assembly has it: `debian/trixie` */
export function parseRelease(text: string): Release {
  const [name = '', codeName = ''] = text.split('/');
  return { name, version: (name === DISTRIBUTION ? RELEASES[codeName] : undefined) ?? codeName };
}

/**
 * The components of installed packages, with the .debs that a definition fetches for them.
 *
 * @param installed `name=version`, with `name:architecture` for a foreign architecture
 * @param architecture of the image, as Debian calls it
 * @param sources as {@link PlatformManifest.sources}
 * @throws BuildError `E_ASSEMBLY_FORMAT` for a package whose .deb the definition does not fetch
 * @see https://github.com/package-url/purl-spec/blob/main/types-doc/deb-definition.md
 */
export function debianComponents(
  installed: readonly string[],
  files: readonly FetchedFile[],
  release: Release,
  architecture: string,
  sources: Readonly<Record<string, string>> = {},
): Component[] {
  const byName = new Map(files.map((file) => [fileName(file.url), file]));
  const others = files.filter(isOfOtherArchive);
  return installed.map((text) => {
    const [, name = '', foreign, version = ''] = /^([^:=]+)(?::([^=]+))?=(.+)$/.exec(text) ?? [];
    const own = foreign ?? architecture;
    const key = foreign === undefined ? name : `${name}:${foreign}`;
    const source = Object.hasOwn(sources, key) ? sources[key] : undefined;
    for (const arch of [own, 'all']) {
      const file = byName.get(debName(name, version, arch));
      if (file !== undefined) return component({ name, version, arch, source }, file, release);
    }
    const other = others.find(({ filename, sha256 = '' }) =>
      [name, `${name}_${foreign}`].some((one) => filename === otherName(one, sha256)),
    );
    if (other !== undefined) return component({ name, version, arch: own, source }, other, release);
    throw new BuildError('E_ASSEMBLY_FORMAT', `no .deb of the installed package "${text}"`, {
      expected: `a source of the definition that ends with "${debName(name, version, architecture)}"`,
      fix: 'run "synth" again',
    });
  });
}

/** Archives beside Debian name their files as they like, so a build names them by their hash. */
export function isOfOtherArchive({ filename = '', sha256 = '' }: FetchedFile): boolean {
  return filename === otherName(filename.slice(0, filename.lastIndexOf('_')), sha256);
}

const otherName = (name: string, sha256: string): string => `${name}_${sha256.slice(0, 12)}.deb`;

interface Deb {
  readonly name: string;
  readonly version: string;
  readonly arch: string;
  readonly source: string | undefined;
}

function component(
  { name, version, arch, source: text }: Deb,
  file: FetchedFile,
  release: Release,
): Component {
  const { sha256, url } = file;
  const isOther = isOfOtherArchive(file);
  // What others built is not what Debian's advisories are about.
  const maker = isOther ? new URL(url).host : release.name;
  const source = sourceOf({ name, version }, text, isOther ? undefined : new URL(url).pathname);
  const isOwn = source.name === name && source.version === version;
  const distro = `${release.name}-${release.version}`;
  const upstream = source.version === version ? source.name : `${source.name}@${source.version}`;
  return {
    name,
    version,
    purl: new PackageURL('deb', maker, name, version, {
      arch,
      distro,
      ...(isOwn ? {} : { upstream }),
    }),
    from: url,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(isOwn
      ? {}
      : {
          source: {
            ...source,
            purl: new PackageURL('deb', maker, source.name, source.version, {
              arch: 'source',
              distro,
            }),
          },
        }),
    role: 'contained',
  };
}

/** The epoch is in no file's name. */
const debName = (name: string, version: string, architecture: string): string =>
  `${name}_${version.replace(/^\d+:/, '')}_${architecture}.deb`;

const fileName = (url: string): string =>
  decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');
