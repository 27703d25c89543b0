import type { App } from '../../../constructs';
import { Testing } from '../../../constructs/testing';
import { helloApp } from '../../support/hello-app';
import { madeUpLock } from '../../support/made-up-lock';

const json = (app: App) => JSON.stringify(Testing.synth(app).image('hello'), null, 2);

/** The JSON of one platform, as far as a test looks at it. */
interface Snapshot {
  readonly platform: string;
  readonly config: object;
  readonly layers: readonly string[];
  readonly graph: readonly (Readonly<Record<string, unknown>> & { readonly name?: string })[];
}

function snapshot(app: App): Snapshot {
  return JSON.parse(JSON.stringify(Testing.synth(app).image('hello').platform('linux/arm64')));
}

describe('the JSON of a platform', () => {
  test('holds config, layers, and the vertexes in the order in which they are needed', () => {
    const { config, graph, layers, platform } = snapshot(helloApp());

    expect({ platform, config, layers }).toEqual({
      platform: 'linux/arm64',
      config: expect.objectContaining({ User: '65532:65532', Entrypoint: ['/boot/bin/hello'] }),
      layers: [
        expect.stringMatching(/^trixie: base-files /),
        'files',
        'accounts: user 65532, group 65532',
      ],
    });
    const names = graph.map(({ name, source }) => name ?? source);
    expect(names[0]).toBe('local://unpacker-amd64-…');
    expect(names.at(-1)).toBe('hello linux/arm64: contract and accounts');
    expect(graph.find(({ name }) => name?.includes('make -C'))).toEqual({
      name: 'build arm64: make -C /src CC=aarch64-linux-gnu-gcc install',
      exec: {
        platform: 'linux/amd64',
        args: ['make', '-C', '/src', 'CC=aarch64-linux-gnu-gcc', 'install'],
        cwd: '/',
        network: 'none',
        env: expect.objectContaining({ TZ: 'UTC' }),
        mounts: {
          '/': { type: 'bind', from: expect.stringContaining('run maintainer scripts') },
          '/out': { type: 'bind', from: 'scratch' },
          '/src': { type: 'bind', from: 'files of https://git.example.org/hello.git' },
        },
      },
    });
  });

  test('holds no hash, of an op or of the lock', () => {
    expect(json(helloApp())).not.toMatch(/[0-9a-f]{12}/);
  });

  test('names packages side by side in one entry, and tells the length of long files', () => {
    const { graph } = snapshot(helloApp());

    const unpack = graph.find(({ name }) => name?.startsWith('trixie runtime'));
    expect(unpack).toHaveProperty(
      ['exec', 'mounts', '/debs/*'],
      expect.arrayContaining([expect.stringMatching(/^https:.*\/libc6_[^/]*_arm64\.deb$/)]),
    );
    expect(graph.filter(({ source }) => String(source).endsWith('.deb'))).toEqual([]);
    const script = graph.find(({ name }) => name === 'script: unpack.sh');
    expect(script).toHaveProperty('file.0.content', expect.stringMatching(/^\d{4} characters$/));
    expect(script).toHaveProperty('file.0.mode', '0o444');
  });

  test('is the same each time, whatever the order of members and the names of constructs', () => {
    const env = { A: '1', B: '2' };
    const first = json(helloApp({ image: { labels: { a: '1', b: '2' } }, stage: { env } }));

    expect(json(helloApp({ image: { labels: { b: '2', a: '1' } }, stage: { env } }))).toBe(first);
    const app = helloApp();
    expect(json(app)).toBe(json(app));
    const ids = { source: 'other', stage: 'another', image: 'hello' };
    expect(snapshot(helloApp({ ids })).config).toEqual(snapshot(helloApp()).config);
  });

  test('tells a change where it is', () => {
    const before = json(helloApp()).split('\n');
    const after = json(helloApp({ image: { stopSignal: 'SIGINT' } })).split('\n');

    const added = after.filter((line) => !before.includes(line)).map((line) => line.trim());
    expect(added).toEqual(['"StopSignal": "SIGINT"', '"StopSignal": "SIGINT"']);
    expect(after).toHaveLength(before.length);
  });
});

test('a made-up lock gives what answers made up on the way give', () => {
  const app = helloApp();

  const [image] = app.assemble(madeUpLock(app)).images;

  expect(image?.platforms.map(({ definition }) => definition.digest)).toEqual(
    ['linux/amd64', 'linux/arm64'].map(
      (platform) => Testing.synth(app).image('hello').platform(platform).definitionDigest,
    ),
  );
});

test('a real lock that misses an answer fails as it does for the command line', () => {
  expect(() => Testing.synth(helloApp(), { lock: '/nowhere/synth.lock.json' })).toThrow(
    expect.objectContaining({ code: 'E_LOCK_MISSING' }),
  );
});
