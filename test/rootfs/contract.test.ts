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

const PARTS = ['contract.pl', 'named-accounts.pl', 'runtime-accounts.pl'].map((name) =>
  readFileSync(resolve(__dirname, '../../lib/rootfs', name), 'utf8'),
);
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
  expect(status).toBe(lines.some((line) => !line.startsWith('note: ')) ? 1 : 0);
  return lines;
}

const STATIC = dynamicProgram({});
const libc = { 'lib64/ld-linux-x86-64.so.2': STATIC, 'usr/lib/x86_64-linux-gnu/libc.so.6': STATIC };
const linked = (needed: readonly string[], more = {}) =>
  dynamicProgram({ interpreter: LOADER, needed, ...more });

(why === undefined ? describe : describe.skip)('the contract of a tree', () => {
  test('the folder that the process starts in is there, and its user may enter it', () => {
    const root = treeOf({ app: { folder: true }, file: '', 'usr/link': { link: '/app' } });

    expect(finish(root, { folder: '/app' })).toEqual([]);
    expect(finish(root, { folder: '/usr/link' })).toEqual([]);
    expect(finish(root, { folder: '/data', writable: '/data' })).toEqual([]);
    expect(finish(root, { folder: '/data', writable: '1000::0750:/data' })).toEqual([]);
    expect(finish(root, { folder: '/none' })).toEqual([
      '/none is to be started in and is not there',
    ]);
    expect(finish(root, { folder: '/file' })).toEqual([
      '/file is to be started in and is no folder',
    ]);
    chmodSync(join(root, 'app'), 0o750);
    expect(finish(root, { folder: '/app' })).toEqual([
      '/app is to be started in and user 65532 may not enter it, 0750',
    ]);
    expect(finish(root, { folder: '/app', group: '0' })).toEqual([]);
  });

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

  test('of the image itself come with home and shell, before the one without a name', () => {
    const root = treeOf({ 'etc/group': 'audio:x:29:\n', 'usr/lib/sftp-server': STATIC });
    const account = ['media:2000:29:/data:/usr/lib/sftp-server', 'me:7:7:/nonexistent:/bin/false'];
    expect(finish(root, { account, user: '7', group: '7' })).toEqual([]);

    expect(read(root, 'etc/passwd')).toBe(
      [
        'root:x:0:0:root:/root:/sbin/nologin\n',
        'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n',
        'media:x:2000:29:media:/data:/usr/lib/sftp-server\n',
        'me:x:7:7:me:/nonexistent:/bin/false\n',
      ].join(''),
    );
    expect(read(root, 'etc/group')).toBe('root:x:0:\nnogroup:x:65534:\nme:x:7:\naudio:x:29:\n');
  });

  test.each([
    ['media:2000:2000:/:/bin/sh', 'the shell /bin/sh of the account media is not there'],
    ['redis:2000:2000:/:/bin/false', 'a package brings the user redis, number 580'],
    ['media:580:580:/:/bin/false', 'the number 580 of the account media is that of redis'],
    ['ssl:2000:2000:/:/bin/false', 'a package brings the group ssl, number 581'],
  ])('of the image that do not fit are told: %s', (account, message) => {
    const root = treeOf({
      'etc/passwd': 'redis:x:580:580::/var/lib/redis:/usr/sbin/nologin\n',
      'etc/group': 'redis:x:580:\nssl:x:581:\n',
    });
    expect(finish(root, { account })).toEqual([expect.stringContaining(message)]);
  });

  test('that are named have the numbers that the image counts on', () => {
    const root = treeOf({
      'etc/passwd': 'redis:x:580:65534::/:/usr/sbin/nologin\n',
      'etc/group': 'audio:x:29:\n',
    });
    expect(finish(root, { named: ['passwd:redis:580', 'group:audio:29'] })).toEqual([]);
    expect(finish(root, { named: ['passwd:redis:321', 'group:redis:580'] })).toEqual([
      'the user redis has the number 580 and not 321: say the numbers',
      'no package brings the group redis: name another one, or add it to "accounts"',
    ]);
  });

  test('own the folders that are writable, new or there already', () => {
    const root = treeOf({ 'var/lib/redis/keep': 'x' });
    chmodSync(join(root, 'var/lib/redis'), 0o2755);
    const writable = ['/data/a', '/var/lib/redis', '9:::/data/b:c', ':10:3770:/data/d'];
    finish(root, { writable, user: '7', group: '8' });

    const seen = (path: string) => {
      const { gid, mode, uid } = statSync(join(root, path));
      return [uid, gid, (mode & 0o7777).toString(8)];
    };
    expect(seen('data')).toEqual([0, 0, '755']);
    expect(seen('data/a')).toEqual([7, 8, '750']);
    expect(seen('data/b:c')).toEqual([9, 8, '750']);
    expect(seen('data/d')).toEqual([7, 10, '3770']);
    expect(seen('var/lib/redis')).toEqual([7, 8, '2755']);
    expect(seen('var/lib/redis/keep')[0]).toBe(0);
  });
});
