import { ASSEMBLY_VERSION, type ImageManifest, type Manifest } from '../../lib/assembly/manifest';
import type { SourceLocation } from '../../lib/errors';
import { image, mkfile, type State, scratch } from '../../lib/llb';
import { AssemblyFiles } from '../../lib/purity/assembly-files';
import { compareAssemblies } from '../../lib/purity/compare-assemblies';

const LINE: SourceLocation = { file: 'app.ts', line: 3, column: 1 };

interface Parts {
  readonly state?: State;
  readonly config?: object;
  readonly manifest?: Partial<Manifest>;
  readonly image?: Partial<ImageManifest>;
  /** Lines of the constructs, by their paths. */
  readonly constructs?: Readonly<Record<string, SourceLocation>>;
}

/** An assembly of one image of one platform, read. */
function assembly(parts: Parts = {}): AssemblyFiles {
  const definition = (parts.state ?? note('text')).marshal({
    platform: { os: 'linux', architecture: 'amd64' },
  });
  const manifest = {
    version: ASSEMBLY_VERSION,
    images: [
      {
        name: 'note',
        constructPath: 'note',
        source: { ...LINE, line: 9 },
        platformNames: ['linux/amd64'],
        platforms: [
          {
            platform: 'linux/amd64',
            definition: 'note.llb',
            config: 'note.config.json',
            digest: definition.digest,
            packages: 0,
          },
        ],
        publish: { names: [], tags: [] },
        sourceDateEpoch: 0,
        ...parts.image,
      },
    ],
    locals: {},
    archiveFiles: {},
    requests: [],
    missing: [],
    ...parts.manifest,
  };
  const children = Object.entries(parts.constructs ?? { stage: LINE }).map(([path, source]) => ({
    id: path,
    path,
    type: 'Stage',
    source,
    children: [],
  }));
  const tree = { id: '', path: '', type: 'App', children };
  const text = (value: unknown) => Buffer.from(JSON.stringify(value));
  return new AssemblyFiles(
    new Map([
      ['manifest.json', text(manifest)],
      ['tree.json', text(tree)],
      ['note.llb', definition.toBytes()],
      ['note.config.json', text(parts.config ?? {})],
    ]),
  );
}

function note(text: string, options: { customName?: string; source?: SourceLocation } = {}): State {
  return scratch().file(mkfile('/note', 0o644, text), { source: LINE, ...options });
}

test('assemblies with the same bytes do not differ', () => {
  expect(compareAssemblies(assembly(), assembly())).toEqual([]);
});

describe('what differs is told of its construct', () => {
  test('an op, of the construct at its line', () => {
    expect(compareAssemblies(assembly(), assembly({ state: note('other') }))).toEqual([
      {
        constructPath: 'stage',
        source: LINE,
        platforms: ['linux/amd64'],
        changes: [{ of: 'file', field: 'actions[0].action.data', before: 'text', after: 'other' }],
      },
    ]);
  });

  test('an op at a line of several constructs, of the image', () => {
    const constructs = { one: LINE, two: LINE };

    const found = compareAssemblies(
      assembly({ constructs }),
      assembly({ constructs, state: note('other') }),
    );

    expect(found).toMatchObject([{ constructPath: 'note', source: LINE }]);
  });

  test('the name of a vertex, which changes no digest', () => {
    const found = compareAssemblies(
      assembly({ state: note('text', { customName: 'at 1' }) }),
      assembly({ state: note('text', { customName: 'at 2' }) }),
    );

    expect(found).toMatchObject([
      { constructPath: 'stage', changes: [{ of: 'vertex', before: 'at 1', after: 'at 2' }] },
    ]);
  });

  test('a vertex that one of them alone has', () => {
    const more = note('text').file(mkfile('/more', 0o644, ''), { source: LINE });

    expect(compareAssemblies(assembly(), assembly({ state: more }))).toMatchObject([
      { constructPath: 'stage', changes: [{ of: 'file', field: 'vertex', before: undefined }] },
    ]);
  });

  test('an op of another kind', () => {
    const found = compareAssemblies(assembly(), assembly({ state: image('debian') }));

    expect(found.flatMap(({ changes }) => changes.map((one) => one.of)).sort()).toEqual([
      'file',
      'source',
    ]);
  });

  test('the config of an image', () => {
    const found = compareAssemblies(
      assembly({ config: { config: { Env: ['A=1'] } } }),
      assembly({ config: { config: { Env: ['A=2', 'B=1'] } } }),
    );

    expect(found).toMatchObject([
      {
        constructPath: 'note',
        platforms: ['linux/amd64'],
        changes: [
          { of: 'config', field: 'config.Env[0]', before: 'A=1', after: 'A=2' },
          { of: 'config', field: 'config.Env[1]', before: undefined, after: 'B=1' },
        ],
      },
    ]);
  });

  test('what the manifest says of an image', () => {
    const found = compareAssemblies(assembly(), assembly({ image: { sourceDateEpoch: 1 } }));

    expect(found).toMatchObject([
      {
        constructPath: 'note',
        platforms: [],
        changes: [{ of: 'manifest', field: 'sourceDateEpoch' }],
      },
    ]);
  });

  test('an image that one of them alone has', () => {
    const found = compareAssemblies(assembly(), assembly({ manifest: { images: [] } }));

    expect(found).toMatchObject([
      { constructPath: 'note', changes: [{ of: 'manifest', before: 'there', after: undefined }] },
    ]);
  });

  test('what a construct asks of the lock; not what is missing because of it', () => {
    const asked = (url: string) => ({
      kind: 'http',
      key: url,
      says: url,
      constructPath: 'stage',
      request: { url },
    });
    const [before, after] = ['https://example.org/1', 'https://example.org/2'].map(asked);
    if (before === undefined || after === undefined) throw new Error('no request');

    const found = compareAssemblies(
      assembly({ manifest: { requests: [before] } }),
      assembly({ manifest: { requests: [after], missing: [after] }, image: { platforms: [] } }),
    );

    expect(found).toMatchObject([
      { constructPath: 'stage', changes: [{ of: 'request', field: '[0].request.url' }] },
    ]);
  });

  test('a construct that one of them alone has, or has elsewhere', () => {
    const found = compareAssemblies(
      assembly({ constructs: { stage: LINE, old: LINE } }),
      assembly({ constructs: { stage: { ...LINE, line: 4 } } }),
    );

    expect(found).toMatchObject([
      { constructPath: 'stage', changes: [{ of: 'construct', before: '3', after: '4' }] },
      { constructPath: 'old' },
    ]);
  });

  test('what is of no construct, of the app', () => {
    const local = { type: 'directory', path: 'x', include: [], exclude: [] } as const;

    const found = compareAssemblies(assembly(), assembly({ manifest: { locals: { local } } }));

    expect(found).toMatchObject([{ constructPath: '' }]);
    expect(found[0]?.changes).toContainEqual(
      expect.objectContaining({ of: 'manifest', field: 'locals.local.path', after: 'x' }),
    );
  });
});
