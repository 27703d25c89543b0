import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../lib/client';
import { mkfile } from '../../lib/llb';
import { formatPlatform } from '../../lib/oci/platform';
import { AMD64, ARM64, ClientBuilds, marshal, shellRoot } from '../support/client-builds';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';

jest.setTimeout(60_000);

const builds = new ClientBuilds();
const NATIVE = process.arch === 'arm64' ? ARM64 : AMD64;

const app = (props: string) => `
const { App, BaseImage, BuildStage, ImageSource } = require('buildkit-cdk');
const app = new App({ buildPlatform: '${formatPlatform(NATIVE)}' });
const tool = new ImageSource(app, 'tool', ${props});
const stage = new BuildStage(app, 'stage', {
  base: tool,
  run: [['sh', '-c', 'read line < /arch; echo "$FROM by $line" > /out/seen']],
});
new BaseImage(app, 'image', {
  base: tool,
  platforms: ['linux/amd64', 'linux/arm64'],
  files: [stage.directory('/out').at('/made'), tool.file('arch').at('/copied')],
});
app.synth();
`;

describeWith(['engine', 'buildkitd'], 'an image of an OCI layout', ({ buildkitd, engine }) => {
  const installed = new InstalledPackage();

  /** A project with a layout beside its app. */
  async function project(props: string, tags: readonly string[] = ['1.0']): Promise<string> {
    const folder = installed.project({ 'app.js': app(props) });
    // A daemon goes on with a layer that came damaged, so no two projects have one in common.
    const note = process.hrtime.bigint();
    // Another daemon than the one that builds with it, which has it from the folder alone.
    const connection = await connect(buildkitd.address);
    const results = [AMD64, ARM64].map((platform) => {
      const config = { ...platform, config: { Env: ['PATH=/bin', 'FROM=layout'], Cmd: ['cat'] } };
      const state = shellRoot().file(mkfile('/arch', 0o644, `${platform.architecture} ${note}\n`));
      const bytes = Buffer.from(
        JSON.stringify({ ...config, rootfs: { type: 'layers', diff_ids: [] } }),
      );
      return { platform, definition: marshal(state, platform), config: bytes };
    });
    try {
      for (const tag of tags) {
        const attrs = { tar: 'false', name: `example.org/tool:${tag}` };
        const exporters = [{ type: 'oci', attrs, output: join(folder, 'layout') }];
        await connection.build({ results, locals: { shell: builds.shell }, exporters });
      }
    } finally {
      connection.close();
    }
    return folder;
  }

  const synth = (folder: string, ...args: readonly string[]) =>
    installed.synth(folder, args, { env: { BUILDKIT_HOST: engine.address } });

  test('is held to its digest, when it is synthesized and when it is built', async () => {
    const folder = await project(`{ layout: 'layout' }`);
    const place = (digest: string) =>
      join(folder, 'layout', digest.replace('sha256:', 'blobs/sha256/'));
    const { manifests } = JSON.parse(readFileSync(join(folder, 'layout/index.json'), 'utf8'));
    const index = readFileSync(place(manifests[0].digest), 'utf8');
    const [{ digest }] = JSON.parse(index).manifests;
    const manifest = readFileSync(place(digest), 'utf8');
    writeFileSync(place(digest), manifest.replace('{', '{ '));

    const { code, stderr } = await synth(folder);
    expect(code).toBe(1);
    expect(stderr).toContain(`other content than its digest says: ${digest}`);

    writeFileSync(place(digest), manifest);
    const layer = place(JSON.parse(manifest).layers.at(-1).digest);
    const bytes = readFileSync(layer);
    writeFileSync(layer, bytes.fill(0, bytes.length - 8));
    const built = await synth(folder, 'build');
    expect(built.code).toBe(1);
    expect(built.stderr).toMatch(/ERROR: .*(?:unexpected commit digest|digest mismatch|checksum)/);
  });

  test('is root of a stage, artifact and base, for each platform, without a lock', async () => {
    const folder = await project(`{ layout: 'layout', tag: '1.0' }`);

    const built = await synth(folder, 'build', '--output', 'type=oci,dest=out.tar');
    expect({ code: built.code, stderr: built.code === 0 ? '' : built.stderr }).toEqual({
      code: 0,
      stderr: '',
    });

    const read = (path: string) =>
      execFileSync('tar', ['-xOf', join(folder, 'out.tar'), path], { maxBuffer: 64 << 20 });
    const blob = (digest: string) => read(digest.replace('sha256:', 'blobs/sha256/'));
    const json = (digest: string) => JSON.parse(blob(digest).toString('utf8'));
    const own = (digest: string) =>
      JSON.parse(
        readFileSync(join(folder, 'layout', digest.replace('sha256:', 'blobs/sha256/')), 'utf8'),
      );
    const index = json(JSON.parse(read('index.json').toString()).manifests[0].digest);
    const layout = JSON.parse(readFileSync(join(folder, 'layout/index.json'), 'utf8'));
    const bases = own(layout.manifests[0].digest).manifests;
    expect(index.manifests).toHaveLength(2);
    for (const [at, { digest, platform }] of index.manifests.entries()) {
      const { config, layers } = json(digest);
      const below = own(bases[at].digest).layers;
      const digests = (list: readonly { digest: string }[]) => list.map((one) => one.digest);
      expect(digests(layers).slice(0, below.length)).toEqual(digests(below));
      expect(json(config.digest).config).toMatchObject({
        Env: ['PATH=/bin', 'FROM=layout'],
        Cmd: ['cat'],
      });
      writeFileSync(join(folder, 'layer.tgz'), blob(layers.at(-2).digest));
      const seen = execFileSync('tar', ['-xOzf', join(folder, 'layer.tgz'), 'made/seen'], {
        encoding: 'utf8',
      });
      expect(seen).toMatch(new RegExp(`^layout by ${NATIVE.architecture} \\d+\n$`));
      expect(platform.os).toBe('linux');
    }
    // The folder may be anywhere: what it holds is what the ops say.
    const definition = readFileSync(join(folder, 'synth.out/image.linux-amd64.llb'), 'latin1');
    expect(definition).toContain('oci-layout://localhost/layout@sha256:');
  });

  test('is told from the others of the layout by its tag', async () => {
    const folder = await project(`{ layout: 'layout' }`, ['1.0', '2.0']);
    // The same image under two names is one.
    expect(await synth(folder)).toMatchObject({ code: 0 });

    writeFileSync(join(folder, 'app.js'), app(`{ layout: 'layout', tag: '3.0' }`));
    const { code, stderr } = await synth(folder);
    expect(code).toBe(1);
    expect(stderr).toContain('E_OCI_LAYOUT');
    expect(stderr).toContain('0 images with the tag "3.0" in it: 1.0, 2.0');
    expect(stderr).toContain('tool (ImageSource)    app.js:4:14');
  });

  test.each([
    [`{ layout: 'nowhere' }`, 'nothing is there'],
    [`{ layout: '/etc' }`, 'layout'],
    [`{ layout: 'layout', reference: 'debian:trixie' }`, 'one of "reference", "layout"'],
    [`{ reference: 'debian:trixie', tag: '1' }`, '"tag" is of a layout'],
  ])('with %s is a mistake that is told', async (props, told) => {
    const folder = installed.project({ 'app.js': app(props) });
    const { code, stderr } = await synth(folder);
    expect(code).toBe(1);
    expect(stderr).toContain(told);
  });
});
