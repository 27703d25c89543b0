import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { PushedImage } from '../support/pushed-image';
import { startTcpBuildkitd, type TcpBuildkitd } from '../support/tcp-buildkitd';

const installed = new InstalledPackage();
jest.setTimeout(240_000);

describeWith(['buildkitd', 'registry'], 'several builders', ({ buildkitd, registry }) => {
  const folder = installed.project(L1_PROJECT);
  let other: TcpBuildkitd;
  beforeAll(async () => {
    other = await startTcpBuildkitd({ name: 'second' });
  });
  afterAll(() => other.stop());

  const run = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    code = 0,
  ) => {
    const result = await installed.synth(folder, args, { env });
    expect({ code: result.code, stderr: result.code === code ? '' : result.stderr }).toEqual({
      code,
      stderr: '',
    });
    return result;
  };
  const split = () => [
    '--builder',
    `${buildkitd.address},platform=linux/amd64,name=one`,
    '--builder',
    `${other.address},platform=linux/arm64,name=two`,
  ];
  const tags = (repositories: readonly string[]) =>
    Promise.all(
      repositories
        .flatMap((name) => ['one', 'two'].map((tag) => ({ name, tag })))
        .map(async ({ name, tag }) => (await new PushedImage(name).index(tag)).digest),
    );
  const digests = (stdout: string) =>
    (JSON.parse(stdout) as { image: string; digest: string }[]).map(({ digest }) => digest);

  test.each([
    ['plain', []],
    ['with bills of materials', ['--sbom', 'true']],
    [
      'with annotations in every place',
      [
        ...['index', 'manifest', 'manifest-descriptor[linux/arm64]'].flatMap((place) => [
          '--annotation',
          `${place}:org.example.note=<a> & "b"`,
        ]),
        '--annotation',
        'index:9=nine',
        '--annotation',
        'index:10=ten',
      ],
    ],
    ['in the types of Docker', ['-o', 'type=registry,oci-mediatypes=false']],
  ])('give an image %s the digest that one gives it', async (what, args) => {
    const name = `${registry.host}/several/${what.toLowerCase().replaceAll(/\W+/g, '-')}`;
    const command = args.includes('-o') ? 'build' : 'push';

    const env = { TEST_NAMES: `${name},${name}-again` };
    const several = await run([command, '--json', ...split(), ...args], env);
    const tagged = args.includes('-o') ? [] : await tags([name, `${name}-again`]);
    const one = await run([command, '--json', '--addr', buildkitd.address, ...args], env);

    expect(digests(several.stdout)).toEqual(digests(one.stdout));
    expect(JSON.parse(several.stdout)).toMatchObject([
      {
        builds: [
          { builder: 'one', platforms: ['linux/amd64'] },
          { builder: 'two', platforms: ['linux/arm64'] },
        ],
        names: [`${name}:one`, `${name}:two`, `${name}-again:one`, `${name}-again:two`],
        platforms: [{ compressedSize: expect.any(Number) }, { digest: expect.any(String) }],
      },
    ]);
    expect(tagged).toEqual(args.includes('-o') ? [] : Array(4).fill(digests(one.stdout)[0]));
  });

  test('keep what each of them says of how it built', async () => {
    const name = `${registry.host}/several/provenance`;
    await run(['push', ...split(), '--provenance', 'mode=max'], { TEST_NAMES: name });

    const image = new PushedImage(name);
    const { manifests } = await image.index('one');
    expect(manifests.map(({ platform }) => platform?.architecture)).toEqual([
      'amd64',
      'arm64',
      'unknown',
      'unknown',
    ]);
    for (const { digest } of manifests.slice(2)) {
      const [layer] = (await image.manifest(digest)).layers;
      const statement = JSON.parse((await image.blob(layer?.digest ?? '')).toString('utf8'));
      expect(statement.predicateType).toMatch(/^https:\/\/slsa.dev\/provenance\//);
      expect(statement.subject.map(({ name }: { name: string }) => name)).toEqual([
        expect.stringMatching(/\/several\/provenance@one\?platform=linux%2Fa(md|rm)64$/),
        expect.stringMatching(/\/several\/provenance@two\?platform=linux%2Fa(md|rm)64$/),
      ]);
    }
  });

  test('tell of each step where it is', async () => {
    const { stderr } = await run(['push', '--no-cache', '--progress', 'plain', ...split()], {
      TEST_NAMES: `${registry.host}/several/told`,
    });

    expect(stderr).toMatch(/^#\d+ one: mkfile \/hello$/m);
    expect(stderr).toMatch(/^#\d+ two: mkfile \/hello$/m);
    expect(stderr).toMatch(/^#\d+ two: hello: exporting to image$/m);
  });

  test('build an image whole that stays on this machine, and each where its name says', async () => {
    writeFileSync(
      join(folder, 'synth.json'),
      JSON.stringify({ builders: [`${buildkitd.address},name=one`, `${other.address},name=two`] }),
    );
    const args = ['build', '--json', '--progress', 'plain'];
    const all = await run(args, { TEST_IMAGES: 'hello,other,folder' });
    const alone = await run([...args, 'folder', '-o', 'type=oci,dest=folder.tar'], {
      TEST_IMAGES: 'hello,other,folder',
    });
    writeFileSync(join(folder, 'synth.json'), '{}');
    const builderOf = (stdout: string) =>
      Object.fromEntries(
        JSON.parse(stdout).map(
          ({ builds, image }: { builds: { builder: string }[]; image: string }) => [
            image,
            builds.map(({ builder }) => builder).join(),
          ],
        ),
      );

    expect(builderOf(all.stdout)).toEqual({
      hello: expect.stringMatching(/^(one|two)$/),
      other: expect.stringMatching(/^(one|two)$/),
      folder: expect.stringMatching(/^(one|two)$/),
    });
    expect(builderOf(alone.stdout).folder).toBe(builderOf(all.stdout).folder);
  });

  test('are listed with what they are for, and whether they answer', async () => {
    const all = await run(['builders', '--json', ...split()]);
    const gone = await run(['builders', ...split(), '--builder', 'unix:///nowhere.sock'], {}, 1);
    const none = await run(['builders']);

    expect(JSON.parse(all.stdout)).toMatchObject([
      { name: 'one', platforms: ['linux/amd64'], version: expect.stringMatching(/^v\d/) },
      { name: 'two', address: other.address, runs: expect.arrayContaining([expect.any(String)]) },
    ]);
    expect(gone.stdout).toMatch(/^unix:\/\/\/nowhere.sock +all +- +E_DAEMON_UNREACHABLE: /m);
    expect(none.stderr).toContain('no builders are named');
  });

  test('are not named together with one daemon, nor by a name that is nobody’s', async () => {
    const both = await run(['build', '--addr', other.address, ...split()], {}, 2);
    const nobody = await run(['build', '--builder', 'nobody'], {}, 1);

    expect(both.stderr).toContain('options "--addr" and "--builder" exclude each other');
    expect(nobody.stderr).toContain('error E_BUILDER_CONFIG  there is no builder "nobody"');
  });

  test('refuse an output that needs the image whole where none builds it whole', async () => {
    const { stderr } = await run(['build', ...split(), '-o', 'type=oci,dest=x.tar'], {}, 1);

    expect(stderr).toContain('error E_BUILDER_PLATFORM');
    expect(stderr).toContain('no builder builds image "hello" whole');
  });

  test('refuse one place for the caches of two parts', async () => {
    const cache = `type=registry,ref=${registry.host}/several/cache:{image}`;
    const names = { TEST_NAMES: `${registry.host}/several/cached` };
    const { stderr } = await run(['push', ...split(), '--cache-to', cache], names, 2);

    expect(stderr).toContain('put "{platform}" into its "ref"');
    await run(['push', ...split(), '--cache-to', `${cache}-{platform}`], names);
  });
});
