import { execFileSync, spawnSync } from 'node:child_process';
import type { BuildStageProps } from '../../../constructs';
import { HARDENING_NAMES } from '../../../constructs/stage/hardening';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { helloApp } from '../../support/hello-app';
import { codesOf, execsOf, lowered } from '../../support/lowered';

function variables(platform: string, stage: Partial<BuildStageProps> = {}) {
  const [make] = execsOf(lowered(helloApp({ stage }), platform), 'make');
  const entries = (make?.env ?? []).map((entry) => entry.split(/=(.*)/s).slice(0, 2));
  const { CFLAGS, CXXFLAGS, LDFLAGS } = Object.fromEntries(entries);
  return { CFLAGS, CXXFLAGS, LDFLAGS };
}

const words = (text = '') => text.trim().split(/\s+/);

describe('what a stage compiles with', () => {
  test.each([
    ['linux/amd64', '-fcf-protection'],
    ['linux/arm64', '-mbranch-protection=standard'],
  ])('hardens programs for %s, as its compiler can', (platform, own) => {
    const { CFLAGS, CXXFLAGS, LDFLAGS } = variables(platform);

    expect(words(CFLAGS)).toEqual([
      '-O2',
      '-fstack-protector-strong',
      '-fstack-clash-protection',
      '-D_FORTIFY_SOURCE=2',
      '-Wformat',
      '-Werror=format-security',
      own,
    ]);
    expect(CXXFLAGS).toBe(CFLAGS);
    expect(words(LDFLAGS)).toEqual(['-Wl,-z,relro', '-Wl,-z,now']);
  });

  test('departs by each waiver in what is its own', () => {
    const flags = (waivers: BuildStageProps['waivers'] = {}) =>
      ['linux/amd64', 'linux/arm64'].flatMap((platform) => {
        const { CFLAGS, LDFLAGS } = variables(platform, { waivers });
        return [...words(CFLAGS), ...words(LDFLAGS)].map((word) => `${platform} ${word}`);
      });
    const all = new Set(flags());
    const gone = HARDENING_NAMES.map((name) => {
      const left = new Set(flags({ [name]: 'it is old' }));
      const differing = [...all, ...left].filter((word) => all.has(word) !== left.has(word));
      expect([name, differing]).not.toEqual([name, []]);
      return differing;
    });

    expect(new Set(gone.flat()).size).toBe(gone.flat().length);
  });

  test('is as the stage says where it says so', () => {
    expect(variables('linux/amd64', { env: { CFLAGS: '-O3' } })).toMatchObject({ CFLAGS: '-O3' });
  });

  test('is told to the function of the commands, and is nothing without a compiler', () => {
    const run: BuildStageProps['run'] = ({ flags }) => [['make', ...flags.compile, ...flags.link]];
    const args = (stage: Partial<BuildStageProps>) =>
      execsOf(lowered(helloApp({ stage }), 'linux/amd64'), 'make').map((exec) => exec.args);

    expect(args({ run })).toEqual([
      ['make', ...words(variables('linux/amd64').CFLAGS), '-Wl,-z,relro', '-Wl,-z,now'],
    ]);
    expect(args({ run, cross: undefined })).toEqual([['make']]);
    expect(variables('linux/amd64', { cross: undefined })).toEqual({});
  });

  test('is what dpkg tells its packages, but for what its compilers do by themselves', () => {
    const has = spawnSync('dpkg-buildflags', ['--version']).status === 0;
    if (!has) {
      process.stderr.write('skipped: hardening beside that of dpkg: no dpkg-buildflags here\n');
      return;
    }
    const flag = (name: string) =>
      words(
        execFileSync('dpkg-buildflags', ['--get', name], {
          encoding: 'utf8',
          env: {
            ...process.env,
            DEB_HOST_ARCH: 'amd64',
            DEB_BUILD_MAINT_OPTIONS: 'hardening=+all',
          },
        }),
      );
    const { CFLAGS, LDFLAGS } = variables('linux/amd64');
    const theirs = [...flag('CFLAGS'), ...flag('CPPFLAGS')];
    const wanted = theirs.filter((word) => /^-(?:fstack|D_FORTIFY|Wformat|Werror)/.test(word));

    expect(words(CFLAGS)).toEqual(expect.arrayContaining(wanted));
    expect(words(LDFLAGS)).toEqual(
      expect.arrayContaining(flag('LDFLAGS').filter((word) => word.startsWith('-Wl,-z,'))),
    );
  });
});

describe('waivers of a stage', () => {
  test('give its commands a network, and say why', () => {
    const app = () =>
      lowered(
        helloApp({ stage: { waivers: { network: 'it asks a licence server' } } }),
        'linux/arm64',
      );
    const definition = app();
    const [make] = execsOf(definition, 'make');

    expect(make?.network).toBe('sandbox');
    expect(definition.metadata.get(make?.digest ?? '')?.description).toMatchObject({
      'buildkit-cdk.waiver.network': 'it asks a licence server',
    });
  });

  test.each<[string, Partial<BuildStageProps>]>([
    ['one without a reason', { waivers: { network: ' ' } }],
    ['one that there is not', { waivers: { netwrok: 'x' } as never }],
    ['one of a hardening where nothing is compiled', { cross: undefined, waivers: { pie: 'x' } }],
  ])('rejects %s', (_what, stage) => {
    expect(codesOf(() => helloApp({ stage }).assemble(EMPTY_LOCK))).toEqual(['E_PROPERTY']);
  });
});
