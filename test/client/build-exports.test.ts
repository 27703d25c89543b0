import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { BuildRequest } from '../../lib/client';
import { mkdir, mkfile, scratch } from '../../lib/llb';
import type { Platform } from '../../lib/oci/platform';
import {
  AMD64,
  ARM64,
  ClientBuilds,
  describeOverTransports,
  hello,
  result,
} from '../support/client-builds';
import { makeTree } from '../support/sample-tree';

const builds = new ClientBuilds();
const { folder } = builds;
const fresh = (name: string) => builds.fresh(name);

describeOverTransports('what a build exports', (address, _, transport) => {
  const build = (request: BuildRequest) => builds.build(address(), request, undefined, transport);

  test('the oci exporter writes one file, with the config and an index of both platforms', async () => {
    const output = fresh('both.tar');

    const { response } = await build({
      results: [result(hello()), result(hello(), ARM64)],
      exporters: [{ type: 'oci', attrs: {}, output }],
    });

    const read = (path: string) => execFileSync('tar', ['-xOf', output, path]).toString();
    const blob = (digest: string) => JSON.parse(read(digest.replace('sha256:', 'blobs/sha256/')));
    const top = JSON.parse(read('index.json')).manifests[0];
    expect(top.digest).toBe(response['containerimage.digest']);
    const manifests = blob(top.digest).manifests;
    expect(manifests.map((one: { platform: Platform }) => one.platform)).toEqual([AMD64, ARM64]);
    const configs = manifests.map((one: { digest: string }) =>
      blob(blob(one.digest).config.digest),
    );
    expect(configs.map((one: { config: { Env: string[] } }) => one.config.Env)).toEqual([
      ['FOR=amd64'],
      ['FOR=arm64'],
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('one platform alone is no index, so that the docker exporter takes it', async () => {
    const output = fresh('docker.tar');

    await build({
      results: [result(hello())],
      exporters: [{ type: 'docker', attrs: { name: 'test/hello:1' }, output }],
    });

    const manifest = JSON.parse(execFileSync('tar', ['-xOf', output, 'manifest.json']).toString());
    expect(manifest).toMatchObject([
      { RepoTags: [expect.stringMatching(/^(docker\.io\/)?test\/hello:1$/)] },
    ]);
  });

  test('a stream takes the file of the tar exporter', async () => {
    const stream = new PassThrough();
    const chunks: Buffer[] = [];
    stream.on('data', (chunk) => chunks.push(chunk));

    await build({
      results: [result(hello())],
      exporters: [{ type: 'tar', attrs: {}, output: () => stream }],
    });

    const listing = execFileSync('tar', ['-t'], { input: Buffer.concat(chunks) }).toString();
    expect(listing).toBe('hello\n');
  });

  test('the local exporter adds to a folder, replaces what is there, and follows no link', async () => {
    const output = fresh('out');
    const outside = fresh('outside');
    makeTree(mkdirp(outside), { 'kept.txt': 'outside' });
    makeTree(mkdirp(output), {
      'mine.txt': 'mine',
      hello: 'old',
      folder: { symlink: outside },
      file: { dir: true },
    });
    const state = scratch()
      .file(mkfile('/hello', 0o600, 'new'))
      .file(mkdir('/folder', 0o755))
      .file(mkfile('/folder/kept.txt', 0o644, 'inside'))
      .file(mkfile('/file', 0o644, 'a file now'));

    await build({
      results: [result(state)],
      exporters: [{ type: 'local', attrs: {}, output }],
    });

    expect(readFileSync(join(output, 'mine.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(output, 'hello'), 'utf8')).toBe('new');
    expect(readFileSync(join(output, 'folder/kept.txt'), 'utf8')).toBe('inside');
    expect(readFileSync(join(output, 'file'), 'utf8')).toBe('a file now');
    expect(readFileSync(join(outside, 'kept.txt'), 'utf8')).toBe('outside');
    expect(readdirSync(output).sort()).toEqual(['file', 'folder', 'hello', 'mine.txt']);
  });

  test('several platforms in a local folder are apart', async () => {
    const output = fresh('out');

    await build({
      results: [result(hello()), result(hello(), ARM64)],
      exporters: [{ type: 'local', attrs: {}, output }],
    });

    expect(readdirSync(output).sort()).toEqual(['linux_amd64', 'linux_arm64']);
    expect(readFileSync(join(output, 'linux_arm64/hello'), 'utf8')).toBe('hello');
  });
});

function mkdirp(path: string): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  return path;
}
