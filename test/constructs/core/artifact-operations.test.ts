import * as fc from 'fast-check';
import {
  Artifact,
  EmptyDirectory,
  type IArtifact,
  InlineFile,
  place,
  SymbolicLink,
} from '../../../constructs';
import { treeMode } from '../../../constructs/core/file-options';
import { Lowering } from '../../../constructs/core/lowering';
import { EMPTY_LOCK } from '../../../lib/lock/lock-file';
import { actionsOf, filesOf } from '../../support/artifact-image';
import { describeWith } from '../../support/engine';
import { errorsOf } from '../../support/lowered';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const hello = () => InlineFile.text('hello').at('/bin/hello', { mode: 0o755 });
const digestOf = (artifact: IArtifact) =>
  artifact.lower(new Lowering(EMPTY_LOCK, AMD64).target(AMD64)).marshal({ platform: AMD64 }).digest;

describe('what an artifact becomes', () => {
  test('at a path: a copy of its root', () => {
    expect(actionsOf(hello().at('/opt'))).toMatchObject([
      { kind: 'mkdir', path: '/bin', mode: 0o755, makeParents: true },
      { kind: 'mkfile', path: '/bin/hello', mode: 0o755 },
      { kind: 'copy', src: '/', dest: '/opt', mode: -1, dirCopyContents: true, owner: undefined },
    ]);
  });

  test('at a path with mode and owner: a copy with both, into folders of root', () => {
    const placed = hello().at('/opt/hello/x', { mode: 0o640, owner: '1:4294967295' });

    expect(actionsOf(placed).slice(2)).toMatchObject([
      { kind: 'mkdir', path: '/opt/hello', mode: 0o755, makeParents: true, owner: undefined },
      { kind: 'mkdir', path: '/opt/hello/x', mode: 0o750, owner: { user: { id: 1 } } },
      {
        kind: 'copy',
        dest: '/opt/hello/x',
        modeStr: 'u=rwX,g=rX,o=',
        owner: { user: { id: 1 }, group: { id: 4294967295 } },
      },
    ]);
  });

  test('of one file: a copy of it, which follows links', () => {
    expect(actionsOf(hello().file('bin/hello').at('/x', { mode: 0o500 })).at(-1)).toMatchObject({
      kind: 'copy',
      src: '/bin/hello',
      dest: '/x',
      mode: 0o500,
      followSymlink: true,
      dirCopyContents: false,
    });
  });

  test('by patterns: a copy with them', () => {
    expect(actionsOf(hello().include('bin', '*.md').exclude('**/*.o')).slice(2)).toMatchObject([
      { includePatterns: ['bin', '*.md'], excludePatterns: [] },
      { includePatterns: [], excludePatterns: ['**/*.o'] },
    ]);
  });

  test('merged with nothing: itself', () => {
    expect(digestOf(Artifact.merge(hello()))).toBe(digestOf(hello()));
  });
});

describe('two operations in one app', () => {
  const paths = fc.constantFrom('/', '/a', '/a/b', '/usr/share/x');
  const step = fc.oneof(
    fc.record({ at: paths, mode: fc.constantFrom(undefined, 0o600, 0o755) }),
    fc.record({ exclude: fc.constantFrom('*.o', 'doc') }),
    fc.record({ directory: fc.constantFrom('a', 'a/b') }),
  );
  const apply = (steps: readonly Record<string, unknown>[]): Artifact =>
    steps.reduce<Artifact>((artifact, one) => {
      if (typeof one.at === 'string') {
        return artifact.at(one.at, typeof one.mode === 'number' ? { mode: one.mode } : {});
      }
      if (typeof one.exclude === 'string') return artifact.exclude(one.exclude);
      return artifact.directory(String(one.directory));
    }, hello());

  test('give each what it gives alone, however they are used', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4 }), fc.array(step, { maxLength: 4 }), (a, b) => {
        const target = new Lowering(EMPTY_LOCK, AMD64).target(AMD64);
        const [one, other] = [apply(a), apply(b)];
        const states = [one, other, one].map((artifact) => artifact.lower(target));
        const digests = states.map((state) => state.marshal({ platform: AMD64 }).digest);

        expect(states[2]).toBe(states[0]);
        expect(digests).toEqual([digestOf(apply(a)), digestOf(apply(b)), digestOf(apply(a))]);
      }),
    );
  });

  test('are told apart by what they do', () => {
    const all = [
      hello(),
      hello().at('/x'),
      hello().at('/y'),
      hello().at('/x', { mode: 0o700 }),
      hello().at('/x', { owner: '1:1' }),
      hello().include('x'),
      hello().exclude('x'),
      hello().directory('bin'),
      hello().file('bin/hello').at('/x'),
      Artifact.merge(hello(), hello().at('/x')),
    ].map(digestOf);

    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a mode for a tree', () => {
  test('lets everyone who may read a folder enter it', () => {
    expect([0o644, 0o640, 0o400, 0o755, 0o550, 0o711].map(treeMode)).toEqual([
      'u=rwX,g=rX,o=rX',
      'u=rwX,g=rX,o=',
      'u=rX,g=,o=',
      'u=rwx,g=rx,o=rx',
      'u=rx,g=rx,o=',
      'u=rwx,g=x,o=x',
    ]);
  });
});

describe('hostile input', () => {
  const FILE = 'test/constructs/core/artifact-operations.test.ts';
  const any = (value: unknown) => Object(value) as never;

  test.each<[string, () => unknown, string]>([
    ['a relative place', () => hello().at('x'), 'E_ARTIFACT_PATH'],
    ['a place above the root', () => hello().at('/../x'), 'E_ARTIFACT_PATH'],
    ['no place', () => hello().at(any(undefined)), 'E_ARTIFACT_PATH'],
    ['the root as a file', () => InlineFile.text('').at('/'), 'E_ARTIFACT_PATH'],
    ['the root as a folder', () => EmptyDirectory.at('/'), 'E_ARTIFACT_PATH'],
    ['an absolute file', () => hello().file('/etc/passwd'), 'E_ARTIFACT_PATH'],
    ['a file outside', () => hello().file('../x'), 'E_ARTIFACT_PATH'],
    ['a file outside, further in', () => hello().file('a/../../x'), 'E_ARTIFACT_PATH'],
    ['a folder outside', () => hello().directory('a/..'), 'E_ARTIFACT_PATH'],
    ['a path that ends early', () => hello().file('a\0b'), 'E_ARTIFACT_PATH'],
    ['no patterns', () => hello().exclude(), 'E_FILE_PATTERN'],
    ['an empty pattern', () => hello().include('a', ''), 'E_FILE_PATTERN'],
    ['a pattern of blanks', () => hello().include(' '), 'E_FILE_PATTERN'],
    ['an exception of nothing', () => hello().exclude('!'), 'E_FILE_PATTERN'],
    ['a mode of the user', () => hello().at('/x', { mode: 0o4755 }), 'E_PROPERTY'],
    ['a mode that is text', () => hello().at('/x', { mode: any('755') }), 'E_PROPERTY'],
    ['a name of a user', () => hello().at('/x', { owner: 'root:root' }), 'E_PROPERTY'],
    ['a user that Linux lacks', () => hello().at('/x', { owner: '4294967296:0' }), 'E_PROPERTY'],
    ['an unknown option', () => EmptyDirectory.at('/x', any({ user: 1 })), 'E_PROPERTY'],
    ['a merge with none', () => Artifact.merge(hello(), any({})), 'E_ARTIFACT'],
    ['a merge of nothing', () => Artifact.merge(), 'E_ARTIFACT'],
    ['a link to nothing', () => SymbolicLink.to(''), 'E_ARTIFACT_PATH'],
    ['a link with a zero byte', () => SymbolicLink.to('a\0'), 'E_ARTIFACT_PATH'],
  ])('%s is refused at its line', (_what, run, code) => {
    expect(errorsOf(run)).toMatchObject([{ code, details: { source: { file: FILE } } }]);
  });
});

describeWith(['engine'], 'artifacts, built', ({ engine }) => {
  const built = (make: () => IArtifact) => filesOf(engine.address, make);
  const tree = () =>
    Artifact.merge(
      InlineFile.text('prog').at('/app/bin/prog', { mode: 0o711 }),
      InlineFile.text('conf').at('/app/etc/conf', { mode: 0o600, owner: '5:6' }),
      InlineFile.text('note').at('/app/doc/note.md'),
      SymbolicLink.to('conf').at('/app/etc/link'),
      EmptyDirectory.at('/app/empty', { mode: 0o700, owner: '7:8' }),
    );

  test('hold what was said, with mode, owner and date', async () => {
    expect(await built(tree)).toEqual({
      '/app': 'dir 755 0:0',
      '/app/bin': 'dir 755 0:0',
      '/app/bin/prog': 'file 711 0:0 1980-01-01 prog',
      '/app/doc': 'dir 755 0:0',
      '/app/doc/note.md': 'file 644 0:0 1980-01-01 note',
      '/app/empty': 'dir 700 7:8',
      '/app/etc': 'dir 755 0:0',
      '/app/etc/conf': 'file 600 5:6 1980-01-01 conf',
      '/app/etc/link': 'symlink 777 0:0 1980-01-01 conf',
    });
  });

  test('are put elsewhere with a mode by which folders can be entered, and an owner', async () => {
    expect(
      await built(() => tree().directory('app').at('/srv/x', { mode: 0o640, owner: '1:2' })),
    ).toEqual({
      '/srv': 'dir 755 0:0',
      '/srv/x': 'dir 750 1:2',
      '/srv/x/bin': 'dir 750 1:2',
      '/srv/x/bin/prog': 'file 750 1:2 1980-01-01 prog',
      '/srv/x/doc': 'dir 750 1:2',
      '/srv/x/doc/note.md': 'file 640 1:2 1980-01-01 note',
      '/srv/x/empty': 'dir 750 1:2',
      '/srv/x/etc': 'dir 750 1:2',
      '/srv/x/etc/conf': 'file 640 1:2 1980-01-01 conf',
      '/srv/x/etc/link': 'symlink 777 1:2 1980-01-01 conf',
    });
  });

  test('stay where they are with another owner', async () => {
    const made = () => InlineFile.text('x').at('/a/b').at('/', { owner: '3:4', mode: 0o400 });

    expect(await built(made)).toEqual({ '/a': 'dir 500 3:4', '/a/b': 'file 400 3:4 1980-01-01 x' });
  });

  test('give one file, and what a link in them leads to', async () => {
    const made = () =>
      Artifact.merge(
        tree().file('app/bin/prog').at('/usr/bin/renamed'),
        tree().file('app/etc/link').at('/etc/deep/conf', { mode: 0o440, owner: '0:9' }),
      );

    expect(await built(made)).toMatchObject({
      '/usr/bin/renamed': 'file 711 0:0 1980-01-01 prog',
      '/etc/deep': 'dir 755 0:0',
      '/etc/deep/conf': 'file 440 0:9 1980-01-01 conf',
    });
  });

  test('are chosen by patterns, with exceptions', async () => {
    const paths = async (make: () => IArtifact) => Object.keys(await built(make));

    expect(await paths(() => tree().include('app/bin', '**/*.md'))).toEqual([
      '/app',
      '/app/bin',
      '/app/bin/prog',
      '/app/doc',
      '/app/doc/note.md',
    ]);
    expect(await paths(() => tree().exclude('app/*', '!app/etc').at('/'))).toEqual([
      '/app',
      '/app/etc',
      '/app/etc/conf',
      '/app/etc/link',
    ]);
  });

  test('put twice are there twice, and the last of two at one path wins', async () => {
    const one = InlineFile.text('one').at('/f');
    const other = InlineFile.text('other').at('/f');

    expect(
      await built(() => Artifact.merge(place(one, '/a'), place(one, '/b'), place(other, '/b'))),
    ).toEqual({
      '/a': 'dir 755 0:0',
      '/a/f': 'file 644 0:0 1980-01-01 one',
      '/b': 'dir 755 0:0',
      '/b/f': 'file 644 0:0 1980-01-01 other',
    });
  });
});
