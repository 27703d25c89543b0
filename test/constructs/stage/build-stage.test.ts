import { BuildError, type BuildStageProps } from '../../../constructs';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { helloApp } from '../../support/hello-app';
import { codesOf, execsOf, lowered } from '../../support/lowered';
import { madeUpLock, oneArchive } from '../../support/made-up-lock';

function stage(props: Partial<BuildStageProps>) {
  return execsOf(lowered(helloApp({ stage: props }), 'linux/arm64'), 'make');
}

describe('a build stage', () => {
  test('runs its commands on the build platform, with the cross compiler of the target', () => {
    const [make] = stage({});

    expect(make?.args).toEqual(['make', '-C', '/src', 'CC=aarch64-linux-gnu-gcc', 'install']);
    expect(make?.platform).toMatchObject({ architecture: 'amd64' });
  });

  test('runs without network and with a fixed environment', () => {
    const [make] = stage({ env: { WITH_TLS: '1' } });

    expect(make?.network).toBe('none');
    expect(make?.env).toEqual(
      expect.arrayContaining([
        'LC_ALL=C.UTF-8',
        'TZ=UTC',
        'SOURCE_DATE_EPOCH=1793491200',
        'WITH_TLS=1',
      ]),
    );
  });

  test('is linked with packages of the target, which pkg-config finds', () => {
    const app = helloApp({ stage: { packages: ['libssl-dev'] } });
    const sets = Object.keys(oneArchive(madeUpLock(app)).archive.sets);
    const [make] = execsOf(lowered(app, 'linux/arm64'), 'make');

    expect(sets.filter((set) => set.includes('libssl-dev:arm64'))).toHaveLength(1);
    expect(sets.filter((set) => /libssl-dev(?!:)/.test(set))).toHaveLength(1);
    expect(make?.env).toContain(
      'PKG_CONFIG_LIBDIR=/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig',
    );
    const without = helloApp({ stage: { packages: ['libssl-dev'], cross: undefined } });
    expect(codesOf(() => without.assemble(EMPTY_LOCK))).toEqual(['E_PROPERTY']);
  });

  test('gives each command what the one before it left', () => {
    const [first, second] = stage({
      run: [
        ['make', 'all'],
        ['make', 'install'],
      ],
    });

    expect(first?.args).toEqual(['make', 'all']);
    expect(second?.mounts.map(({ dest, from }) => [dest, from])).toEqual([
      ['/', first?.digest],
      ['/out', first?.digest],
      ['/src', first?.digest],
    ]);
  });

  test('fails when a path is relative, not clean, or used twice', () => {
    const codes = (caches: Record<string, string>) =>
      codesOf(() => helloApp({ stage: { mounts: {}, caches } }).assemble(EMPTY_LOCK));

    expect(codes({ '/out': 'a' })).toEqual(['E_STAGE_PATH']);
    expect(codes({ '/': 'a' })).toEqual(['E_STAGE_PATH']);
    expect(codes({ 'tmp/../x': 'b' })).toEqual(['E_PROPERTY']);
  });

  test('gives its commands secrets and agents by id, which are no part of anything else', () => {
    const [make] = stage({
      secrets: { '/run/secrets/token': 'token', '/etc/netrc': { id: 'netrc', optional: true } },
      secretEnv: { NPM_TOKEN: 'npm' },
      ssh: ['default', { id: 'other', optional: true }],
    });

    const ofSession = { uid: 0, gid: 0 };
    const { mounts = [], secretEnv } = make?.message ?? {};
    const others = mounts.filter(({ mountType }) => mountType === 1 || mountType === 2);
    expect(others).toMatchObject([
      {
        dest: '/run/secrets/token',
        secretOpt: { ...ofSession, id: 'token', mode: 0o400, optional: false },
      },
      { dest: '/etc/netrc', secretOpt: { id: 'netrc', optional: true } },
      {
        dest: '/run/buildkit/ssh_agent.0',
        sshOpt: { ...ofSession, id: 'default', mode: 0o600, optional: false },
      },
      { dest: '/run/buildkit/ssh_agent.1', sshOpt: { id: 'other', optional: true } },
    ]);
    expect(secretEnv).toEqual([{ name: 'NPM_TOKEN', id: 'npm', optional: false }]);
    expect(make?.env).toContain('SSH_AUTH_SOCK=/run/buildkit/ssh_agent.0');
    expect(make?.network).toBe('none');
  });

  test('fails when a secret has no id, or stands where something else does', () => {
    const codes = (props: Partial<BuildStageProps>) =>
      codesOf(() => helloApp({ stage: props }).assemble(EMPTY_LOCK));

    expect(codes({ secrets: { '/out': 'token' } })).toEqual(['E_STAGE_PATH']);
    expect(codes({ secrets: { 'run/token': 'token' } })).toEqual(['E_PROPERTY']);
    expect(codes({ secrets: { '/run/token': '' } })).toEqual(['E_PROPERTY']);
    expect(codes({ ssh: ['a b'] })).toEqual(['E_PROPERTY']);
  });

  test('fails when there is no command, before anything is locked', () => {
    const codes = (run: BuildStageProps['run']) =>
      codesOf(() => helloApp({ stage: { run } }).assemble(EMPTY_LOCK));

    expect(codes([])).toEqual(['E_PROPERTY']);
    expect(codes(() => [])).toEqual(['E_STAGE_COMMAND']);
    expect(codes(() => [[]])).toEqual(['E_STAGE_COMMAND']);
  });

  test('fails at once when a folder is in no output', () => {
    expect(() => helloApp({ stage: { outputs: ['/dist'] } })).toThrow(BuildError);
  });
});
