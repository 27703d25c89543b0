import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../lib/client';
import { mkfile, scratch } from '../../lib/llb';
import { AMD64, ARM64, marshal } from '../support/client-builds';
import {
  CUT_OFF,
  type CutOffBuildkitd,
  startCutOffBuildkitd,
  whyNotCutOff,
} from '../support/cut-off';
import { describeWith } from '../support/engine';
import { filesApp } from '../support/files-app';
import { type GitServer, startGitServer } from '../support/git-server';
import { InstalledPackage } from '../support/installed-package';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback-server';
import { temporaryFolder } from '../support/temporary-folder';
import { mirrorOptions, serveTinyDebian, tinyFiles } from '../support/tiny-debian';

jest.setTimeout(120_000);

const reason = whyNotCutOff();
if (reason !== undefined)
  process.stderr.write(`builds without a network are not tested: ${reason}\n`);

const hash = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const blob = (content: string | Uint8Array) => join('blobs/sha256', hash(content));

describeWith(['buildkitd', 'registry'], 'a vendor folder', ({ buildkitd, registry }) => {
  const installed = new InstalledPackage();
  const FILES: Readonly<Record<string, string>> = {
    '/tool': `a tool ${process.hrtime.bigint()}`,
    '/one.tgz': 'an archive',
    '/two.tgz': 'another archive',
  };
  const repositories = temporaryFolder('git');
  const debian = temporaryFolder('debian');
  const requests: string[] = [];
  let web: LoopbackServer;
  let git: GitServer;
  let cut: CutOffBuildkitd | undefined;
  let image: string;

  beforeAll(async () => {
    web = await listenOnLoopback((request, response) => {
      requests.push(request.url ?? '');
      const date = 'Tue, 01 Mar 2022 10:00:00 GMT';
      response.setHeader('Last-Modified', date).end(FILES[request.url ?? ''] ?? '');
    });
    git = await startGitServer(repositories);
    git.addRepository('program', [
      { message: 'before', files: { 'gone.c': 'gone' } },
      {
        message: 'A program',
        files: {
          '.gitattributes': '*.bat text eol=crlf\n',
          'gone.c': null,
          'src/main.c': 'int main;',
          'src/run.bat': 'one\ntwo\n',
          'src/configure': { executable: '#!/bin/sh\n' },
          'src/link': { link: 'main.c' },
        },
        tags: ['v1'],
      },
    ]);
    image = `${registry.host}/vendored-${process.pid}/base:1`;
    await push(image);
    if (reason === undefined) cut = await startCutOffBuildkitd('vendor');
  });
  afterAll(async () => {
    await Promise.all([web.close(), git.close(), cut?.stop()]);
  });

  async function push(name: string): Promise<void> {
    const connection = await connect(buildkitd.address);
    const results = [AMD64, ARM64].map((platform) => {
      const config = { ...platform, config: {}, rootfs: { type: 'layers', diff_ids: [] } };
      const lower = scratch().file(mkfile('/lower', 0o644, 'lower'));
      const state = lower.file(mkfile('/upper', 0o600, platform.architecture));
      const definition = marshal(state, platform);
      return { platform, definition, config: Buffer.from(JSON.stringify(config)) };
    });
    const exporters = [{ type: 'image', attrs: { name, push: 'true' } }];
    await connection.build({ results, exporters }).finally(() => connection.close());
  }

  const archives = () =>
    ['/one.tgz', '/two.tgz'].map((path) => ({
      url: web.url + path,
      file: { archive: 'shop', path: path.slice(1), sha256: hash(FILES[path] ?? '') },
    }));

  /** An app with an input of each kind of source. */
  const project = (...lines: readonly string[]) =>
    installed.project({
      'app.js': filesApp(
        `const { Artifact, BaseImage, ImageSource } = require('buildkit-cdk');`,
        `class Archives extends LocatedConstruct {`,
        `  check() { return []; }`,
        `  lower(target) {`,
        `    const archives = ${JSON.stringify(archives())};`,
        `    for (const { file, url } of archives) target.mirrored(url, file);`,
        `    const sent = target.local('archives-${process.pid}', { type: 'archive-files', urls: archives.map(({ url }) => url) });`,
        `    return sent;`,
        `  }`,
        `}`,
        `const tool = new HttpFile(app, 'tool', { url: '${web.url}/tool', mode: 0o755 });`,
        `const source = new PinnedGitSource(app, 'source', { url: '${git.httpUrl}/program.git', tag: 'v1', subdirectory: 'src' });`,
        `const base = new ImageSource(app, 'base', { reference: '${image}' });`,
        `const sent = new Archives(app, 'archives');`,
        `const files = [tool.at('/opt'), source.at('/src'), Artifact.of(sent).at('/sent')];`,
        `new BaseImage(app, 'image', { base, platforms: ['linux/amd64', 'linux/arm64'], files });`,
        ...lines,
      ),
    });

  const synth = (folder: string, args: readonly string[], rest: object = {}) =>
    installed.synth(folder, args, { env: { BUILDKIT_HOST: buildkitd.address }, ...rest });

  /** Runs a command that must succeed, and gives what it said. */
  async function done(folder: string, ...args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await synth(folder, args);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
    return stdout + stderr;
  }

  const digestsOf = (stdout: string) => {
    const [built]: { digest: string; platforms: { digest: string }[] }[] = JSON.parse(stdout);
    return [built?.digest, ...(built?.platforms ?? []).map(({ digest }) => digest)];
  };

  /** A copy of a project whose folder is filled. */
  async function vendored(): Promise<string> {
    filled ??= fill();
    const folder = installed.project({});
    const filter = (path: string) => !path.endsWith('/node_modules');
    cpSync(await filled, folder, { recursive: true, filter });
    return folder;
  }

  let filled: Promise<string> | undefined;
  async function fill(): Promise<string> {
    const folder = project();
    await done(folder, 'lock');
    expect(await done(folder, 'vendor')).toMatch(/^synth\.vendor holds 6 inputs, 6 of them new/);
    return folder;
  }

  test('is all that a build needs: the same digests without a network', async () => {
    if (cut === undefined) return expect(reason).toBeDefined();
    const folder = await vendored();
    const { stdout } = await synth(folder, ['build', '--json']);
    rmSync(join(folder, '.cache'), { recursive: true, force: true });

    const env = { BUILDKIT_HOST: cut.address };
    const without = await synth(folder, ['build', '--json'], { env, under: CUT_OFF });
    expect(without.code).toBe(1);
    const built = await synth(folder, ['build', '--json', '--vendor', 'synth.vendor'], {
      env,
      under: CUT_OFF,
    });

    expect(built.code === 0 ? '' : built.stderr).toBe('');
    expect(digestsOf(built.stdout)).toEqual(digestsOf(stdout));
  });

  test('is checked, and what is damaged or missing is fetched again, alone', async () => {
    const folder = await vendored();
    const place = (name: string) => join(folder, 'synth.vendor', blob(FILES[name] ?? ''));
    rmSync(join(folder, '.cache'), { recursive: true, force: true });
    truncateSync(place('/tool'), 3);
    rmSync(place('/one.tgz'));
    requests.length = 0;

    const said = await done(folder, 'vendor');

    expect(said).toContain(`${web.url}/tool was damaged, and is fetched again`);
    expect(said).toContain('synth.vendor holds 6 inputs, 2 of them new');
    expect(requests.sort()).toEqual(['/one.tgz', '/tool']);
    expect(readFileSync(place('/tool'), 'utf8')).toBe(FILES['/tool']);
    expect(await done(folder, 'vendor')).toContain('synth.vendor is up to date: 6 inputs');
    const names = readdirSync(join(folder, 'synth.vendor/blobs/sha256'));
    expect(names.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
  });

  test('that is damaged fails a build, which names each input and its construct', async () => {
    const folder = await vendored();
    writeFileSync(join(folder, 'synth.environment.json'), '{"vendor": "synth.vendor"}');
    const [commit = ''] = readdirSync(join(folder, 'synth.vendor/git'));
    const [, pack = ''] = readFileSync(join(folder, 'synth.vendor/git', commit), 'utf8')
      .trim()
      .split(':');
    writeFileSync(join(folder, 'synth.vendor/blobs/sha256', pack), 'no pack');
    rmSync(join(folder, 'synth.vendor', blob(FILES['/tool'] ?? '')));

    const { code, stderr } = await synth(folder, ['build']);

    expect(code).toBe(1);
    expect(stderr).toContain(`error E_VENDOR_MISSING  ${web.url}/tool is not in`);
    expect(stderr).toContain(
      `error E_VENDOR_DAMAGED  ${git.httpUrl}/program.git#${commit} is damaged`,
    );
    expect(stderr).toContain('tool (HttpFile)    app.js:25:14');
    expect(stderr).toContain('source (PinnedGitSource)    app.js:26:16');
  });

  test('is checked out by whoever, with the modes that others have', async () => {
    const folder = await vendored();
    const { stdout } = await synth(folder, ['build', '--json']);
    rmSync(join(folder, '.cache'), { recursive: true, force: true });
    const under = ['sh', '-c', 'umask 077; exec "$@"', 'sh'];

    const built = await synth(folder, ['build', '--json', '--vendor', 'synth.vendor'], { under });
    expect(digestsOf(built.stdout)).toEqual(digestsOf(stdout));

    // What was changed in the cache since is not what is sent.
    const [commit = ''] = readdirSync(join(folder, 'synth.vendor/git'));
    const tree = join(folder, '.cache/buildkit-cdk/vendored-commits', commit, 'tree');
    writeFileSync(join(tree, 'src/main.c'), 'int other;');
    writeFileSync(join(tree, 'src/more.c'), '');
    const again = await synth(folder, ['build', '--json', '--vendor', 'synth.vendor']);
    expect(digestsOf(again.stdout)).toEqual(digestsOf(stdout));
    expect(readdirSync(join(tree, 'src'))).not.toContain('more.c');
  });

  test('needs no login of what it holds, and no policy beside its own', async () => {
    const folder = project(
      `class Private extends LocatedConstruct {`,
      `  check() { return []; }`,
      `  lower() {`,
      `    const checksum = 'sha256:${hash(FILES['/tool'] ?? '')}';`,
      `    return http('${web.url}/tool', { checksum, authHeaderSecret: 'LOGIN', source: this.source });`,
      `  }`,
      `}`,
      `new FilesImage(app, 'private', [new Private(app, 'file')]);`,
    );
    await done(folder, 'lock');
    await done(folder, 'vendor', '--secret', 'id=LOGIN,env=HOME');
    const build = ['build', 'private'];

    expect(await synth(folder, build)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('E_SECRET_MISSING'),
    });
    expect(await synth(folder, [...build, '--vendor', 'synth.vendor'])).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'policy.json'), '{"rules": []}');
    const policy = ['--source-policy-file', 'policy.json'];
    expect(await synth(folder, [...build, '--vendor', 'synth.vendor', ...policy])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('a source policy holds for what is fetched'),
    });
  });

  test('has the .deb whose program the client sends', async () => {
    const served = await serveTinyDebian(debian);
    const folder = installed.project(tinyFiles(served));
    const mirrors = mirrorOptions(served);
    await done(folder, 'lock', ...mirrors).finally(async () => {
      await done(folder, 'vendor', ...mirrors).finally(() => served.server.close());
    });
    rmSync(join(folder, '.cache'), { recursive: true });

    expect(await synth(folder, ['build'])).toMatchObject({ code: 1 });
    const { code, stderr } = await synth(folder, ['build', '--vendor', 'synth.vendor']);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('holds nothing that is not pinned', async () => {
    const folder = project(
      `class Loose extends LocatedConstruct {`,
      `  check() { return []; }`,
      `  lower() { return http('${web.url}/tool', { source: this.source }); }`,
      `}`,
      `new FilesImage(app, 'loose', [new Loose(app, 'file')]);`,
    );
    await done(folder, 'lock');

    const { code, stderr } = await synth(folder, ['vendor']);

    expect(code).toBe(1);
    expect(stderr).toContain(`error E_VENDOR_INPUT  ${web.url}/tool cannot be vendored`);
    expect(stderr).toMatch(/got +no checksum/);
  });
});
