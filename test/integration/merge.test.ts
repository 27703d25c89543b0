import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { L1_PROJECT } from '../cli/l1-app';
import { describeWith } from '../support/engine';
import { InstalledPackage } from '../support/installed-package';
import { PushedImage } from '../support/pushed-image';

const installed = new InstalledPackage();
jest.setTimeout(180_000);

describeWith(['buildkitd', 'registry'], 'parts of images', ({ buildkitd, registry }) => {
  const folder = installed.project(L1_PROJECT);
  const synth = (args: readonly string[], names: string, images = 'hello,other') =>
    installed.synth(folder, args, {
      env: {
        BUILDKIT_HOST: buildkitd.address,
        TEST_IMAGES: images,
        TEST_NAMES: names.includes(',') ? names : `${names},${names}-again`,
      },
    });
  const done = async (args: readonly string[], names: string, images?: string) => {
    const { code, stderr, stdout } = await synth(args, names, images);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  const part = (architecture: string) => [
    ...['push', '--json', '--by-digest', '--platform', `linux/${architecture}`],
    ...['--metadata-file', `${architecture}.json`],
  ];
  const tagsOf = async (name: string) => {
    const [, ...repository] = name.split('/');
    const answer = await fetch(`http://${registry.host}/v2/${repository.join('/')}/tags/list`);
    return answer.status === 404 ? null : ((await answer.json()) as { tags: unknown }).tags;
  };

  test('make what one machine pushes, and are tagged at the end', async () => {
    const name = `${registry.host}/merged/whole`;
    const whole = JSON.parse(
      await done(['push', '--json', 'hello'], `${registry.host}/merged/one`),
    );
    const [amd64] = JSON.parse(await done([...part('amd64'), 'hello'], name, 'hello'));
    await done([...part('arm64'), 'hello'], name, 'hello');

    expect(amd64.names).toEqual([]);
    expect(await tagsOf(name)).toBeNull();
    // Again, as a pipeline does that was interrupted.
    for (let times = 0; times < 2; times += 1) {
      const merged = await done(['merge', '--json', 'amd64.json', 'arm64.json'], name, 'hello');
      expect(JSON.parse(merged)).toEqual([
        {
          image: 'hello',
          digest: whole[0].digest,
          names: [`${name}:one`, `${name}:two`, `${name}-again:one`, `${name}-again:two`],
          platforms: ['linux/amd64', 'linux/arm64'],
        },
      ]);
    }
    for (const repository of [name, `${name}-again`]) {
      expect((await new PushedImage(repository).index('two')).digest).toBe(whole[0].digest);
    }
  });

  test('are named without the sources of the app', async () => {
    const name = `${registry.host}/merged/assembly`;
    await done([...part('arm64'), 'hello'], name, 'hello');
    await done([...part('amd64'), 'hello'], name, 'hello');

    const stdout = await done(['merge', '--app', 'synth.out', 'amd64.json', 'arm64.json'], name);

    expect(stdout).toMatch(/^hello +linux\/amd64,linux\/arm64 +sha256:/m);
  });

  test('that lack a platform name nothing', async () => {
    const name = `${registry.host}/merged/lacking`;
    await done([...part('amd64'), 'hello'], name, 'hello');

    const { code, stderr, stdout } = await synth(['merge', 'amd64.json'], name, 'hello');

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('do not make the image');
    expect(stderr).toContain('got       none for linux/arm64');
    expect(await tagsOf(name)).toBeNull();
  });

  test('of two versions of an app name nothing', async () => {
    const name = `${registry.host}/merged/versions`;
    await done([...part('amd64'), 'hello'], name, 'hello');
    await done([...part('arm64'), 'hello'], name, 'hello');
    const { code, stdout } = await installed.synth(
      folder,
      [...part('arm64'), 'hello', '--metadata-file', 'other.json'],
      {
        env: {
          BUILDKIT_HOST: buildkitd.address,
          TEST_NAMES: `${name},${name}-again`,
          TEST_TEXT: 'another version',
        },
      },
    );
    expect({ code, stdout }).toMatchObject({ code: 0 });

    const files = ['amd64.json', 'arm64.json', 'other.json'];
    const { stderr } = await synth(['merge', ...files], name, 'hello');

    expect(stderr).toContain('two that differ for linux/arm64');
    expect(await tagsOf(name)).toBeNull();
  });

  test.each([
    ['not there', undefined, 'ENOENT'],
    ['no JSON', '[', 'no JSON object'],
    ['of something else', '{"hello":{}}', 'no digest of image "hello"'],
  ])('are not read from a file that is %s', async (_what, text, got) => {
    const file = `wrong-${got.length}.json`;
    if (text !== undefined) writeFileSync(join(folder, file), text);

    const { code, stderr } = await synth(['merge', file], 'x.example/hello');

    expect(code).toBe(2);
    expect(stderr).toContain(`file "${file}" does not tell what was pushed`);
    expect(stderr).toContain(got);
  });
});
