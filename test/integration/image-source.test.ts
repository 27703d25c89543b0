import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CredentialLookup, connect } from '../../lib/client';
import { mkfile, type State } from '../../lib/llb';
import { formatPlatform, type Platform } from '../../lib/oci/platform';
import { AMD64, ARM64, ClientBuilds, marshal, shellRoot } from '../support/client-builds';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { PushedImage } from '../support/pushed-image';
import { WatchedProject } from '../support/watched-project';

jest.setTimeout(60_000);

const builds = new ClientBuilds();
const NATIVE = process.arch === 'arm64' ? ARM64 : AMD64;
const CONFIG = {
  Env: ['PATH=/bin', 'FROM=image'],
  Cmd: ['cat', '/arch'],
  WorkingDir: '/',
  Labels: { a: '1' },
};

/** An image of two layers: programs of this machine, and a file that tells the platform. */
function content({ architecture }: Platform, note: string): State {
  return shellRoot().file(mkfile('/arch', 0o644, `${architecture} ${note}`));
}

/** Pushes it with this package's own client. */
async function push(
  address: string,
  name: string,
  note: string,
  credentials?: CredentialLookup,
): Promise<void> {
  const connection = await connect(address);
  const results = [AMD64, ARM64].map((platform) => {
    const rootfs = { type: 'layers', diff_ids: [] };
    const config = { ...platform, created: '2026-01-02T03:04:05Z', config: CONFIG, rootfs };
    const definition = marshal(content(platform, note), platform);
    return { platform, definition, config: Buffer.from(JSON.stringify(config)) };
  });
  const exporters = [{ type: 'image', attrs: { name, push: 'true' } }];
  const request = { results, locals: { shell: builds.shell }, exporters };
  try {
    await connection.build(request, credentials === undefined ? {} : { credentials });
  } finally {
    connection.close();
  }
}

function appOf(reference: string): Record<string, string> {
  return {
    'app.js': `
const { App, BaseImage, BuildStage, ImageSource, InlineFile } = require('buildkit-cdk');
const app = new App({ buildPlatform: '${formatPlatform(NATIVE)}' });
const tool = new ImageSource(app, 'tool', { reference: '${reference}' });
const stage = new BuildStage(app, 'stage', {
  base: tool,
  run: ({ target }) => [['sh', '-c', 'read line < /arch; echo "$FROM for ' + target.debian + ' by $line" > /out/seen']],
});
new BaseImage(app, 'image', {
  base: tool,
  platforms: ['linux/amd64', 'linux/arm64'],
  files: [stage.directory('/out').at('/made'), tool.file('arch').at('/copied'), InlineFile.text('mine').at('/mine')],
  env: { MORE: '1' },
});
app.synth();
`,
  };
}

describeWith(['engine', 'registry', 'authRegistry'], 'an image of a registry', (services) => {
  const { authRegistry, engine, registry } = services;
  const installed = new InstalledPackage();
  const { folder } = builds;

  async function run(project: WatchedProject, args: string[], config = folder) {
    const env = { BUILDKIT_HOST: engine.address, DOCKER_CONFIG: config };
    const done = await project.synth(args, { env });
    return { code: done.code, stderr: done.code === 0 ? '' : done.stderr };
  }

  const OK = { code: 0, stderr: '' };

  test('is root of a stage, artifact and base, for each platform, and stays what is locked', async () => {
    const name = `images/base-${process.pid}`;
    const reference = `${registry.host}/${name}:1`;
    await push(engine.address, reference, 'first');
    const project = new WatchedProject(installed, appOf(reference), folder);

    expect(await run(project, ['lock'])).toEqual(OK);
    // The tag moves; the lock does not.
    const lock = project.text('synth.lock.json');
    await push(engine.address, reference, 'second');
    expect(await run(project, ['lock'])).toEqual(OK);
    expect(project.text('synth.lock.json')).toBe(lock);
    expect(await run(project, ['build', '--output', 'type=oci,dest=out.tar'])).toEqual(OK);

    const read = (path: string) =>
      execFileSync('tar', ['-xOf', project.file('out.tar'), path], { maxBuffer: 64 << 20 });
    const blob = (digest: string) => read(digest.replace('sha256:', 'blobs/sha256/'));
    const json = (digest: string) => JSON.parse(blob(digest).toString('utf8'));
    const locked = JSON.parse(lock).image[reference];
    const pushed = new PushedImage(`${registry.host}/${name}`);
    const index = json(JSON.parse(read('index.json').toString()).manifests[0].digest);
    const digests = (layers: readonly { digest: string }[]) => layers.map(({ digest }) => digest);

    for (const platform of [AMD64, ARM64]) {
      const found = index.manifests.find(
        (one: { platform?: Platform }) => one.platform?.architecture === platform.architecture,
      );
      const { config, layers } = json(found.digest);
      const base = await pushed.manifest(locked.platforms[formatPlatform(platform)].manifest);
      expect(base.layers).toHaveLength(2);
      // The layers below are those of the image, as they are.
      expect(digests(layers).slice(0, 2)).toEqual(digests(base.layers));
      expect(layers).toHaveLength(5);
      expect(json(config.digest).config).toEqual({
        ...CONFIG,
        Env: [...CONFIG.Env, 'MORE=1'],
      });
      expect(json(config.digest).history).toHaveLength(5);
      const files = digests(layers.slice(2)).map((digest) =>
        execFileSync('tar', ['-xzO'], { input: blob(digest), encoding: 'utf8' }),
      );
      expect(files).toEqual([
        `image for ${platform.architecture} by ${NATIVE.architecture} first\n`,
        `${platform.architecture} first`,
        'mine',
      ]);
    }
  });

  test('for a platform that it is not for fails to lock, and says which it has', async () => {
    const reference = `${registry.host}/images/few-${process.pid}:1`;
    await push(engine.address, reference, 'few');
    const files = appOf(reference);
    const app = (files['app.js'] ?? '').replace("'linux/arm64']", "'linux/s390x']");
    const project = new WatchedProject(installed, { 'app.js': app }, folder);

    const { code, stderr } = await run(project, ['lock']);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^error E_IMAGE_PLATFORM .* is not there for linux\/s390x$/m);
    expect(stderr).toContain('an image for linux/amd64, linux/arm64');
    expect(stderr).toMatch(/└─ tool \(ImageSource\) {4}app\.js:4:/);
  });

  test('behind a login is locked and built with that, and not without', async () => {
    const { host, password, user } = authRegistry;
    const reference = `${host}/images/private-${process.pid}:1`;
    const credentials: CredentialLookup = async (asked) =>
      asked === host ? { username: user, password } : undefined;
    await push(engine.address, reference, `private ${process.pid}`, credentials);
    const project = new WatchedProject(installed, appOf(reference), folder);
    const config = mkdtempSync(join(folder, 'docker-'));
    const auth = Buffer.from(`${user}:${password}`).toString('base64');
    writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));

    const refused = await run(project, ['lock']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^error E_REGISTRY_AUTH /m);
    expect(await run(project, ['lock'], config)).toEqual(OK);
    expect(project.text('synth.lock.json')).not.toContain(password);
    const build = ['build', '--output', 'type=oci,dest=out.tar'];
    expect((await run(project, build)).stderr).toMatch(/^error E_REGISTRY_AUTH /m);
    expect(await run(project, build, config)).toEqual(OK);
  });
});
