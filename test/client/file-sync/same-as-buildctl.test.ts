import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { local } from '../../../lib/llb';
import { ClientBuilds, marshal, result } from '../../support/client-builds';
import { describeWith } from '../../support/engine';
import { tarTree } from '../../support/tar-tree';

jest.setTimeout(120_000);

const builds = new ClientBuilds();
const isRoot = process.getuid?.() === 0;

/** How an entry of a tree is made. */
type Made =
  | { readonly kind: 'file'; readonly size: number; readonly mode: number }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'symlink'; readonly to: string }
  | { readonly kind: 'hardlink'; readonly to: number }
  | { readonly kind: 'pipe' }
  | { readonly kind: 'sparse' }
  | { readonly kind: 'device'; readonly letter: 'b' | 'c'; readonly minor: number };

interface Entry {
  readonly made: Made;
  /** Which of the folders made so far it is in. */
  readonly parent: number;
  /** Bytes, as Latin-1. */
  readonly name: string;
  /** Seconds since 1970. */
  readonly modified: number;
}

const NAMES = [
  ...[
    'a',
    'b',
    'ab',
    'a-b',
    'a.b',
    'A',
    '.hidden',
    '...',
    ' lead',
    'tail ',
    'line\nbreak',
    '*',
    '[a]',
  ],
  ...[
    '\\',
    '"',
    '#',
    '\xc3\xa4',
    '\xf0\x9f\x98\x80',
    '\xef\xbf\xae',
    '\xff',
    'a\xfe',
    '\xc3',
    'n'.repeat(255),
  ],
];
const TARGETS = [
  'a',
  '../..',
  '/',
  '/etc/passwd',
  '../../../../etc',
  '.',
  'nowhere',
  '\xff',
  'a/b/../c',
];
const mode = fc.constantFrom(0o644, 0o755, 0o600, 0o4755, 0o2644, 0o1777, 0o7777, 0o444);
const made: fc.Arbitrary<Made> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('file' as const),
      size: fc.constantFrom(0, 1, 65_536, 65_537),
      mode,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('folder' as const),
      mode: fc.constantFrom(0o755, 0o700, 0o1777, 0o2775),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('symlink' as const),
      to: fc.constantFrom(...TARGETS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hardlink' as const), to: fc.nat(9) }) },
  fc.constant({ kind: 'pipe' as const }),
  fc.constant({ kind: 'sparse' as const }),
  fc.record({
    kind: fc.constant('device' as const),
    letter: fc.constantFrom('b' as const, 'c' as const),
    minor: fc.constantFrom(1, 5, 300),
  }),
);
const tree: fc.Arbitrary<readonly Entry[]> = fc.array(
  fc.record({
    made,
    parent: fc.nat(5),
    name: fc.constantFrom(...NAMES),
    modified: fc.constantFrom(0, 1, 1_700_000_000.5, 4_000_000_000),
  }),
  { maxLength: 25 },
);

/** Makes what can be made of the entries; a name that is there already is left out. */
function makeEntries(root: string, entries: readonly Entry[]): void {
  const folders = [Buffer.from(root)];
  const files: Buffer[] = [];
  const modes: (() => void)[] = [];
  for (const { made, modified, name, parent } of entries) {
    const folder = folders[parent % folders.length] ?? Buffer.from(root);
    const path = Buffer.concat([folder, Buffer.from(`/${name}`, 'latin1')]);
    try {
      makeEntry(path, made, folders, files);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' || code === 'EISDIR' || code === 'ENAMETOOLONG') continue;
      throw error;
    }
    modes.push(() => {
      if ('mode' in made) chmodSync(path, made.mode);
      lutimesSync(path, modified, modified);
    });
  }
  for (const set of modes.reverse()) set();
}

function makeEntry(path: Buffer, made: Made, folders: Buffer[], files: Buffer[]): void {
  const { kind } = made;
  if (kind === 'folder') {
    mkdirSync(path);
    folders.push(path);
  } else if (kind === 'symlink') symlinkSync(Buffer.from(made.to, 'latin1'), path);
  else if (kind === 'pipe') makeNode(path, ['p']);
  else if (kind === 'device' && isRoot) makeNode(path, [made.letter, '7', String(made.minor)]);
  else if (kind === 'hardlink' && files.length > 0) {
    linkSync(files[made.to % files.length] ?? '', path);
  } else {
    writeFileSync(path, kind === 'file' ? Buffer.alloc(made.size, path) : '', { flag: 'wx' });
    if (kind === 'sparse') truncateSync(path, 1 << 20);
    files.push(path);
  }
}

/** By a shell, which takes names of any bytes as it reads them. */
function makeNode(path: Buffer, args: readonly string[]): void {
  const quoted = Buffer.concat([
    Buffer.from("mknod '"),
    path,
    Buffer.from(`' ${args.join(' ')} 2>/dev/null`),
  ]);
  try {
    execFileSync('sh', { input: quoted });
  } catch {
    throw Object.assign(new Error('it is there'), { code: 'EEXIST' });
  }
}

describeWith(['buildkitd'], 'a folder that is sent', ({ buildkitd: { address, buildctl } }) => {
  /** The tree as the daemon has it of each client, as an archive. */
  async function archives(folder: string, exclude: readonly string[] = []) {
    const [ours, theirs, file] = ['ours', 'theirs', 'llb'].map((name) => builds.fresh(name));
    const state = (client: string) =>
      local('src', { sharedKeyHint: `${client} ${folder}`, excludePatterns: exclude });
    await builds.build(address, {
      results: [result(state('ours'))],
      exporters: [{ type: 'tar', attrs: {}, output: ours ?? '' }],
      locals: { src: folder },
    });
    writeFileSync(file ?? '', marshal(state('theirs')).toBytes());
    const output = `type=tar,dest=${theirs}`;
    execFileSync(
      buildctl,
      [
        '--addr',
        address,
        'build',
        '--progress=quiet',
        '--local',
        `src=${folder}`,
        '--output',
        output,
      ],
      { input: readFileSync(file ?? ''), stdio: ['pipe', 'ignore', 'pipe'] },
    );
    return { ours: ours ?? '', theirs: theirs ?? '' };
  }

  /** Byte for byte; what differs is told by its entries. */
  function expectSame({ ours, theirs }: { readonly ours: string; readonly theirs: string }): void {
    if (readFileSync(ours).equals(readFileSync(theirs))) return;
    expect(tarTree(ours)).toEqual(tarTree(theirs));
    throw new Error('the archives differ in more than their entries');
  }

  test('is the one that buildctl sends, with every kind of entry', async () => {
    const folder = builds.fresh('every-kind');
    mkdirSync(folder);
    const at = (kind: Made, name: string, parent = 0): Entry => ({
      made: kind,
      name,
      parent,
      modified: 1_700_000_000.25,
    });
    makeEntries(folder, [
      at({ kind: 'folder', mode: 0o1777 }, 'below'),
      at({ kind: 'folder', mode: 0o700 }, 'empty', 1),
      at({ kind: 'file', size: 10, mode: 0o4755 }, 'set-user-id', 1),
      at({ kind: 'hardlink', to: 0 }, 'again'),
      at({ kind: 'symlink', to: '../../etc' }, 'outside'),
      at({ kind: 'pipe' }, 'pipe'),
      at({ kind: 'device', letter: 'c', minor: 300 }, 'character'),
      at({ kind: 'device', letter: 'b', minor: 1 }, 'block'),
      at({ kind: 'sparse' }, 'sparse'),
      ...NAMES.map((name) => at({ kind: 'file', size: 1, mode: 0o644 }, name, 1)),
    ]);
    linkSync(join(folder, 'pipe'), join(folder, 'pipe-again'));
    const server = await listen(join(folder, 'socket'));
    try {
      const both = await archives(folder);
      expectSame(both);
      const kinds = new Set([...tarTree(both.ours).values()].map(({ type }) => type));
      expect([...kinds].sort()).toEqual(
        ['device', 'directory', 'file', 'pipe', 'symbolic link'].filter(
          (kind) => isRoot || kind !== 'device',
        ),
      );
    } finally {
      server.close();
    }
  });

  test('is the one that buildctl sends, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        tree,
        fc.subarray(['a', '**/b', '!a/b', '**/*', '!**/.hidden']),
        async (entries, exclude) => {
          const folder = builds.fresh('nasty');
          mkdirSync(folder);
          makeEntries(folder, entries);
          expectSame(await archives(folder, exclude));
          rmSync(folder, { recursive: true });
        },
      ),
      { numRuns: Number(process.env.TEST_RUNS ?? 12) },
    );
  });
});

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(path, () => resolve(server));
  });
}
