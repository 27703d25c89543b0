import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  DebianBase,
  GoModules,
  type GoModulesProps,
  GoProgram,
  type GoProgramProps,
  LocalFiles,
  PinnedGitSource,
  RuntimeImage,
} from '../../../constructs';
import { fakeLock } from '../../../constructs/testing/fake-answers';
import { GO } from '../../../lib/inputs/go/kind';
import { decodeOp } from '../../../lib/llb';
import { EMPTY_LOCK, sectionOf } from '../../../lib/lock/lock-file';
import { codesOf, errorsOf, execsOf, lowered } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const GO_PROGRAM = '/usr/lib/go-1.99/bin/go';
const folder = temporaryFolder('go-modules');
// Files of the app are those below it.
process.env.SYNTH_FOLDER = folder;
const MODULE = { module: 'example.org/tools/v2', version: 'v2.1.0' };

interface Parts {
  readonly modules?: GoModulesProps | ((app: App) => GoModulesProps);
  readonly program?: Partial<GoProgramProps>;
}

function goApp({ modules = MODULE, program = {} }: Parts = {}): App {
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const made = new GoModules(
    app,
    'modules',
    typeof modules === 'function' ? modules(app) : modules,
  );
  const compiled = new GoProgram(app, 'program', { modules: made, base: debian, ...program });
  new RuntimeImage(app, 'tools', {
    base: debian.runtime(),
    files: [compiled.at('/usr/local/bin')],
    entrypoint: ['/usr/local/bin/tools'],
    waivers: { healthcheck: 'it ends' },
    platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'],
  });
  return app;
}

const execOf = (parts: Parts, platform = 'linux/arm64') => {
  const [exec] = execsOf(lowered(goApp(parts), platform), GO_PROGRAM);
  if (exec === undefined) throw new Error('nothing is compiled');
  return exec;
};

describe('a program of Go', () => {
  test('is compiled for its target on the build platform, without network and without C', () => {
    const { args, env, network, platform } = execOf({});

    expect(args).toEqual([
      GO_PROGRAM,
      'build',
      '-trimpath',
      '-buildvcs=false',
      '-mod=readonly',
      '-o',
      '/out/tools',
      '.',
    ]);
    expect(network).toBe('none');
    expect(platform).toMatchObject({ architecture: 'amd64' });
    expect(env).toEqual(
      expect.arrayContaining([
        'GOOS=linux',
        'GOARCH=arm64',
        'CGO_ENABLED=0',
        'GOPROXY=file:///go/proxy',
        'GOSUMDB=off',
        'GOTOOLCHAIN=local',
        'GOFLAGS=',
        'SOURCE_DATE_EPOCH=1793491200',
      ]),
    );
    expect(execOf({}, 'linux/arm/v7').env).toEqual(
      expect.arrayContaining(['GOARCH=arm', 'GOARM=7']),
    );
  });

  test('finds its modules where a proxy has them, each an http source with a checksum', () => {
    const app = goApp();
    const { files } = sectionOf(fakeLock(app), GO);
    const { ops } = lowered(app, 'linux/arm64');
    const sources = new Map<string, unknown>(
      ops.flatMap(({ bytes, digest }) => {
        const { body } = decodeOp(bytes);
        return body?.kind === 'source' ? [[`${digest}`, body] as const] : [];
      }),
    );
    const mounts = new Map(
      execOf({}).mounts.map(({ dest, from }) => [dest, sources.get(from ?? '')]),
    );
    const path = 'example.org/made-up/@v/v1.0.0';

    for (const [type, name] of [
      ['zip', 'example.org/made-up@v1.0.0'],
      ['mod', 'example.org/made-up@v1.0.0/go.mod'],
    ] as const) {
      expect(mounts.get(`/go/proxy/${path}.${type}`)).toMatchObject({
        identifier: `https://proxy.golang.org/${path}.${type}`,
        attrs: { 'http.checksum': `sha256:${files[name]?.sha256}` },
      });
    }
    expect([...mounts.keys()]).toEqual(expect.arrayContaining(['/src', '/out', '/go/mod']));
  });

  test('may have tags, flags, linker arguments in quotes, and a cache', () => {
    const { args, env, message } = execOf({
      program: {
        package: './cmd/server',
        name: 'daemon',
        tags: ['netgo', 'osusergo'],
        ldflags: ['-s', '-X', 'main.title=two words', "-X=main.a='b'"],
        flags: ['-buildmode=pie'],
        mod: 'mod',
        env: { GOAMD64: 'v3' },
        cache: 'go',
      },
    });

    expect(args.slice(4)).toEqual([
      '-mod=mod',
      '-tags=netgo,osusergo',
      `-ldflags=-s -X 'main.title=two words' "-X=main.a='b'"`,
      '-buildmode=pie',
      '-o',
      '/out/daemon',
      './cmd/server',
    ]);
    expect(env).toContain('GOAMD64=v3');
    expect(message.mounts.find(({ dest }) => dest === '/go/build')?.cacheOpt?.id).toBe('go');
  });

  test('has C of its target where it asks for it, with packages of that', () => {
    const app = goApp({ program: { cgo: { packages: ['libunbound-dev'] } } });
    const asked = JSON.stringify(fakeLock(app).sections.debian);
    const { env } = execOf({ program: { cgo: { packages: ['libunbound-dev'] } } });

    expect(env).toEqual(
      expect.arrayContaining([
        'CGO_ENABLED=1',
        'CC=aarch64-linux-gnu-gcc',
        'PKG_CONFIG_LIBDIR=/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig',
      ]),
    );
    for (const name of ['gcc-aarch64-linux-gnu', 'libunbound-dev:arm64', 'golang-go', 'pkgconf']) {
      expect(asked).toContain(name);
    }
    expect(execOf({ program: { cgo: true } }, 'linux/amd64').env).toContain(
      'CC=x86_64-linux-gnu-gcc',
    );
    const noC = JSON.stringify(fakeLock(goApp()).sections.debian);
    expect(noC).not.toContain('gcc-aarch64-linux-gnu');
  });

  test('fails where a module asks for a newer Go than the suite has, and names both', () => {
    const app = goApp();
    const lock = fakeLock(app);
    const section = sectionOf(lock, GO);
    const named = 'example.org/made-up@v1.0.0/go.mod';
    const file = section.files[named];
    if (file === undefined) throw new Error('not there');
    const newer = { ...section, files: { ...section.files, [named]: { ...file, go: '2.0' } } };
    const errors = errorsOf(() => goApp().assemble({ sections: { ...lock.sections, go: newer } }));

    expect(errors[0]).toMatchObject({
      code: 'E_GO_VERSION',
      details: { constructPath: 'program' },
    });
    expect(errors[0]?.message).toContain('example.org/made-up@v1.0.0 needs Go 2.0');
    expect(errors[0]?.details.got).toMatch(/golang-1\.99-go/);
  });

  test('fails where it has no name, or properties that do not fit', () => {
    const git = (app: App) => ({
      source: new PinnedGitSource(app, 'git', { url: 'https://example.org/x.git', tag: 'v1' }),
    });
    const codes = (parts: Parts) => codesOf(() => goApp(parts).assemble(EMPTY_LOCK));

    expect(codes({ modules: git })).toEqual(['E_PROPERTY']);
    expect(codes({ program: { package: '../x' } })).toEqual(['E_PROPERTY']);
    expect(codes({ program: { package: 'fmt' } })).toEqual(['E_PROPERTY']);
    expect(codes({ program: { tags: ['a b'] } })).toEqual(['E_PROPERTY']);
    expect(codes({ program: { toolchain: 'gccgo' } })).toEqual(['E_PROPERTY']);
  });
});

describe('modules of Go', () => {
  test('are asked for by module and version', () => {
    const { sets } = sectionOf(fakeLock(goApp()), GO);

    expect(Object.keys(sets)).toEqual(['example.org/tools/v2@v2.1.0']);
  });

  test('are those of a repository once its commit is locked', () => {
    const app = goApp({
      modules: (scope) => ({
        directory: 'server',
        source: new PinnedGitSource(scope, 'git', {
          url: 'https://example.org/x.git',
          tag: 'v1',
          subdirectory: 'sub',
        }),
      }),
      program: { name: 'tools' },
    });
    const lock = fakeLock(app);

    expect(Object.keys(sectionOf(lock, GO).sets)).toEqual([
      expect.stringMatching(/^https:\/\/example\.org\/x\.git#[0-9a-f]{40}:sub\/server$/),
    ]);
    const exec = execsOf(lowered(app, 'linux/amd64'), GO_PROGRAM)[0];
    expect(exec?.message.meta?.cwd).toBe('/src/server');
  });

  test('are those of go.sum in the folder of the app, and others once that changes', () => {
    const source = join(folder, 'source');
    mkdirSync(source);
    writeFileSync(join(source, 'go.mod'), 'module example.org/app\n');
    writeFileSync(join(source, 'main.go'), 'package main\n');
    const key = () => {
      const app = goApp({
        modules: (scope) => ({ source: new LocalFiles(scope, 'files', { path: 'source' }) }),
        program: { name: 'tools' },
      });
      return Object.keys(sectionOf(fakeLock(app), GO).sets)[0];
    };
    const first = key();
    expect(first).toMatch(/^source#sha256:[0-9a-f]{64}$/);
    expect(key()).toBe(first);
    writeFileSync(join(source, 'go.sum'), `rsc.io/quote v1.5.2 h1:${'A'.repeat(43)}=\n`);
    expect(key()).not.toBe(first);
  });

  test.each<[string, GoModulesProps]>([
    ['nothing is given', {}],
    ['the version is missing', { module: 'example.org/x' }],
    ['the version is none', { module: 'example.org/x', version: 'latest' }],
    ['the path is none', { module: '../x', version: 'v1.0.0' }],
    ['a folder is given without a source', { ...MODULE, directory: 'x' }],
  ])('fail where %s', (_what, modules) => {
    expect(codesOf(() => goApp({ modules, program: { name: 'x' } }).assemble(EMPTY_LOCK))).toEqual([
      'E_GO_MODULE',
    ]);
  });
});
