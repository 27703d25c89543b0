import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AMD64, ClientBuilds, hello, marshal, result, shellRoot } from '../support/client-builds';
import { describeWith } from '../support/engine';

const builds = new ClientBuilds();

/** What a scanner of BuildKit is asked for, and where it writes. */
const SCANNER = `
read -r line <"$BUILDKIT_SCAN_SOURCE/hello" || :
echo '{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","predicate":{"SPDXID":"SPDXRef-DOCUMENT","spdxVersion":"SPDX-2.3","name":"'"$line"'"}}' >"$BUILDKIT_SCAN_DESTINATION/scan.spdx.json"
`;

describeWith(['buildkitd', 'registry'], 'attestations', ({ buildkitd, registry }) => {
  test('list what a scanner finds in the files of each platform', async () => {
    const generator = `${registry.host}/attestations/scanner:1`;
    const config = {
      ...AMD64,
      config: { Entrypoint: ['/bin/sh', '-c', SCANNER] },
      rootfs: { type: 'layers', diff_ids: [] },
    };
    await builds.build(buildkitd.address, {
      results: [
        {
          platform: AMD64,
          definition: marshal(shellRoot()),
          config: Buffer.from(JSON.stringify(config)),
        },
      ],
      locals: { shell: builds.shell },
      exporters: [{ type: 'image', attrs: { name: generator, push: 'true' } }],
    });

    const output = builds.fresh('attested');
    await builds.build(buildkitd.address, {
      results: [result(hello())],
      frontendAttrs: { 'attest:sbom': `generator=${generator}`, 'attest:provenance': 'mode=max' },
      exporters: [{ type: 'local', attrs: {}, output }],
    });

    const statement = (name: string) => JSON.parse(readFileSync(join(output, name), 'utf8'));
    expect(statement('scan.spdx.json')).toMatchObject({
      predicateType: 'https://spdx.dev/Document',
      predicate: { name: 'hello' },
    });
    expect(statement('provenance.json').predicateType).toMatch(
      /^https:\/\/slsa\.dev\/provenance\//,
    );
  });
});
