import fc from 'fast-check';
import { git, http, image, local, merge, type State } from '../../lib/llb';
import { cyclonedxDocument, inventoryOf, type Subject, spdxDocument } from '../../lib/sbom';
import { AMD64 } from '../support/client-builds';

const SHA = (digit: number) => String(digit).repeat(64);
const checksum = (digit: number) => `sha256:${SHA(digit)}` as const;
const DEB = 'https://snapshot.example/archive/debian/20261123T000000Z/pool/main/g/glibc';
const deb = (name: string, digit: number) => http(`${DEB}/${name}`, { checksum: checksum(digit) });
const TOOL = 'make_4.4.1-2_amd64.deb';
const ARCHIVE_FILE = { archive: 'debian', path: 'pool/x.deb', size: 1, sha256: SHA(0) };
const CRATE = 'https://static.crates.io/crates/serde/1.0.219/download';
const GO = 'https://proxy.golang.org/golang.org/x/text/@v/v0.2.0';
const archiveFiles = {
  [CRATE]: { archive: 'crates', path: 'serde/1.0.219/download', sha256: SHA(8) },
  ...Object.fromEntries(
    ['zip', 'mod'].map((type) => [
      `${GO}.${type}`,
      { archive: 'go', path: `golang.org/x/text/@v/v0.2.0.${type}`, size: 1, sha256: SHA(0) },
    ]),
  ),
  [`${DEB}/libc6_2.41-12_amd64.deb`]: ARCHIVE_FILE,
  [`${DEB}/${TOOL}`]: ARCHIVE_FILE,
};

/** One of each kind of source, with what is told of it. */
const SOURCES: readonly (readonly [State, string | undefined])[] = [
  [
    deb('libc6_2.41-12_amd64.deb', 1),
    'pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-13&upstream=glibc',
  ],
  [deb(TOOL, 2), undefined],
  [http(`${GO}.zip`, { checksum: checksum(7) }), 'pkg:golang/golang.org/x/text@v0.2.0'],
  [http(`${GO}.mod`, { checksum: checksum(8) }), undefined],
  [
    http('https://proxy.example/golang.org/x/net/@v/v0.1.0.zip', { checksum: checksum(3) }),
    'pkg:golang/golang.org/x/net@v0.1.0',
  ],
  [
    http('https://files.example/data.bin', { checksum: checksum(4) }),
    `pkg:generic/data.bin?checksum=sha256%3A${SHA(4)}&download_url=https%3A%2F%2Ffiles.example%2Fdata.bin`,
  ],
  [
    git('https://git.example/me/hello.git', { ref: SHA(5).slice(0, 40) }),
    `pkg:generic/hello@${SHA(5).slice(0, 40)}?vcs_url=git%2Bhttps%3A%2F%2Fgit.example%2Fme%2Fhello.git%40${SHA(5).slice(0, 40)}`,
  ],
  [
    image(`registry.example/base:1@${checksum(6)}`),
    `pkg:oci/base@sha256:${SHA(6)}?repository_url=registry.example%2Fbase`,
  ],
  // A mirror may serve it, as one may serve packages of Debian, and yet it is in the program.
  [http(CRATE, { checksum: checksum(8) }), 'pkg:cargo/serde@1.0.219'],
  [
    http('https://files.example/six-1.0-py3-none-any.whl', { checksum: checksum(1) }),
    'pkg:pypi/six@1.0',
  ],
  [local('files'), undefined],
];

function subject(states: readonly State[]): Subject {
  const platform = {
    platform: 'linux/amd64',
    definition: 'hello.llb',
    config: 'hello.config.json',
    digest: checksum(9),
    packages: 1,
    installed: ['libc6=2.41-12'],
    sources: { libc6: 'glibc 2.41-12' },
    distribution: 'debian/trixie',
  };
  const definition = merge([...states]).marshal({ platform: AMD64 });
  const inventory = inventoryOf(platform, definition, { archiveFiles, locals: {} });
  return {
    ...inventory,
    image: 'hello',
    platform: 'linux/amd64',
    digest: checksum(9),
    sourceDateEpoch: 1_795_392_000,
    toolVersion: '1.2.3',
  };
}

const ALL = subject(SOURCES.map(([state]) => state));

test('each input is told by its package URL, but for tools and for folders of the app', () => {
  const expected = SOURCES.flatMap(([, purl]) => purl ?? []).sort();
  expect(ALL.components.map(({ purl }) => purl.toString())).toEqual(expected);
});

interface Spdx {
  readonly packages: readonly { readonly SPDXID: string; readonly name: string }[];
  readonly relationships: readonly {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }[];
}

/** Some of the sources, the one that the image holds among them, in any order. */
const some = fc
  .shuffledSubarray(SOURCES.slice(1), { minLength: 1 })
  .map((others) => [...SOURCES.slice(0, 1), ...others].map(([state]) => state));

test('a document of SPDX refers to what it holds, and says once how each belongs to the image', () => {
  fc.assert(
    fc.property(some, (states) => {
      const one = subject(states);
      const { packages, relationships } = spdxDocument(one) as Spdx;
      const ids = packages.map(({ SPDXID }) => SPDXID);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
      expect(relationships.map(({ relatedSpdxElement }) => relatedSpdxElement).sort()).toEqual(
        [...ids].sort(),
      );
      const [built, ...ofImage] = [...relationships].reverse();
      expect(built).toEqual({
        spdxElementId: expect.stringMatching(/^SPDXRef-deb-libc6-/),
        relationshipType: 'GENERATED_FROM',
        relatedSpdxElement: expect.stringMatching(/^SPDXRef-deb-glibc-/),
      });
      const [first, ...others] = ofImage.reverse();
      expect(first).toMatchObject({
        spdxElementId: 'SPDXRef-DOCUMENT',
        relationshipType: 'DESCRIBES',
      });
      for (const { relationshipType, spdxElementId } of others) {
        expect(spdxElementId).toBe('SPDXRef-Image');
        expect(relationshipType).toMatch(/^(CONTAINS|GENERATED_FROM)$/);
      }
    }),
  );
});

test('both documents tell the same, whatever the order of the sources', () => {
  fc.assert(
    fc.property(some, (states) => {
      const one = subject(states);
      const again = subject([...states].reverse());
      const { components } = cyclonedxDocument(one) as { components: { purl?: string }[] };
      const purls = components.flatMap(({ purl }) => purl ?? []);
      const text = JSON.stringify(spdxDocument(one));

      expect(purls).toEqual(one.components.map(({ purl }) => purl.toString()));
      for (const purl of purls) expect(text).toContain(JSON.stringify(purl));
      expect(JSON.stringify(spdxDocument(again))).toBe(text);
      expect(cyclonedxDocument(again)).toEqual(cyclonedxDocument(one));
    }),
  );
});

test('what is contained is told from what the image was generated from', () => {
  const { packages, relationships } = spdxDocument(ALL) as Spdx;
  const nameOf = new Map(packages.map(({ SPDXID, name }) => [SPDXID, name]));
  const of = (type: string) =>
    relationships
      .filter(({ relationshipType }) => relationshipType === type)
      .map(({ relatedSpdxElement }) => nameOf.get(relatedSpdxElement))
      .sort();
  expect(of('CONTAINS')).toEqual(['debian', 'libc6', 'registry.example/base', 'six']);
  expect(of('GENERATED_FROM')).toEqual([
    'data.bin',
    'glibc',
    'golang.org/x/net',
    'golang.org/x/text',
    'hello',
    'serde',
  ]);
});

test('a document is dated to the image, and its name is that of its content', () => {
  expect(spdxDocument(ALL)).toMatchObject({
    spdxVersion: 'SPDX-2.3',
    creationInfo: { created: '2026-11-23T00:00:00Z', creators: ['Tool: buildkit-cdk-1.2.3'] },
    documentNamespace: `https://spdx.org/spdxdocs/hello/linux%2Famd64/sha256%3A${SHA(9)}`,
  });
  expect(cyclonedxDocument(ALL)).toMatchObject({ metadata: { timestamp: '2026-11-23T00:00:00Z' } });
});
