import fc from 'fast-check';
import {
  keptBusybox,
  type ScriptRoot,
  ScriptRoots,
  type Tree,
  whyNoScripts,
} from '../support/script-root';
import { temporaryFolder } from '../support/temporary-folder';

const why = whyNoScripts();
if (why !== undefined) process.stderr.write(`skipped: translated trees: ${why}\n`);
const busybox = keptBusybox();
if (busybox === undefined) process.stderr.write('skipped: busybox: no build has kept one here\n');

const AMD64 = { triplet: 'x86_64-linux-gnu', architecture: 'amd64' };
const ARM64 = { triplet: 'aarch64-linux-gnu', architecture: 'arm64' };

function words(from = AMD64, to = ARM64): string {
  return [
    `triplet=${from.triplet} architecture=${from.architecture}`,
    `target_triplet=${to.triplet} target_architecture=${to.architecture}`,
    'target=/target',
    '',
  ].join('\n');
}

// Debian's roots have its own programs, runtimes are made by busybox: the same script in both.
const shells: readonly (readonly [string, string | undefined])[] = [
  ['the programs of Debian', undefined],
  ...(busybox === undefined ? [] : [['busybox', busybox] as const]),
];

(why === undefined ? describe : describe.skip).each(shells)(
  'translation by %s',
  (name, program) => {
    const roots = new ScriptRoots(temporaryFolder(`translate-${name.split(' ')[0]}`), program);

    /** Runs a function of the script in the folder /tree, which stands over /target afterwards. */
    function run(tree: Tree, then: string, prelude = words()) {
      const root = roots.make({ ...tree, target: { folder: true }, tree: { folder: true } });
      return { root, ...root.runThen(prelude, ['translate.sh'], then) };
    }

    const translated = (texts: readonly string[], prelude = words()): string[] => {
      const { stdout } = run(
        { texts: texts.map((text) => `${text}\n`).join('') },
        'translate_paths < /texts',
        prelude,
      );
      return stdout.split('\n').slice(0, -1);
    };

    test('of paths: the triplet anywhere, the name of the architecture as a word', () => {
      expect(
        translated([
          '/usr/lib/x86_64-linux-gnu/libc.so.6',
          'libc6:amd64',
          'amd64',
          '/usr/share/amd64/x',
          'amd64-amd64:amd64',
          'x86_64-linux-gnu-x86_64-linux-gnu',
          'amd64v3 xamd64 kamd641',
          'AMD64 a amd64 b',
          '/usr/lib/i386-linux-gnu',
        ]),
      ).toEqual([
        '/usr/lib/aarch64-linux-gnu/libc.so.6',
        'libc6:arm64',
        'arm64',
        '/usr/share/arm64/x',
        'arm64-arm64:arm64',
        'aarch64-linux-gnu-aarch64-linux-gnu',
        'amd64v3 xamd64 kamd641',
        'AMD64 a arm64 b',
        '/usr/lib/i386-linux-gnu',
      ]);
    });

    test('of paths agrees with the rule, word by word', () => {
      const part = fc.constantFrom(
        'amd64',
        'x86_64-linux-gnu',
        'arm64',
        '/',
        '-',
        ':',
        ' ',
        'a',
        'K',
        '.',
        '9',
      );
      const line = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
      const expected = (text: string) =>
        text
          .replaceAll(AMD64.triplet, ARM64.triplet)
          .replace(/(?<![a-z0-9])amd64(?![a-z0-9])/g, 'arm64');

      fc.assert(
        fc.property(fc.array(line, { minLength: 40, maxLength: 60 }), (lines) => {
          expect(translated(lines)).toEqual(lines.map(expected));
        }),
        { numRuns: 4 },
      );
    });

    test('of a tree: names, links and texts, and nothing else of it', () => {
      const { root, status, stderr } = run(
        {
          'tree/usr/lib/x86_64-linux-gnu/x86_64-linux-gnu.conf': 'in x86_64-linux-gnu and amd64\n',
          'tree/usr/lib/x86_64-linux-gnu/a name/b': {
            text: 'dir /usr/lib/x86_64-linux-gnu\n',
            mode: 0o640,
            owner: '7:8',
          },
          'tree/usr/lib/amd64 x/plain': 'nothing\n',
          'tree/etc/ld': { link: '/usr/lib/x86_64-linux-gnu/a name' },
          'tree/etc/other link': { link: '../amd64/x' },
          'tree/etc/same': { link: 'nowhere' },
          'tree/var/lib/dpkg/alternatives/editor': 'auto\n/usr/lib/amd64/ed\n',
          'tree/var/cache/debconf/templates.dat': 'Name: libc6:amd64\n',
          'tree/bin.dat': { text: Buffer.from([0, 1, 2, 255]) },
        },
        'cd /tree; translate_tree',
      );

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const tree = root.list('tree');
      expect(Object.entries(tree).filter(([, what]) => what !== '/')).toEqual([
        ['bin.dat', expect.anything()],
        ['etc/ld', '-> /usr/lib/aarch64-linux-gnu/a name'],
        ['etc/other link', '-> ../arm64/x'],
        ['etc/same', '-> nowhere'],
        ['usr/lib/aarch64-linux-gnu/a name/b', 'dir /usr/lib/aarch64-linux-gnu\n'],
        ['usr/lib/aarch64-linux-gnu/aarch64-linux-gnu.conf', 'in aarch64-linux-gnu and amd64\n'],
        ['usr/lib/arm64 x/plain', 'nothing\n'],
        ['var/cache/debconf/templates.dat', 'Name: libc6:arm64\n'],
        ['var/lib/dpkg/alternatives/editor', 'auto\n/usr/lib/arm64/ed\n'],
      ]);
      expect(root.attributes('tree/usr/lib/aarch64-linux-gnu/a name/b')).toBe('640 7:8');
    });

    test('of a tree for the same architecture changes nothing', () => {
      const tree = {
        'tree/x86_64-linux-gnu': 'x86_64-linux-gnu',
        'tree/prog': { text: '\x7fELF' },
      };
      const { root, status } = run(tree, 'cd /tree; translate_tree', words(AMD64, AMD64));

      expect(status).toBe(0);
      expect(root.list('tree')).toEqual({
        prog: '\x7fELF',
        'x86_64-linux-gnu': 'x86_64-linux-gnu',
      });
    });

    test.each<[string, Tree, string]>([
      [
        'programs',
        { 'tree/usr/a b': { text: '\x7fELF…' }, 'tree/not': 'ELF', 'tree/short': '\x7fEL' },
        'maintainer scripts made programs for amd64 alone: /usr/a b\n',
      ],
      [
        'a file that is no text',
        { 'tree/var/cache/x.bin': { text: 'x86_64-linux-gnu\0' }, 'tree/ok': { text: 'a\0' } },
        'a maintainer script made a file for amd64 alone: /var/cache/x.bin\n',
      ],
    ])('of %s for one architecture alone is refused by name', (_, tree, message) => {
      const { status, stderr } = run(tree, 'cd /tree; translate_tree');

      expect({ status, stderr }).toEqual({ status: 1, stderr: message });
    });

    test('what was removed and changed hands is so in the target, but for its database', () => {
      const { root, status, stderr } = run(
        {
          removed: 'usr/lib/x86_64-linux-gnu/old file\nvar/lib/dpkg/status\netc/gone\nno/where\n',
          attributes:
            '4755 7 8 usr/bin/a tool\n640 0 9 usr/lib/x86_64-linux-gnu\n777 5 5 etc/link\n1 1 1 not/there\n',
          'target/usr/lib/aarch64-linux-gnu/old file': 'x',
          'target/usr/lib/aarch64-linux-gnu/new file': 'x',
          'target/usr/bin/a tool': 'x',
          'target/etc/gone/below': 'x',
          'target/etc/link': { link: 'passwd' },
          'target/etc/passwd': { text: '', mode: 0o600, owner: '1:1' },
          'target/var/lib/dpkg/status': 'kept',
        },
        'remove_paths /removed; apply_attributes /attributes',
      );

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(Object.keys(root.list('target'))).toEqual(
        expect.not.arrayContaining(['usr/lib/aarch64-linux-gnu/old file', 'etc/gone']),
      );
      expect(root.list('target')).toMatchObject({
        'usr/lib/aarch64-linux-gnu/new file': 'x',
        'var/lib/dpkg/status': 'kept',
      });
      expect(
        attributesOf(root, 'usr/bin/a tool', 'usr/lib/aarch64-linux-gnu', 'etc/link', 'etc/passwd'),
      ).toEqual(['4755 7:8', '640 0:9', '777 5:5', '600 1:1']);
    });

    test('a tree is put over the target: links take the place of files and folders', () => {
      const { root, status } = run(
        {
          'tree/etc/was folder': { link: 'elsewhere' },
          'tree/etc/was file': { link: 'was folder' },
          'tree/etc/dir/new': { text: 'new', mode: 0o4711, owner: '3:4', time: 1_000_000 },
          'target/etc/was folder/below': 'x',
          'target/etc/was file': 'x',
          'target/etc/dir/old': 'old',
        },
        'cd /tree; apply_tree',
      );

      expect(status).toBe(0);
      expect(root.list('target')).toEqual({
        etc: '/',
        'etc/dir': '/',
        'etc/dir/new': 'new',
        'etc/dir/old': 'old',
        'etc/was file': '-> was folder',
        'etc/was folder': '-> elsewhere',
      });
      expect(root.attributes('target/etc/dir/new')).toBe('4711 3:4');
      expect(root.time('target/etc/dir/new')).toBe(1_000_000);
    });
  },
);

function attributesOf(root: ScriptRoot, ...paths: readonly string[]): string[] {
  return paths.map((path) => root.attributes(`target/${path}`));
}
