import type { Licence } from '../assembly/vendored-file';
import type { Component } from './component';
import { dateOf, type Subject } from './subject';

/**
 * A bill of materials of CycloneDX 1.6, as JSON. The same subject gives the same bytes.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function cyclonedxDocument(subject: Subject): object {
  const { components, digest, image, platform, release, toolVersion } = subject;
  const ref = `${image} ${platform}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: dateOf(subject),
      tools: {
        components: [{ type: 'application', name: 'buildkit-cdk', version: toolVersion }],
      },
      component: {
        type: 'container',
        'bom-ref': ref,
        name: image,
        properties: [
          { name: 'buildkit-cdk:platform', value: platform },
          { name: 'buildkit-cdk:definition', value: digest },
        ],
      },
    },
    components: [
      ...(release === undefined
        ? []
        : [{ type: 'operating-system', 'bom-ref': release.name, ...release }]),
      ...components.map(component),
    ],
    dependencies: [{ ref, dependsOn: components.map(({ purl }) => purl.toString()) }],
  };
}

function component(one: Component) {
  const { from, licence, name, purl, role, sha256, source, vendor, version } = one;
  return {
    type: 'library',
    'bom-ref': purl.toString(),
    ...(vendor === undefined ? {} : { supplier: { name: vendor } }),
    name,
    version,
    // What an image is only generated from is not there when it runs.
    scope: role === 'contained' ? 'required' : 'excluded',
    ...(sha256 === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: sha256 }] }),
    ...(licence === undefined ? {} : { licenses: [{ license: licenseOf(licence) }] }),
    purl: purl.toString(),
    externalReferences: [{ type: 'distribution', url: from }],
    ...(source === undefined
      ? {}
      : {
          pedigree: {
            ancestors: [{ type: 'library', ...source, purl: source.purl.toString() }],
          },
        }),
  };
}

function licenseOf({ name, note, url }: Licence) {
  return {
    name,
    ...(note === undefined ? {} : { text: { content: note } }),
    ...(url === undefined ? {} : { url }),
  };
}
