import type { RuntimeImageProps } from '../../../constructs';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { helloApp } from '../../support/hello-app';
import { codesOf, execsOf, lowered } from '../../support/lowered';
import { madeUpLock, oneArchive, withDebian } from '../../support/made-up-lock';

function config(image: Partial<RuntimeImageProps>): Record<string, unknown> {
  const app = helloApp({ image });
  const [content] = app.assemble(madeUpLock(app)).images;
  return JSON.parse(content?.platforms[0]?.config ?? '{}').config;
}

describe('a runtime image', () => {
  test('runs as a user that is not root, and says nothing that it was not asked', () => {
    expect(config({})).toEqual({
      User: '65532:65532',
      Env: ['PATH=/boot/bin:/usr/bin:/usr/sbin'],
      Entrypoint: ['/boot/bin/hello'],
      WorkingDir: '/',
      StopSignal: 'SIGTERM',
    });
  });

  test('says what it was asked, sorted where order means nothing', () => {
    const asked = config({
      cmd: ['--loud'],
      env: { WHO: 'world' },
      ports: ['8443/tcp', '8080/tcp'],
      labels: { 'org.example.b': '2', 'org.example.a': '1' },
      healthcheck: { command: ['/boot/bin/health'], intervalSeconds: 5 },
      writable: ['/data'],
      waivers: { writable: 'it keeps a list of guests' },
    });

    expect(JSON.stringify(asked)).toBe(
      JSON.stringify({
        User: '65532:65532',
        Env: ['PATH=/boot/bin:/usr/bin:/usr/sbin', 'WHO=world'],
        Entrypoint: ['/boot/bin/hello'],
        WorkingDir: '/',
        StopSignal: 'SIGTERM',
        Cmd: ['--loud'],
        ExposedPorts: { '8080/tcp': {}, '8443/tcp': {} },
        Volumes: { '/data': {} },
        Healthcheck: {
          Test: ['CMD', '/boot/bin/health'],
          Interval: 5_000_000_000,
          Timeout: 30_000_000_000,
          StartPeriod: 10_000_000_000,
          Retries: 1,
        },
        Labels: { 'org.example.a': '1', 'org.example.b': '2' },
      }),
    );
  });

  test('starts in the folder that it names, which its tree is asked for', () => {
    const app = helloApp({ image: { workingDirectory: '/srv' } });
    const words = execsOf(lowered(app, 'linux/arm64'), '/usr/bin/perl').flatMap(({ args }) => args);

    expect(config({ workingDirectory: '/srv' })).toMatchObject({ WorkingDir: '/srv' });
    expect(words).toContain('folder=/srv');
    expect(config({}).WorkingDir).toBe('/');
  });

  test('dates its files itself, so that no exporter rewrites its layers', () => {
    const app = helloApp();
    const [image] = app.assemble(madeUpLock(app)).images;

    expect(image).toMatchObject({ isDated: true, sourceDateEpoch: Date.UTC(2026, 10, 1) / 1000 });
  });

  test('leaves out what only maintainer scripts need', () => {
    const app = helloApp();
    const [image] = app.assemble(madeUpLock(app)).images;

    // base-files, gcc-14-base, libc6, libgcc-s1 of the made-up closure, without mawk
    expect(image?.platforms.map(({ packages }) => packages)).toEqual([4, 4]);
  });

  test.each<[string, Partial<RuntimeImageProps>, string]>([
    ['root without a waiver', { user: '0:0' }, 'E_RUNTIME_CONTRACT'],
    ['no healthcheck without a waiver', { waivers: {} }, 'E_RUNTIME_CONTRACT'],
    ['a writable path without a waiver', { writable: ['/data'] }, 'E_RUNTIME_CONTRACT'],
    ['a waiver without a reason', { waivers: { healthcheck: ' ' } }, 'E_PROPERTY'],
    ['a relative folder to start in', { workingDirectory: 'srv' }, 'E_PROPERTY'],
    ['a user that no account can have', { user: 'No Body' }, 'E_PROPERTY'],
    ['a relative entrypoint', { entrypoint: ['hello'] }, 'E_ENTRYPOINT'],
    ['no entrypoint', { entrypoint: [] }, 'E_PROPERTY'],
    ['no platform', { platforms: [] }, 'E_PROPERTY'],
    ['a platform twice', { platforms: ['linux/amd64', 'linux/amd64'] }, 'E_PROPERTY'],
    ['a name without registry', { publish: { names: ['hello'] } }, 'E_PROPERTY'],
    ['a tag in the name', { publish: { names: ['example.org/hello:1'] } }, 'E_PROPERTY'],
  ])('rejects %s', (_what, image, code) => {
    expect(codesOf(() => helloApp({ image }).assemble(EMPTY_LOCK))).toEqual([code]);
  });

  test('takes root with a reason', () => {
    const waivers = { healthcheck: 'it ends', root: 'it binds a raw socket' };

    expect(config({ user: '0:0', waivers }).User).toBe('0:0');
  });

  test('rejects packages that bring a shell, once the lock tells them', () => {
    const app = helloApp();
    const lock = madeUpLock(app);
    const { archive, key } = oneArchive(lock);
    const set = 'base-files libc6 (main)';
    const names = archive.sets[set]?.amd64 ?? [];
    const withShell = withDebian(lock, {
      [key]: {
        ...archive,
        sets: { ...archive.sets, [set]: { amd64: [...names, 'bash'], arm64: names } },
      },
    });

    expect(names).toContain('libc6');
    expect(codesOf(() => app.assemble(withShell))).toEqual(['E_RUNTIME_CONTRACT']);
  });
});

test.each(['4294967296:1', '1:9999999999'])(
  'rejects the user %s, which Linux does not have',
  (user) => {
    expect(codesOf(() => helloApp({ image: { user } }).assemble(EMPTY_LOCK))).toEqual([
      'E_PROPERTY',
    ]);
    expect(config({ user: '4294967295:4294967295' }).User).toBe('4294967295:4294967295');
  },
);

test('every file that a layer copies is dated to the snapshot', () => {
  const app = helloApp({
    image: { writable: ['/data'], waivers: { healthcheck: 'a', writable: 'b' } },
  });
  const [platform] = app.assemble(madeUpLock(app)).images[0]?.platforms ?? [];
  const actions = platform?.definition.ops.flatMap(({ bytes }) => {
    const { body } = decodeOp(bytes);
    return body?.kind === 'file' ? body.actions.map(({ action }) => action) : [];
  });
  const copies = actions?.flatMap((action) =>
    // The image's own copies; that of the git source is behind its `.git`.
    action?.kind === 'copy' && action.dest === '/' && !action.excludePatterns.includes('**/.git')
      ? [action]
      : [],
  );

  // All but what lies behind links of the merged /usr, and that, taken apart.
  expect(copies).toHaveLength(2);
  for (const { dirCopyContents, timestamp } of copies ?? []) {
    expect(dirCopyContents).toBe(true);
    expect(timestamp).toBe(BigInt(Date.UTC(2026, 10, 1)) * 1_000_000n);
  }
});
