import { createHash } from 'node:crypto';
import type { PackageURL } from 'packageurl-js';
import type { Component, SourceComponent } from './component';
import { dateOf, type Subject } from './subject';

const IMAGE = 'SPDXRef-Image';
const OPERATING_SYSTEM = 'SPDXRef-OperatingSystem';
const NO_ASSERTION = 'NOASSERTION';
const ID_HASH_LENGTH = 12;

/**
 * A document of SPDX 2.3, as JSON: the image, what it contains, and what it was generated from. The
 * same subject gives the same bytes. Licences are not asserted but for those that the app says: they
 * are in the packages, which nothing has opened yet.
 *
 * @see https://spdx.github.io/spdx-spec/v2.3/
 */
export function spdxDocument(subject: Subject): object {
  const { components, digest, image, platform, release, toolVersion } = subject;
  const name = `${image} ${platform}`;
  const licences = ownLicences(components);
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://spdx.org/spdxdocs/${[image, platform, digest].map(encodeURIComponent).join('/')}`,
    creationInfo: { created: dateOf(subject), creators: [`Tool: buildkit-cdk-${toolVersion}`] },
    packages: [
      spdxPackage({
        SPDXID: IMAGE,
        name: image,
        downloadLocation: NO_ASSERTION,
        primaryPackagePurpose: 'CONTAINER',
      }),
      ...(release === undefined
        ? []
        : [
            spdxPackage({
              SPDXID: OPERATING_SYSTEM,
              name: release.name,
              versionInfo: release.version,
              downloadLocation: NO_ASSERTION,
              primaryPackagePurpose: 'OPERATING-SYSTEM',
            }),
          ]),
      ...components.map(componentPackage),
      ...sourcesOf(components).map(sourcePackage),
    ],
    ...(licences.length === 0 ? {} : { hasExtractedLicensingInfos: licences }),
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', IMAGE),
      ...(release === undefined ? [] : [relationship(IMAGE, 'CONTAINS', OPERATING_SYSTEM)]),
      ...components.map((component) =>
        relationship(
          IMAGE,
          component.role === 'contained' ? 'CONTAINS' : 'GENERATED_FROM',
          idOf(component),
        ),
      ),
      ...components.flatMap((component) =>
        component.source === undefined
          ? []
          : [relationship(idOf(component), 'GENERATED_FROM', idOf(component.source))],
      ),
    ],
  };
}

function spdxPackage(fields: Readonly<Record<string, unknown>>) {
  return {
    ...fields,
    filesAnalyzed: false,
    licenseConcluded: NO_ASSERTION,
    licenseDeclared: NO_ASSERTION,
    copyrightText: NO_ASSERTION,
  };
}

function componentPackage(component: Component) {
  const { from, licence, name, purl, sha256, source, vendor, version } = component;
  const shown = spdxPackage({
    SPDXID: idOf(component),
    name,
    versionInfo: version,
    ...(vendor === undefined ? {} : { supplier: `Organization: ${vendor}` }),
    // A place that is no URL, such as an image in a registry, has no form there.
    downloadLocation: /^(?:git\+)?[a-z]+:\/\//.test(from) ? from : NO_ASSERTION,
    ...(sha256 === undefined
      ? {}
      : { checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }] }),
    ...(source === undefined
      ? {}
      : { sourceInfo: `built from the source package ${source.name} ${source.version}` }),
    externalRefs: [purlReference(purl)],
  });
  if (licence === undefined) return shown;
  const comments = licence.note === undefined ? {} : { licenseComments: licence.note };
  return { ...shown, licenseDeclared: licence.name, ...comments };
}

/** Licences that are not on SPDX's list must be told in the document itself, each once. */
function ownLicences(components: readonly Component[]) {
  const own = components.flatMap(({ licence }) =>
    licence?.name.startsWith('LicenseRef-') ? [[licence.name, licence] as const] : [],
  );
  return [...new Map(own).values()].map(({ name, note, url }) => ({
    licenseId: name,
    name,
    extractedText: note ?? url ?? name,
    ...(url === undefined ? {} : { seeAlsos: [url] }),
  }));
}

/** Source packages, each once. */
function sourcesOf(components: readonly Component[]): readonly SourceComponent[] {
  const sources = components.flatMap(({ source }) => source ?? []);
  return [...new Map(sources.map((source) => [source.purl.toString(), source])).values()];
}

function sourcePackage(source: SourceComponent) {
  const { name, purl, version } = source;
  return spdxPackage({
    SPDXID: idOf(source),
    name,
    versionInfo: version,
    downloadLocation: NO_ASSERTION,
    primaryPackagePurpose: 'SOURCE',
    externalRefs: [purlReference(purl)],
  });
}

const purlReference = (purl: PackageURL) => ({
  referenceCategory: 'PACKAGE-MANAGER',
  referenceType: 'purl',
  referenceLocator: purl.toString(),
});

/** Readable, and different for different components. */
function idOf({ name, purl }: Pick<Component, 'name' | 'purl'>): string {
  const hash = createHash('sha256').update(purl.toString()).digest('hex').slice(0, ID_HASH_LENGTH);
  return `SPDXRef-${purl.type}-${name.replace(/[^A-Za-z0-9.]+/g, '-')}-${hash}`;
}

const relationship = (from: string, relationshipType: string, to: string) => ({
  spdxElementId: from,
  relationshipType,
  relatedSpdxElement: to,
});
