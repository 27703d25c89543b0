import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  BaseImage,
  CargoCrates,
  type CargoCratesProps,
  CargoProgram,
  type CargoProgramProps,
  DebianBase,
  LocalFiles,
  PinnedGitSource,
} from '../../../constructs';
import { FakeAnswers } from '../../../constructs/testing/fake-answers';
import { decodeOp } from '../../../lib/llb';
import { errorsOf, execsOf } from '../../support/lowered';
import { temporaryFolder } from '../../support/temporary-folder';

const root = temporaryFolder('cargo-program');
const SUM = 'a'.repeat(64);
const COMMIT = 'c'.repeat(40);
const CRATES_IO = 'registry+https://github.com/rust-lang/crates.io-index';

const crate = (name: string, source: string, checksum = '') =>
  `\n[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "${source}"\n${checksum}`;
const ofRegistry = (name: string, source = CRATES_IO, sum = SUM) =>
  crate(name, source, `checksum = "${sum}"\n`);
const lock = (...crates: readonly string[]) => `version = 4\n${crates.join('')}`;

interface Given {
  readonly text?: string;
  readonly crates?: Partial<CargoCratesProps>;
  readonly program?: Partial<CargoProgramProps>;
}

function appOf({ crates: more = {}, program = {}, text }: Given): App {
  const before = process.env.SYNTH_SOURCE_FOLDER;
  const app = new App();
  const debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261101T000000Z' });
  const source = () =>
    text === undefined
      ? new PinnedGitSource(app, 'source', { url: 'https://git.example.org/x.git', tag: 'v1' })
      : new LocalFiles(app, 'source', { path: folderWith(text) });
  const from = text === undefined && 'crate' in more ? {} : { source: source() };
  const crates = new CargoCrates(app, 'crates', { ...from, ...more });
  const made = new CargoProgram(app, 'tool', { crates, base: debian, program: 'tool', ...program });
  new BaseImage(app, 'image', {
    base: debian,
    platforms: ['linux/amd64', 'linux/arm64'],
    files: [made.at('/bin')],
  });
  expect(process.env.SYNTH_SOURCE_FOLDER).toBe(before);
  return app;
}

let cwd = '';
beforeAll(() => {
  cwd = process.cwd();
  process.chdir(root);
});
afterAll(() => process.chdir(cwd));

function folderWith(text: string): string {
  const folder = mkdtempSync(join(root, 'src-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'Cargo.toml'), '[package]\n');
  writeFileSync(join(folder, 'Cargo.lock'), text);
  return folder.slice(root.length + 1);
}

function lowered(given: Given) {
  const [image] = appOf(given).lower(new FakeAnswers()).content.images;
  return (image?.platforms ?? []).map(({ definition }) => {
    const ops = definition.ops.map(({ bytes }) => decodeOp(bytes));
    const sources = ops.flatMap(({ body }) => (body?.kind === 'source' ? [body] : []));
    const [cargo] = execsOf(definition, 'cargo');
    if (cargo === undefined) throw new Error('nothing is compiled');
    const vendor = ops.flatMap(({ body }) =>
      body?.kind === 'file' &&
      body.actions.some(
        ({ action }) => action?.kind === 'mkfile' && action.path.endsWith('.cargo-checksum.json'),
      )
        ? [body.actions]
        : [],
    );
    return { cargo, sources, vendor };
  });
}

describe('a program of Rust', () => {
  test('is compiled for each target without a network, with its linker and its crates alone', () => {
    const platforms = lowered({ text: lock(ofRegistry('serde'), ofRegistry('libc')) });

    for (const [index, { triple, gnu }] of [
      { triple: 'x86_64-unknown-linux-gnu', gnu: 'x86_64-linux-gnu' },
      { triple: 'aarch64-unknown-linux-gnu', gnu: 'aarch64-linux-gnu' },
    ].entries()) {
      const { cargo } = platforms[index] ?? platforms[0] ?? {};
      expect(cargo?.args).toEqual([
        'cargo',
        'build',
        '--locked',
        '--offline',
        '--release',
        `--target=${triple}`,
        '--config=/cargo/vendor/config.toml',
        '--bin=tool',
      ]);
      const linker = `CARGO_TARGET_${triple.replace(/-/g, '_').toUpperCase()}_LINKER=${gnu}-gcc`;
      expect(cargo?.env).toEqual(
        expect.arrayContaining([linker, 'CARGO_PROFILE_RELEASE_STRIP=symbols']),
      );
      expect([cargo?.network, cargo?.platform?.architecture, cargo?.message.meta?.cwd]).toEqual([
        'none',
        'amd64',
        '/src',
      ]);
    }
    // The crates are fetched and unpacked once for all targets.
    expect(platforms[0]?.vendor).toEqual(platforms[1]?.vendor);
  });

  test('takes package, features, folder and packages of the target', () => {
    const [, arm64] = lowered({
      text: lock(ofRegistry('serde')),
      program: {
        package: 'cli',
        features: ['a', 'b/c'],
        defaultFeatures: false,
        packages: ['libssl-dev'],
        env: { RUSTFLAGS: '-g' },
      },
    });

    expect(arm64?.cargo.args.slice(-4)).toEqual([
      '--package=cli',
      '--bin=tool',
      '--features=a,b/c',
      '--no-default-features',
    ]);
    expect(arm64?.cargo.env).toEqual(
      expect.arrayContaining([
        'RUSTFLAGS=-g',
        'PKG_CONFIG_LIBDIR=/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig',
      ]),
    );
  });

  test('asks the lock for the Cargo.lock of a repository, at its commit', () => {
    const { lowering } = appOf({}).lower(new FakeAnswers());
    const [request] = lowering.requests().filter(({ kind }) => kind === 'cargo');
    const [git] = lowering.requests().filter(({ kind }) => kind === 'git');

    expect(request?.request).toMatchObject({ url: 'https://git.example.org/x.git', folder: '' });
    expect(git?.request).toMatchObject({ ref: 'refs/tags/v1' });
    expect(
      lowered({})[0]?.sources.filter(({ identifier }) => identifier.includes('static.crates.io')),
    ).toHaveLength(3);
  });
});

describe('a published program of Rust', () => {
  test('is compiled in the files of its crate, which are fetched and unpacked once', () => {
    const [amd64, arm64] = lowered({ crates: { crate: 'tool', version: '1.2.3', sha256: SUM } });

    expect(amd64?.cargo.message.meta?.cwd).toBe('/src/tool-1.2.3');
    expect(arm64?.sources.filter(({ identifier }) => identifier.includes('crates/tool'))).toEqual([
      expect.objectContaining({
        identifier: 'https://static.crates.io/crates/tool/1.2.3/download',
        attrs: expect.objectContaining({ 'http.checksum': `sha256:${SUM}` }),
      }),
    ]);
  });

  test.each<[string, Partial<CargoCratesProps>, RegExp]>([
    ['a crate without a version', { crate: 'tool' }, /must be given, or "source"/],
    ['nothing', { crate: undefined as never }, /must be given, or "source"/],
    ['a range', { crate: 'tool', version: '^1.2' }, /no such name/],
    ['a folder', { crate: 'tool', version: '1.2.3', directory: 'x' }, /for a source alone/],
  ])('of %s is refused', (_what, crates, message) => {
    const [error] = errorsOf(() => appOf({ crates }).lower(new FakeAnswers()));

    expect(error).toMatchObject({ code: 'E_CARGO_SOURCE', details: { constructPath: 'crates' } });
    expect(error?.message).toMatch(message);
  });

  test('of a source has no version and no hash beside', () => {
    for (const crates of [{ version: '1.2.3' }, { sha256: SUM }]) {
      const [error] = errorsOf(() => appOf({ text: lock(), crates }).lower(new FakeAnswers()));
      expect(error?.code).toBe('E_CARGO_SOURCE');
    }
  });
});

describe('crates', () => {
  test('are http sources by the hash of Cargo.lock, and git sources by commit, a folder for each source', () => {
    const registry = 'sparse+https://r.example/index/';
    const text = lock(
      ofRegistry('serde'),
      ofRegistry('serde', registry, 'b'.repeat(64)),
      crate('x', `git+https://git.example/x.git?tag=v1#${COMMIT}`),
    );
    const [amd64] = lowered({
      text,
      crates: {
        registries: { [registry]: 'https://r.example/{crate}-{version}' },
        gitDirectories: { x: 'crates/x' },
      },
    });
    const seen = amd64?.sources.map(({ attrs, identifier }) => [
      identifier,
      attrs['http.checksum'],
    ]);

    expect(seen).toEqual(
      expect.arrayContaining([
        ['https://static.crates.io/crates/serde/1.0.0/download', `sha256:${SUM}`],
        ['https://r.example/serde-1.0.0', `sha256:${'b'.repeat(64)}`],
        [`git://git.example/x.git#${COMMIT}`, undefined],
      ]),
    );
    const files = amd64?.vendor[0]?.flatMap(({ action }) =>
      action?.kind === 'mkfile' ? [[action.path, Buffer.from(action.data).toString()]] : [],
    );
    const [[, config = ''] = [], ...checksums] = files ?? [];
    expect(config.split('\n').filter(Boolean)).toEqual([
      '[source.crates-io]',
      'replace-with = "vendor0"',
      '[source.vendor0]',
      'directory = "/cargo/vendor/0"',
      '[source.original1]',
      'git = "https://git.example/x.git"',
      'tag = "v1"',
      'replace-with = "vendor1"',
      '[source.vendor1]',
      'directory = "/cargo/vendor/1"',
      '[source.original2]',
      'registry = "sparse+https://r.example/index/"',
      'replace-with = "vendor2"',
      '[source.vendor2]',
      'directory = "/cargo/vendor/2"',
    ]);
    expect(checksums).toEqual([
      ['/0/serde-1.0.0/.cargo-checksum.json', `{"files":{},"package":"${SUM}"}`],
      ['/1/x-1.0.0/.cargo-checksum.json', '{"files":{},"package":null}'],
      ['/2/serde-1.0.0/.cargo-checksum.json', `{"files":{},"package":"${'b'.repeat(64)}"}`],
    ]);
  });

  test('of crates.io may come from a mirror', () => {
    const { content } = appOf({ text: lock(ofRegistry('serde')) }).lower(new FakeAnswers());

    expect(content.archiveFiles['https://static.crates.io/crates/serde/1.0.0/download']).toEqual({
      archive: 'crates',
      path: 'serde/1.0.0/download',
      sha256: SUM,
    });
  });

  test.each<[string, Given, string, RegExp]>([
    ['a name with ..', { text: lock(ofRegistry('../x')) }, 'E_CARGO_LOCK', /no name of a crate/],
    [
      'a wrong hash',
      { text: lock(ofRegistry('x', CRATES_IO, 'A'.repeat(64))) },
      'E_CARGO_LOCK',
      /checksum/,
    ],
    ['a crate twice', { text: lock(ofRegistry('x'), ofRegistry('x')) }, 'E_CARGO_LOCK', /twice/],
    [
      'no Cargo.lock',
      { text: lock(), crates: { directory: 'src' } },
      'E_CARGO_LOCK',
      /no Cargo.lock in/,
    ],
    [
      'an unknown registry',
      { text: lock(ofRegistry('x', 'sparse+https://r.example/')) },
      'E_CARGO_SOURCE',
      /without an address/,
    ],
    [
      'a repository by ssh',
      { text: lock(crate('x', `git+ssh://git@h/x#${COMMIT}`)) },
      'E_CARGO_SOURCE',
      /by ssh/,
    ],
  ])(
    'of a Cargo.lock with %s are refused, with construct and line',
    (_what, given, code, message) => {
      const [error] = errorsOf(() => appOf(given).lower(new FakeAnswers()));

      expect(error).toMatchObject({ code, details: { constructPath: 'crates' } });
      expect(error?.message).toMatch(message);
      expect(error?.details.source?.file).toMatch(/cargo-program\.test\.ts$/);
    },
  );
});
