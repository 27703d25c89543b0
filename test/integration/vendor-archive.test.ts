import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(120_000);

const folder = temporaryFolder('vendor-archive');
const PLATFORMS = ['linux/amd64', 'linux/arm64'];
const SAYS =
  'media-server 4.2.1-beta of Example, Inc.: LicenseRef-Example-EULA (https://example.org/eula); ' +
  'must not be given to others';

/** As a vendor packs it: a folder with the version in its name. */
function archiveFor(platform: string): Buffer {
  const name = 'media-server-4.2.1';
  mkdirSync(join(folder, name, 'bin'), { recursive: true });
  writeFileSync(join(folder, name, 'bin/server'), `for ${platform}\n`, { mode: 0o755 });
  execFileSync('tar', ['-czf', join(folder, 'x.tar.gz'), '-C', folder, name]);
  return readFileSync(join(folder, 'x.tar.gz'));
}

const app = (url: string) => `
const { App, HttpFile, Image, VendorArchive } = require('buildkit-cdk');
class Files extends Image {
  constructor(scope, id, artifact) {
    super(scope, id, { platforms: ${JSON.stringify(PLATFORMS)} });
    this.artifact = artifact;
    this.sourceDateEpoch = 0;
  }
  lower(target) {
    return { layers: [{ state: this.artifact.lower(target), says: 'files' }], config: { Labels: { own: '1' } } };
  }
}
const app = new App();
const file = new HttpFile(app, 'download', {
  url: { 'linux/amd64': '${url}/amd64', 'linux/arm64': '${url}/arm64' },
  filename: 'media-server.tar.gz',
});
const server = new VendorArchive(app, 'media-server', {
  file,
  strip: 1,
  version: '4.2.1-beta',
  vendor: 'Example, Inc.',
  licence: {
    name: 'LicenseRef-Example-EULA',
    url: 'https://example.org/eula',
    note: 'must not be given to others',
  },
});
new Files(app, 'vendored', server.at('/opt/media-server'));
new Files(app, 'other', new HttpFile(app, 'readme', { url: '${url}/readme' }));
app.synth();
`;

describeWith(['engine'], 'what a vendor gives out', ({ engine }) => {
  const installed = new InstalledPackage();
  const archives = new Map(PLATFORMS.map((name) => [name.replace('linux', ''), archiveFor(name)]));
  let server: LoopbackServer;
  let project: string;

  beforeAll(async () => {
    archives.set('/readme', Buffer.from('hello'));
    server = await listenOnLoopback(({ url = '' }, response) => {
      const bytes = archives.get(url);
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
    });
    project = installed.project({ 'app.js': app(server.url) });
    expect(await synth('lock')).toMatchObject({ code: 0 });
  });
  afterAll(() => server.close());

  const synth = (...args: readonly string[]) =>
    installed.synth(project, args, { env: { BUILDKIT_HOST: engine.address } });
  const json = async (...args: readonly string[]) => {
    const { code, stderr, stdout } = await synth(...args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  };

  test('is in the image, which says of it what it is and its licence; others say nothing', async () => {
    const output = join(folder, 'out');
    const built = await synth('build', 'vendored', '--output', `type=local,dest=${output}`);
    expect({ code: built.code, stderr: built.code === 0 ? '' : built.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    const audits: { image: string; config: { Labels?: object } }[] = await json('audit', '--json');
    const report = await synth('audit', 'vendored');

    for (const platform of PLATFORMS) {
      const file = join(output, platform.replace('/', '_'), 'opt/media-server/bin/server');
      expect(readFileSync(file, 'utf8')).toBe(`for ${platform}\n`);
    }
    expect(audits.map(({ config: { Labels }, image }) => [image, Labels])).toEqual([
      ...PLATFORMS.map(() => ['other', { own: '1' }]),
      ...PLATFORMS.map(() => ['vendored', { 'buildkit-cdk.vendor.media-server': SAYS, own: '1' }]),
    ]);
    expect(report.stdout.replace(/\s+/g, ' ')).toContain(`vendored ${SAYS}`);
  });

  test('stands in bills of materials as a part of the image, with its licence', async () => {
    const sha256 = createHash('sha256')
      .update(archives.get('/arm64') ?? '')
      .digest('hex');
    const platform = ['--platform', 'linux/arm64'];
    const spdx = await json('sbom', 'vendored', ...platform);
    const cyclonedx = await json('sbom', 'vendored', ...platform, '--format', 'cyclonedx');
    const other = await json('sbom', 'other', ...platform);

    const part = spdx.packages.find(({ name }: { name: string }) => name === 'media-server');
    expect(part).toMatchObject({
      versionInfo: '4.2.1-beta',
      supplier: 'Organization: Example, Inc.',
      downloadLocation: `${server.url}/arm64`,
      licenseDeclared: 'LicenseRef-Example-EULA',
      licenseComments: 'must not be given to others',
      checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }],
    });
    expect(spdx.hasExtractedLicensingInfos).toEqual([
      {
        licenseId: 'LicenseRef-Example-EULA',
        name: 'LicenseRef-Example-EULA',
        extractedText: 'must not be given to others',
        seeAlsos: ['https://example.org/eula'],
      },
    ]);
    expect(spdx.relationships).toContainEqual({
      spdxElementId: 'SPDXRef-Image',
      relationshipType: 'CONTAINS',
      relatedSpdxElement: part.SPDXID,
    });
    expect(cyclonedx.components).toEqual([
      expect.objectContaining({
        name: 'media-server',
        version: '4.2.1-beta',
        scope: 'required',
        supplier: { name: 'Example, Inc.' },
        licenses: [
          {
            license: {
              name: 'LicenseRef-Example-EULA',
              text: { content: 'must not be given to others' },
              url: 'https://example.org/eula',
            },
          },
        ],
      }),
    ]);
    expect(JSON.stringify(other)).not.toContain('Example');
  });
});
