import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildExporter } from '../../../lib/client';
import { copy, local, mkfile, ociLayout, scratch } from '../../../lib/llb';
import {
  AMD64,
  ARM64,
  ClientBuilds,
  describeOnBothDaemons,
  hello,
  marshal,
  result,
} from '../../support/client-builds';
import { describeWith } from '../../support/engine';

const builds = new ClientBuilds();
const layout = (output: string, attrs = {}): BuildExporter => ({
  type: 'oci',
  attrs: { tar: 'false', ...attrs },
  output,
});
const blobs = (folder: string) => readdirSync(join(folder, 'blobs/sha256')).sort();
const index = (folder: string) => JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));

describeOnBothDaemons('an OCI layout in a folder', (address) => {
  test('is made beside the other outputs of one build, each with its own compression', async () => {
    const [folder, archive, files] = ['layout', 'archive.tar', 'files'].map((name) =>
      builds.fresh(name),
    );
    const state = scratch().file(mkfile('/hello', 0o644, 'hello '.repeat(100)));
    const name = 'r.example:5000/x:1,r.example/y:2';
    const epoch = { 'source-date-epoch': '0' };
    const { response } = await builds.build(address(), {
      results: [result(state), result(state, ARM64)],
      exporters: [
        layout(folder ?? '', { ...epoch, name, compression: 'zstd', 'force-compression': 'true' }),
        {
          type: 'oci',
          attrs: { ...epoch, compression: 'gzip', 'force-compression': 'true' },
          output: archive,
        },
        { type: 'local', attrs: epoch, output: files },
      ],
    });

    const { manifests } = index(folder ?? '');
    expect(manifests.map((one: { annotations: object }) => one.annotations)).toMatchObject([
      {
        'io.containerd.image.name': 'r.example:5000/x:1',
        'org.opencontainers.image.ref.name': '1',
      },
      { 'io.containerd.image.name': 'r.example/y:2', 'org.opencontainers.image.ref.name': '2' },
    ]);
    // The archive is of another compression, so it is another image: neither takes the other's place.
    const inArchive = JSON.parse(
      execFileSync('tar', ['-xOf', archive ?? '', 'index.json'], { encoding: 'utf8' }),
    ).manifests[0].digest;
    const ofLayout = manifests[0].digest;
    expect(ofLayout).not.toBe(inArchive);
    expect([ofLayout, inArchive]).toContain(response['containerimage.digest']);
    const blob = (digest: string) =>
      JSON.parse(readFileSync(join(folder ?? '', 'blobs', digest.replace(':', '/')), 'utf8'));
    for (const { digest } of blob(ofLayout).manifests) {
      expect(blob(digest).layers[0].mediaType).toBe('application/vnd.oci.image.layer.v1.tar+zstd');
    }
    expect(readFileSync(join(files ?? '', 'linux_arm64/hello'), 'utf8')).toContain('hello');
  });

  test('gets another image beside those in it, and nothing of a build that fails', async () => {
    const folder = builds.fresh('layout');
    const add = (text: string, tag: string, exporters: readonly BuildExporter[] = []) =>
      builds.build(address(), {
        results: [result(scratch().file(mkfile('/x', 0o644, text)))],
        exporters: [layout(folder, { name: `r.example/x:${tag}` }), ...exporters],
      });
    await add('one', 'one');
    const before = { blobs: blobs(folder), index: index(folder) };

    const outside = builds.fresh('file');
    writeFileSync(outside, 'a file');
    await expect(
      add('two', 'two', [{ type: 'local', attrs: {}, output: join(outside, 'below') }]),
    ).rejects.toMatchObject({ code: 'E_EXPORT' });
    expect({ blobs: blobs(folder), index: index(folder) }).toEqual(before);

    await add('two', 'two');
    expect(index(folder).manifests).toHaveLength(2);
    expect(blobs(folder).length).toBeGreaterThan(before.blobs.length);
    expect(readdirSync(dirname(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('is read again as the source of another build', async () => {
    const folder = builds.fresh('layout');
    const { response } = await builds.build(address(), {
      results: [result(hello())],
      exporters: [layout(folder)],
    });
    const output = builds.fresh('out');
    await builds.build(address(), {
      results: [
        {
          platform: AMD64,
          definition: marshal(
            ociLayout(`r.example/hello@${response['containerimage.digest']}`, { storeId: 'hello' }),
          ),
        },
      ],
      ociLayouts: { hello: folder },
      exporters: [{ type: 'local', attrs: {}, output }],
    });

    expect(readFileSync(join(output, 'hello'), 'utf8')).toBe('hello');
  });
});

describeWith(['buildkitd'], 'outputs that a new daemon has', ({ buildkitd }) => {
  test('a layout is what buildctl writes, byte for byte', async () => {
    const [own, theirs] = [builds.fresh('own'), builds.fresh('theirs')];
    const state = scratch().file(copy(local('shell', { sharedKeyHint: 'shell' }), '/', '/'));
    await builds.build(buildkitd.address, {
      results: [{ platform: AMD64, definition: marshal(state) }],
      locals: { shell: builds.shell },
      exporters: [layout(own, { 'source-date-epoch': '1', name: 'r.example/x:1' })],
    });
    const output = `type=oci,tar=false,dest=${theirs},source-date-epoch=1,name=r.example/x:1`;
    execFileSync(
      buildkitd.buildctl,
      [
        '--addr',
        buildkitd.address,
        'build',
        '--local',
        `shell=${builds.shell}`,
        '--output',
        output,
      ],
      { input: marshal(state).toBytes(), stdio: ['pipe', 'ignore', 'ignore'] },
    );

    expect(blobs(own)).toEqual(blobs(theirs));
    const names = ({
      manifests,
      ...rest
    }: {
      manifests: { digest: string; annotations: object }[];
    }) => ({
      ...rest,
      manifests: manifests.map(({ digest, annotations }) => ({ digest, annotations })),
    });
    expect(names(index(own))).toEqual(names(index(theirs)));
  });

  test('a folder that mirrors the result loses what is not in it', async () => {
    const output = builds.fresh('mirror');
    const keep = join(output, 'linux_amd64');
    mkdirSync(join(output, 'old/below'), { recursive: true });
    mkdirSync(keep, { recursive: true });
    writeFileSync(join(output, 'old/below/file'), 'x');
    writeFileSync(join(keep, 'gone'), 'x');
    writeFileSync(join(keep, 'hello'), 'old');
    const results = [result(hello()), result(hello(), ARM64)];
    const exporters = [{ type: 'local', attrs: { mode: 'delete' }, output }];
    await builds.build(buildkitd.address, { results, exporters });

    expect(readdirSync(output, { recursive: true }).sort()).toEqual([
      'linux_amd64',
      'linux_amd64/hello',
      'linux_arm64',
      'linux_arm64/hello',
    ]);
    expect(readFileSync(join(keep, 'hello'), 'utf8')).toBe('hello');
  });
});

describeWith(['engine'], 'a daemon that cannot mirror', ({ engine }) => {
  test('is told, and the folder stays as it is', async () => {
    const output = builds.fresh('mirror');
    mkdirSync(output);
    writeFileSync(join(output, 'mine'), 'x');
    const exporters = [{ type: 'local', attrs: { mode: 'delete' }, output }];

    await expect(
      builds.build(engine.address, { results: [result(hello())], exporters }),
    ).rejects.toMatchObject({ code: 'E_EXPORT', message: expect.stringContaining('mode=delete') });
    expect(existsSync(join(output, 'mine'))).toBe(true);
  });
});
