import { Match, SynthAssertionError, Testing } from '../../../constructs/testing';
import { copy, mkdir, mkfile, scratch } from '../../../lib/llb';
import { helloApp } from '../../support/hello-app';
import { OwnImage } from '../../support/own-image';

const result = Testing.synth(helloApp());
const arm64 = result.image('hello').platform('linux/arm64');

/** The lines of the assertion error that a call ends in. */
function failure(run: () => void): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SynthAssertionError) return error.message.split('\n');
    throw error;
  }
  throw new Error('it did not fail');
}

describe('images and platforms', () => {
  test('are found by their names', () => {
    expect(result.images).toEqual(['hello']);
    expect(result.image('hello').platforms).toEqual(['linux/amd64', 'linux/arm64']);
    expect(arm64.platform).toBe('linux/arm64');
    const one = Testing.synth(helloApp({ image: { platforms: ['linux/s390x'] } }));
    expect(one.image('hello').platform().platform).toBe('linux/s390x');
  });

  test.each([
    [
      'another image',
      () => result.image('helo'),
      'the app has no image "helo": it has hello; did you mean "hello"?',
    ],
    [
      'any image of an app without',
      () => Testing.synth(Testing.app()).image('hello'),
      'the app has no image "hello": it has none',
    ],
    [
      'another platform',
      () => result.image('hello').platform('linux/riscv64'),
      'image "hello" has no platform "linux/riscv64": it is for linux/amd64, linux/arm64',
    ],
    [
      'no platform of several',
      () => result.image('hello').platform(),
      'image "hello" has several platforms, say which: it is for linux/amd64, linux/arm64',
    ],
  ])('fails for %s', (_, run, message) => {
    expect(failure(run)).toEqual([message]);
  });
});

describe('hasExec', () => {
  test('finds an exec by arguments, variables, mounts, network and platform', () => {
    arm64.hasExec({
      platform: 'linux/amd64',
      args: ['make', '-C', '/src', 'CC=aarch64-linux-gnu-gcc', 'install'],
      env: { TZ: 'UTC' },
      cwd: '/',
      user: Match.absent(),
      network: 'none',
      mounts: {
        '/src': { from: Match.stringLikeRegexp('^files of https://git') },
        '/out': { from: 'scratch' },
      },
    });
  });

  test('finds cache, secret and other mounts that were given', () => {
    const stage = { caches: { '/root/.cache': 'compiler' } };

    Testing.synth(helloApp({ stage }))
      .image('hello')
      .platform('linux/amd64')
      .hasExec({ mounts: { '/root/.cache': { type: 'cache', id: 'compiler' } } });
  });

  test('fails with what was looked for, and where the closest ones differ', () => {
    const lines = failure(() => arm64.hasExec({ args: Match.arrayWith(['/sr']), network: 'none' }));

    expect(lines).toEqual([
      'image "hello" for linux/arm64 has no exec that matches',
      '  looked for  { args: arrayWith(["/sr"]), network: "none" }',
      '  closest of 9 execs',
      expect.stringMatching(
        /^ {4}"hello linux\/arm64: contract and accounts" at test\/support\/hello-app\.ts:\d+$/,
      ),
      '      args: no element is "/sr"',
      expect.stringMatching(/^ {4}"build arm64: make .* install" at /),
      '      args: no element is "/sr"',
      expect.stringMatching(/^ {4}"trixie gcc-aarch64-linux-gnu .*: run maintainer scripts" at /),
      '      args: no element is "/sr"',
    ]);
  });

  test('puts the one before all others that differs least', () => {
    const args = ['make', '-C', '/source', Match.anyValue(), 'install'];
    const [, , , closest, ...rest] = failure(() => arm64.hasExec({ args }));

    expect(closest).toContain('make -C /src');
    expect(rest[0]).toBe('      args[2]: expected "/source", got "/src"');
  });
});

describe('counts', () => {
  test('are of all, or of those that match', () => {
    arm64.execCountIs(9);
    arm64.execCountIs(1, { args: Match.arrayWith(['make', 'install']) });
    arm64.execCountIs(0, { network: 'host' });
    arm64.sourceCountIs(1, { identifier: Match.stringLikeRegexp('^local://') });
    expect(arm64.findExecs({ args: Match.arrayWith(['install']) })).toHaveLength(1);
    expect(arm64.findExecs()).toHaveLength(9);
    expect(arm64.findSources({ identifier: 'none' })).toEqual([]);
    expect(arm64.findFiles({ action: 'mkfile', path: '/finish.pl' })).toHaveLength(1);
  });

  test('fail with those that there are', () => {
    expect(failure(() => arm64.execCountIs(2, { args: Match.arrayWith(['make', '-C']) }))).toEqual([
      'image "hello" for linux/arm64 has 1 exec, expected 2',
      '  that match  { args: arrayWith(["make", "-C"]) }',
      expect.stringMatching(/^ {4}"build arm64: make -C/),
    ]);
    const [heading, ...lines] = failure(() => arm64.sourceCountIs(0));
    expect(heading).toMatch(/has \d\d sources, expected 0$/);
    expect(lines).toHaveLength(11);
    expect(lines[10]).toMatch(/^ {4}and \d+ more$/);
  });
});

describe('hasSource', () => {
  test('finds a source by its identifier and attributes', () => {
    arm64.hasSource({
      identifier: Match.stringLikeRegexp('^git://git.example.org/hello.git#[0-9a-f]{40}$'),
      attrs: { 'git.fullurl': 'https://git.example.org/hello.git' },
    });
    arm64.hasSource({
      identifier: Match.stringLikeRegexp('/libc6_.*_arm64.deb$'),
      attrs: { 'http.checksum': Match.stringLikeRegexp('^sha256:[0-9a-f]{64}$') },
    });
  });

  test('fails with the closest', () => {
    const identifier = Match.stringLikeRegexp('^git:');
    const lines = failure(() => arm64.hasSource({ identifier, attrs: { 'git.fullurl': 'x' } }));

    expect(lines[0]).toBe('image "hello" for linux/arm64 has no source that matches');
    expect(lines[2]).toMatch(/^ {2}closest of \d+ sources$/);
    expect(lines[3]).toMatch(/^ {4}git:\/\/git.example.org\/hello.git#/);
    expect(lines[4]).toBe(
      '      attrs["git.fullurl"]: expected "x", got "https://git.example.org/hello.git"',
    );
  });
});

describe('hasFile', () => {
  test('finds files with their content, folders, and copies', () => {
    const app = Testing.app();
    const owner = { user: 7, group: 8 };
    const state = scratch()
      .file(mkdir('/var/x', 0o750, { owner }), { customName: 'made' })
      .file(mkfile('/var/x/text', 0o644, 'some\ntext', { timestamp: new Date(0) }));
    new OwnImage(app, 'own', ['linux/arm64'], () => ({
      layers: [{ state: state.file(copy(state, '/var', '/copied')), says: 'x' }],
      config: {},
    }));

    const platform = Testing.synth(app).image('own').platform();
    platform.hasFile({
      path: '/var/x/text',
      content: Match.stringLikeRegexp('\ntext'),
      mode: 0o644,
      timestamp: '1970-01-01T00:00:00Z',
    });
    platform.hasFile({ action: 'mkdir', path: '/var/x', mode: 0o750, owner, into: Match.absent() });
    arm64.hasFile({
      action: 'copy',
      name: 'hello linux/arm64: copy build: /out',
      from: Match.stringLikeRegexp('^build arm64: make .* install: /out$'),
      into: Match.stringLikeRegexp('unpack \\d+ packages'),
    });
  });

  test('fails with the closest, modes as one writes them', () => {
    const lines = failure(() => arm64.hasFile({ path: '/finish.pl', mode: 0o600 }));

    expect(lines.slice(0, 5)).toEqual([
      'image "hello" for linux/arm64 has no change of files that matches',
      '  looked for  { path: "/finish.pl", mode: 0o600 }',
      expect.stringMatching(/^ {2}closest of \d+ changes of files$/),
      '    mkfile /finish.pl, in "script: finish.pl"',
      '      mode: expected 0o600, got 0o444',
    ]);
  });
});

describe('hasConfig', () => {
  test('compares members of the config', () => {
    arm64.hasConfig({
      User: '65532:65532',
      Entrypoint: ['/boot/bin/hello'],
      Env: Match.arrayWith([Match.stringLikeRegexp('^PATH=')]),
      Healthcheck: Match.absent(),
    });
  });

  test('fails with each member that differs', () => {
    expect(
      failure(() => arm64.hasConfig({ User: '0:0', Cmd: ['x'], StopSignal: 'SIGTERM' })),
    ).toEqual([
      'the config of image "hello" for linux/arm64 does not match',
      '  looked for  { User: "0:0", Cmd: ["x"], StopSignal: "SIGTERM" }',
      '    User: expected "0:0", got "65532:65532"',
      '    Cmd: expected an array, got nothing',
    ]);
  });
});

describe('what an image holds', () => {
  test('is told by packages and layers', () => {
    const packages = arm64.packages();

    expect(Object.keys(packages)).toEqual(['base-files', 'gcc-14-base', 'libc6', 'libgcc-s1']);
    expect(packages.libc6).toMatch(/^\d+\.\d+-\d+$/);
    expect(packages).toEqual(result.image('hello').platform('linux/amd64').packages());
    expect(arm64.layers()).toEqual([
      `trixie: ${Object.entries(packages)
        .map((pair) => pair.join(' '))
        .join(', ')}`,
      'files',
      'accounts: user 65532, group 65532',
    ]);
  });

  test('has a digest that is the same for the same app, and another for another', () => {
    const digest = (user?: string) =>
      Testing.synth(helloApp({ image: user === undefined ? {} : { user } }))
        .image('hello')
        .platform('linux/arm64').definitionDigest;

    expect(digest()).toBe(arm64.definitionDigest);
    expect(digest('7:7')).not.toBe(arm64.definitionDigest);
  });
});
