import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { dynamicProgram } from '../support/dynamic-program';
import { temporaryFolder } from '../support/temporary-folder';

const PARTS = [
  'contract.pl',
  'contract-commands.pl',
  'contract-report.pl',
  'runtime-accounts.pl',
].map((name) => readFileSync(resolve(__dirname, '../../lib/rootfs', name), 'utf8'));
const EPOCH = 1_000_000_000;
const LOADER = '/lib64/ld-linux-x86-64.so.2';

const folder = temporaryFolder('contract');
const program = join(folder, 'finish.pl');
writeFileSync(program, PARTS.join(''));
const why =
  process.getuid?.() !== 0
    ? 'it gives files to users, so it needs root'
    : spawnSync('perl', ['-e', '1']).status !== 0
      ? 'there is no perl here'
      : undefined;
if (why !== undefined) process.stderr.write(`skipped: the contract of a tree: ${why}\n`);

type File = string | Buffer | { link: string } | { folder: true };
type Tree = Readonly<Record<string, File>>;

let count = 0;
/** A tree on disk: paths with what they hold, programs of x86-64 executable. */
function treeOf(files: Tree): string {
  const root = join(folder, `tree-${++count}`);
  for (const [path, file] of Object.entries(files)) {
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof file === 'string') writeFileSync(at, file);
    else if (Buffer.isBuffer(file)) writeFileSync(at, file, { mode: 0o755 });
    else if ('link' in file) symlinkSync(file.link, at);
    else mkdirSync(at, { recursive: true });
  }
  mkdirSync(root, { recursive: true });
  return root;
}

const WORDS = {
  machine: '62',
  bits: '64',
  triplet: 'x86_64-linux-gnu',
  user: '65532',
  group: '65532',
  libraries: '',
  waived: '',
  epoch: `${EPOCH}`,
};

/** The lines of what is wrong with a tree; none where it keeps the contract. */
function finish(root: string, words: Readonly<Record<string, string | readonly string[]>> = {}) {
  const args = Object.entries({ ...WORDS, root, ...words }).flatMap(([key, value]) =>
    [value].flat().map((one) => `${key}=${one}`),
  );
  const { status, stderr } = spawnSync('perl', [program, ...args], { encoding: 'utf8' });
  const lines = stderr.trimEnd().split('\n').filter(Boolean);
  expect(status).toBe(lines.some((line) => !/^(?:note|likely): /.test(line)) ? 1 : 0);
  return lines;
}

const STATIC = dynamicProgram({});
const libc = { 'lib64/ld-linux-x86-64.so.2': STATIC, 'usr/lib/x86_64-linux-gnu/libc.so.6': STATIC };
const linked = (needed: readonly string[], more = {}) =>
  dynamicProgram({ interpreter: LOADER, needed, ...more });

(why === undefined ? describe : describe.skip)('the contract of a tree', () => {
  test('holds for a program with all that it needs', () => {
    const root = treeOf({ ...libc, 'boot/bin/hello': linked(['libc.so.6']) });

    expect(finish(root, { program: '/boot/bin/hello' })).toEqual([]);
  });

  test.each<[string, number, string]>([
    [
      'a set-user-ID bit',
      0o4755,
      'has a set-user-ID or set-group-ID bit, 4755 (waiver: setUserId)',
    ],
    [
      'a set-group-ID bit',
      0o2755,
      'has a set-user-ID or set-group-ID bit, 2755 (waiver: setUserId)',
    ],
    ['a file for everybody', 0o666, 'is writable by everybody, 0666 (waiver: worldWritable)'],
  ])('forbids %s, without a waiver', (_, mode, problem) => {
    const root = treeOf({ 'boot/file': 'text' });
    chmodSync(join(root, 'boot/file'), mode);
    const [, waiver = ''] = /waiver: (\w+)/.exec(problem) ?? [];

    expect(finish(root)).toEqual([`/boot/file ${problem}`]);
    expect(finish(root, { waived: `healthcheck,${waiver}` })).toEqual([]);
  });

  test('forbids shells and package managers, also by a link, without a waiver', () => {
    const root = treeOf({
      'bin/sh': { link: 'busybox' },
      'bin/busybox': STATIC,
      'usr/sbin/apk': STATIC,
      'usr/share/bash': 'text',
      'usr/bin/bashful': STATIC,
      'opt/bin/dpkg/x': 'text',
    });

    expect(finish(root)).toEqual(
      ['/bin/busybox', '/bin/sh', '/usr/sbin/apk'].map(
        (path) => `${path} is a shell or a package manager (waiver: shell)`,
      ),
    );
    expect(finish(root, { waived: 'shell' })).toEqual([]);
  });

  test('forbids a folder for everybody, but not a sticky one', () => {
    const root = treeOf({ open: { folder: true }, tmp: { folder: true } });
    chmodSync(join(root, 'open'), 0o777);
    chmodSync(join(root, 'tmp'), 0o1777);

    expect(finish(root)).toEqual(['/open is writable by everybody, 0777 (waiver: worldWritable)']);
  });

  test('forbids devices and file capabilities', () => {
    const root = treeOf({ dev: { folder: true }, 'boot/ping': STATIC });
    expect(spawnSync('mknod', [join(root, 'dev/null'), 'c', '1', '3']).status).toBe(0);
    const set = spawnSync('setcap', ['cap_net_raw+ep', join(root, 'boot/ping')]);
    if (set.status !== 0) process.stderr.write('skipped: file capabilities: no setcap here\n');

    expect(finish(root)).toEqual([
      ...(set.status === 0 ? ['/boot/ping has file capabilities (waiver: capabilities)'] : []),
      '/dev/null is a device (waiver: devices)',
    ]);
  });

  test.each<[string, Tree, string]>([
    ['that is not there', {}, 'is to be started and is not there'],
    ['that is a folder', { 'boot/x': { folder: true } }, 'is to be started and is no file'],
    [
      'that is text',
      { 'boot/x': 'echo' },
      'is to be started and user 65532 may not execute it, 0644',
    ],
    [
      'of another architecture',
      { 'boot/x': dynamicProgram({ machine: 183 }) },
      'is to be started and is of another architecture',
    ],
    ['that is a link to nowhere', { 'boot/x': { link: 'y' } }, 'is to be started and is not there'],
    ['that leads in a circle', { 'boot/x': { link: 'x' } }, 'is to be started and is not there'],
  ])('forbids an entrypoint %s', (_, files, problem) => {
    expect(finish(treeOf(files), { program: '/boot/x', waived: 'links' })).toEqual([
      `/boot/x ${problem}`,
    ]);
  });

  test('follows links in the tree, never out of it, and scripts to what interprets them', () => {
    const root = treeOf({
      bin: { link: 'usr/bin' },
      'usr/bin/dash': STATIC,
      'usr/bin/sh': { link: '/bin/dash' },
      'boot/run': Buffer.from('#! /bin/sh -e\nexec x\n'),
      'boot/lost': Buffer.from('#!/usr/bin/perl\n'),
    });

    expect(existsSync('/usr/bin/perl')).toBe(true);
    expect(finish(root, { program: '/boot/run', waived: 'shell' })).toEqual([]);
    expect(finish(root, { program: '/boot/lost', waived: 'shell' })).toEqual([
      '/usr/bin/perl is to be started and is not there',
    ]);
  });

  test('asks who may execute it: the user, the group, others', () => {
    const root = treeOf({ 'boot/x': STATIC });
    const file = join(root, 'boot/x');
    chownSync(file, 7, 8);
    chmodSync(file, 0o750);
    const may = (user: string, group: string) =>
      finish(root, { program: '/boot/x', user, group }).length === 0;

    expect([may('0', '0'), may('7', '1'), may('1', '8'), may('1', '1')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test.each<[string, Tree, Record<string, string>, string[]]>([
    [
      'its loader',
      { 'usr/bin/x': linked(['libc.so.6']) },
      {},
      [
        `/usr/bin/x needs ${LOADER}, which is not there: add the package libc6, or link it statically (waiver: programs)`,
      ],
    ],
    [
      'a library',
      { ...libc, 'usr/bin/x': linked(['libc.so.6', 'libz.so.1']) },
      {},
      [
        '/usr/bin/x needs libz.so.1, which is not there: add the package that holds it (waiver: programs)',
      ],
    ],
    [
      'a library of a library',
      {
        ...libc,
        'usr/bin/x': linked(['liba.so']),
        'usr/lib/liba.so': dynamicProgram({ needed: ['libb.so'] }),
      },
      {},
      [
        '/usr/bin/x needs libb.so by /usr/lib/liba.so, which is not there: add the package that holds it (waiver: programs)',
        '/usr/lib/liba.so needs libb.so, which is not there: add the package that holds it (waiver: programs)',
      ],
    ],
    [
      'a library of its architecture',
      {
        ...libc,
        'usr/bin/x': linked(['liba.so']),
        'usr/lib/liba.so': dynamicProgram({ machine: 183 }),
      },
      {},
      [
        '/usr/bin/x needs liba.so, which is at /usr/lib/liba.so, where it is not looked for: set its rpath, or LD_LIBRARY_PATH (waiver: programs)',
      ],
    ],
    [
      'nothing, by its own path',
      {
        ...libc,
        'opt/bin/x': linked(['liba.so'], { runpath: '$ORIGIN/../lib' }),
        'opt/lib/liba.so': STATIC,
      },
      {},
      [],
    ],
    [
      'nothing, by LD_LIBRARY_PATH',
      { ...libc, 'opt/bin/x': linked(['liba.so']), 'opt/lib/liba.so': STATIC },
      { libraries: '/nowhere:/opt/lib' },
      [],
    ],
    [
      'nothing, since it is loaded already',
      {
        ...libc,
        'opt/bin/x': linked(['liba.so', 'libb.so'], { runpath: '/opt/lib' }),
        'opt/lib/liba.so': dynamicProgram({ needed: ['libb.so'] }),
        'opt/lib/libb.so': STATIC,
      },
      {},
      [],
    ],
  ])('tells a program that misses %s', (_, files, words, problems) => {
    expect(finish(treeOf(files), words)).toEqual(problems);
  });

  test('tells only what programs of packages miss, until one is started', () => {
    const root = treeOf({
      ...libc,
      bin: { link: 'usr/bin' },
      'usr/bin/x': linked(['libz.so.1']),
      'var/lib/dpkg/info/x.list': '/.\n/bin\n/bin/x\n',
    });
    const what = 'needs libz.so.1, which is not there: add the package that holds it';

    expect(finish(root)).toEqual([`note: /usr/bin/x ${what}`]);
    expect(finish(root, { program: '/bin/x' })).toContain(`/usr/bin/x ${what} (waiver: programs)`);
  });

  test('forbids links to nowhere, but for those of packages and to what is mounted', () => {
    const root = treeOf({
      'etc/lost': { link: '/nowhere' },
      'etc/mtab': { link: '/proc/self/mounts' },
      'usr/share/doc/x': { link: 'y' },
      'var/lib/dpkg/info/x.list': '/usr/share/doc/x\n',
    });

    expect(finish(root)).toEqual([
      '/etc/lost is a link to /nowhere, which is not there (waiver: links)',
    ]);
  });

  test.each([
    ['no ELF', Buffer.from('\x7fELF')],
    [
      'tables that are not there',
      (() => {
        const file = Buffer.from(linked(['liba.so']));
        file.writeBigUInt64LE(1n << 50n, 32);
        return file;
      })(),
    ],
    [
      'a table of many entries',
      (() => {
        const file = Buffer.from(linked([]));
        file.writeUInt16LE(0xffff, 56);
        return file;
      })(),
    ],
  ])('bears a damaged program: %s', (_, file) => {
    const root = treeOf({ ...libc, 'boot/x': file });

    expect(() => finish(root)).not.toThrow();
  });
});

(why === undefined ? describe : describe.skip)('the accounts of a tree', () => {
  const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8');

  test('are root, nobody and the user of the image', () => {
    const root = treeOf({});
    finish(root);

    expect(read(root, 'etc/passwd')).toBe(
      [
        'root:x:0:0:root:/root:/sbin/nologin\n',
        'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n',
        'nonroot:x:65532:65532:nonroot:/nonexistent:/sbin/nologin\n',
      ].join(''),
    );
    expect(read(root, 'etc/group')).toBe('root:x:0:\nnogroup:x:65534:\nnonroot:x:65532:\n');
    expect(read(root, 'etc/nsswitch.conf')).toBe('passwd: files\ngroup: files\nhosts: files dns\n');
    for (const name of ['etc', 'etc/passwd', 'etc/group', 'etc/nsswitch.conf']) {
      expect(statSync(join(root, name)).mtimeMs).toBe(EPOCH * 1000);
    }
  });

  test.each(['0', '65534'])('have user %s once, whatever else it is', (id) => {
    const root = treeOf({});
    finish(root, { user: id, group: id });

    for (const path of ['etc/passwd', 'etc/group']) {
      const ids = read(root, path)
        .trim()
        .split('\n')
        .map((line) => line.split(':')[2]);
      expect(ids).toEqual(['0', '65534']);
    }
  });

  test('stand before those that are there, which keep their names and numbers', () => {
    const root = treeOf({
      'etc/passwd': 'redis:x:580:580::/var/lib/redis:/usr/sbin/nologin\nme:x:65532:1::/:\n',
      'etc/group': 'redis:x:580:\n',
      'etc/nsswitch.conf': 'hosts: files mdns\n',
    });
    utimesSync(join(root, 'etc'), 5, 5);
    finish(root);

    expect(
      read(root, 'etc/passwd')
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['root', 'nobody', 'redis', 'me', '']);
    expect(read(root, 'etc/nsswitch.conf')).toBe('hosts: files mdns\n');
    // A folder of a package keeps its date.
    expect(statSync(join(root, 'etc')).mtimeMs).toBe(5000);
  });

  test('own the folders that are writable, new or there already', () => {
    const root = treeOf({ 'var/lib/redis/keep': 'x' });
    chmodSync(join(root, 'var/lib/redis'), 0o2755);
    finish(root, { writable: ['/data/a', '/var/lib/redis'], user: '7', group: '8' });

    const seen = (path: string) => {
      const { gid, mode, uid } = statSync(join(root, path));
      return [uid, gid, (mode & 0o7777).toString(8)];
    };
    expect(seen('data')).toEqual([0, 0, '755']);
    expect(seen('data/a')).toEqual([7, 8, '750']);
    expect(seen('var/lib/redis')).toEqual([7, 8, '2755']);
    expect(seen('var/lib/redis/keep')[0]).toBe(0);
  });

  const isDebian = existsSync('/var/lib/dpkg/status');
  if (!isDebian) process.stderr.write('skipped: commands that are missing: this is no Debian\n');

  describe(isDebian ? 'for commands' : 'for commands, which needs a Debian here', () => {
    const check = isDebian ? test : test.skip;
    const script = (text: string, more: Tree = {}) => {
      const root = treeOf({
        'usr/bin/sh': STATIC,
        'usr/bin/serve': `#!/usr/bin/sh\n${text}`,
        ...more,
      });
      chmodSync(join(root, 'usr/bin/serve'), 0o755);
      return finish(root, { program: '/usr/bin/serve', waived: 'shell' });
    };
    const lacks = (name: string, package_ = 'coreutils') =>
      `/usr/bin/serve is to be started and runs ${name}, which is not there: add the package ${package_} (waiver: programs)`;

    check.each<[string, string, string[]]>([
      ['a line', 'mkdir -p /tmp/a\nexec /usr/bin/sh', [lacks('mkdir')]],
      ['a variable before', 'A=1 B=2 sort x', [lacks('sort')]],
      ['a substitution', 'dir="$(dirname "$0")"', [lacks('dirname')]],
      ['backquotes', 'dir=`dirname "$0"`', [lacks('dirname')]],
      [
        'a pipe and a condition',
        'if grep -q a b | head -1; then cat x; fi',
        [lacks('grep', 'grep'), lacks('head'), lacks('cat')],
      ],
      ['a branch of a case', 'case $1 in\n  start) rm -f x ;;\nesac', [lacks('rm')]],
      ['several lines of one command', 'exec \\\n  sleep 1', [lacks('sleep')]],
      ['commands of other packages', 'my-own-tool; [ -x /usr/bin/tput ] && tput reset', []],
      ['words of the shell', 'set -e; echo cat; cd /; test -f x || [ -d y ]; printf %s rm', []],
      [
        'texts, comments and documents',
        '# rm x\necho \'rm x\' "cat y" # ls\ncat() { :; }\ncat <<E\nls\nE',
        [],
      ],
      ['patterns and arguments', 'case $1 in\n  cat|rm)\n    echo rm cat ;;\nesac', []],
    ])('reads a script: %s', (_, text, problems) => {
      expect(script(text)).toEqual(problems);
    });

    check('finds what a script runs in any folder of programs, and what a waiver says', () => {
      expect(script('mkdir x', { 'usr/bin/mkdir': STATIC })).toEqual([]);
      const root = treeOf({ 'usr/bin/sh': STATIC, serve: '#!/usr/bin/sh\nmkdir x' });
      chmodSync(join(root, 'serve'), 0o755);
      expect(finish(root, { program: '/serve', waived: 'shell,programs' })).toEqual([]);
    });

    const started = (symbols: readonly string[], texts: string, more: Tree = {}, waived = '') => {
      const bytes = Buffer.concat([
        linked(['libc.so.6'], { symbols }),
        Buffer.from(`\0${texts}\0`),
      ]);
      const root = treeOf({ ...libc, 'usr/sbin/serve': bytes, ...more });
      return finish(root, { program: '/usr/sbin/serve', waived });
    };

    check('tells of a program that starts a shell, or has the text of a command', () => {
      expect(started(['popen'], 'rm -rf /tmp/work')).toEqual([
        'likely: /usr/sbin/serve calls popen(), which starts a shell, and there is none: if so, add the package dash, else the waiver programs',
        'likely: /usr/sbin/serve runs "rm -rf /tmp/work", and rm is not there: if so, add the package coreutils, else the waiver programs',
      ]);
      expect(started(['execve'], '/bin/sed')).toEqual([
        'likely: /usr/sbin/serve runs "/bin/sed", and sed is not there: if so, add the package sed, else the waiver programs',
      ]);
    });

    check(
      'tells nothing of words, of what is there, of programs that start none, by a waiver',
      () => {
        expect(started(['execve'], 'link %s failed\0realpath %s\0/usr/bin/false')).toEqual([]);
        expect(started([], 'rm -rf /tmp/work')).toEqual([]);
        const tools = { 'usr/bin/rm': STATIC };
        expect(started(['execve'], 'rm -rf /tmp/work', tools)).toEqual([]);
        expect(started(['system'], 'rm -rf /tmp/work', {}, 'programs')).toEqual([]);
      },
    );
  });
});
