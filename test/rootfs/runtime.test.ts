import { keptBusybox, ScriptRoots, type Tree, whyNoScripts } from '../support/script-root';
import { temporaryFolder } from '../support/temporary-folder';

const busybox = keptBusybox();
const why =
  whyNoScripts() ?? (busybox === undefined ? 'no build has kept a busybox here' : undefined);
if (why !== undefined) process.stderr.write(`skipped: what a runtime gets: ${why}\n`);

const PRELUDE = [
  'set -o pipefail',
  'triplet=x86_64-linux-gnu architecture=amd64',
  'target_triplet=aarch64-linux-gnu target_architecture=arm64',
  'target=/target database=/target/var/lib/dpkg',
  '',
].join('\n');

const INFO = 'target/var/lib/dpkg/info';

(why === undefined ? describe : describe.skip)('a runtime', () => {
  const roots = new ScriptRoots(temporaryFolder('runtime'), busybox);

  function run(tree: Tree, ...parts: readonly string[]) {
    const root = roots.make({ target: { folder: true }, [INFO]: { folder: true }, ...tree });
    return { root, ...root.run(PRELUDE, ...parts) };
  }
  const changed = (tree: Tree) => run(tree, 'translate.sh', 'runtime-changes.sh');

  /** Packages with a script, as the target and those that ran them know them. */
  const ran = (name: string, where: 'changes' | 'minbase'): Tree => ({
    [`${INFO}/${name}.postinst`]: '',
    [`${INFO}/${name}.list`]: '',
    [`${where}/packages`]: `${name}\n`,
  });

  describe('gets what scripts changed', () => {
    test('of its own packages: all but what a package manager or an init system needs', () => {
      const { root, status, stderr } = changed({
        ...ran('ca-certificates', 'changes'),
        'changes/tree/etc/ssl/certs/ca-certificates.crt': {
          text: 'certs',
          mode: 0o640,
          owner: '0:42',
        },
        'changes/tree/etc/ssl/certs/a name.pem': { link: '/usr/lib/x86_64-linux-gnu/a name.pem' },
        'changes/tree/var/lib/x86_64-linux-gnu/state': 'x',
        'changes/tree/var/lib/dpkg/status': 'x',
        'changes/tree/etc/rc2.d/S01x': { link: '../init.d/x' },
        'changes/tree/etc/init.d/x': 'x',
        'changes/tree/etc/cron.daily/x': 'x',
        'changes/tree/var/log/a log': 'x',
        'changes/tree/var/log/redis': { folder: true, mode: 0o2750, owner: '580:4' },
        'changes/tree/usr/lib/jvm/classes.jsa': 'x',
        'changes/tree/var/empty': { folder: true, mode: 0o711 },
        'changes/removed': 'etc/old file\n',
        'changes/attributes': '2755 0 8 usr/lib/x86_64-linux-gnu/tool\n',
        'target/etc/old file': 'x',
        'target/usr/lib/aarch64-linux-gnu/tool': 'x',
      });

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const { 'var/lib/dpkg': _, 'var/lib/dpkg/info': __, ...tree } = root.list('target');
      expect(
        Object.fromEntries(Object.entries(tree).filter(([path]) => !/dpkg/.test(path))),
      ).toEqual({
        etc: '/',
        'etc/ssl': '/',
        'etc/ssl/certs': '/',
        'etc/ssl/certs/a name.pem': '-> /usr/lib/aarch64-linux-gnu/a name.pem',
        'etc/ssl/certs/ca-certificates.crt': 'certs',
        usr: '/',
        'usr/lib': '/',
        'usr/lib/aarch64-linux-gnu': '/',
        'usr/lib/aarch64-linux-gnu/tool': 'x',
        var: '/',
        'var/empty': '/',
        'var/lib': '/',
        'var/lib/aarch64-linux-gnu': '/',
        'var/lib/aarch64-linux-gnu/state': 'x',
        'var/log': '/',
        'var/log/redis': '/',
      });
      expect(root.attributes('target/var/log/redis')).toBe('2750 580:4');
      expect(root.attributes('target/etc/ssl/certs/ca-certificates.crt')).toBe('640 0:42');
      expect(root.attributes('target/var/empty')).toBe('711 0:0');
      expect(root.attributes('target/usr/lib/aarch64-linux-gnu/tool')).toBe('2755 0:8');
      expect(root.has('target/var/lib/dpkg/status')).toBe(false);
    });

    test('of the minbase: links of alternatives that lead somewhere, and what its packages made', () => {
      const { root, status, stderr } = changed({
        ...ran('tzdata', 'minbase'),
        'target/usr/lib/aarch64-linux-gnu/awk': 'x',
        'target/usr/bin/second': { link: 'third' },
        'target/usr/bin/third': { link: '/usr/bin/lost' },
        'minbase/tree/etc/alternatives/awk': { link: '/usr/lib/x86_64-linux-gnu/awk' },
        'minbase/tree/etc/alternatives/lost': { link: '/usr/bin/second' },
        'minbase/tree/etc/alternatives/pager': { link: '/bin/more' },
        'minbase/tree/usr/bin/awk': { link: '/etc/alternatives/awk' },
        'minbase/tree/usr/bin/a pager': { link: '/etc/alternatives/pager' },
        'minbase/tree/usr/bin/lost': { link: '/etc/alternatives/lost' },
        'minbase/tree/usr/bin/plain link': { link: 'awk' },
        'minbase/tree/etc/timezone': 'Etc/UTC\n',
        'minbase/tree/etc/localtime': { link: '/usr/share/zoneinfo/Etc/UTC' },
        'minbase/tree/etc/shells': 'x',
        'minbase/tree/etc/login.defs': 'x',
      });

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const tree = root.list('target');
      expect(Object.keys(tree).filter((path) => tree[path] !== '/' && !/dpkg/.test(path))).toEqual([
        'etc/alternatives/awk',
        'etc/localtime',
        'etc/timezone',
        'usr/bin/awk',
        'usr/bin/second',
        'usr/bin/third',
        'usr/lib/aarch64-linux-gnu/awk',
      ]);
      expect(tree['etc/alternatives/awk']).toBe('-> /usr/lib/aarch64-linux-gnu/awk');
    });

    test('accounts: those that Debian itself has, and those that its packages added', () => {
      const { root, status } = changed({
        ...ran('redis', 'changes'),
        'minbase/tree/etc/passwd':
          'root:x:0:0\nwww-data:x:33:33\n_apt:x:42:65534\nof-minbase:x:101:101\nnobody:x:65534:65534\n',
        'minbase/tree/etc/group': 'root:x:0:\nwww-data:x:33:\nusers:x:100:\nnogroup:x:65534:\n',
        'changes/tree/etc/passwd':
          'root:x:0:0\nwww-data:x:33:33\n_apt:x:42:65534\nof-minbase:x:101:101\nnobody:x:65534:65534\nredis:x:300:300\n',
        'changes/tree/etc/shadow': 'redis:!:1::::::\n',
        'target/etc/passwd': 'root:x:0:0\n',
      });

      expect(status).toBe(0);
      expect(root.read('target/etc/passwd')).toBe(
        'root:x:0:0\nwww-data:x:33:33\n_apt:x:42:65534\nredis:x:300:300\n',
      );
      expect(root.read('target/etc/group')).toBe('www-data:x:33:\nusers:x:100:\n');
      expect(root.has('target/etc/shadow')).toBe(false);
    });

    test.each(['base-files', 'libc6:arm64'])('no accounts where %s alone has scripts', (name) => {
      const { root, status } = changed({
        ...ran(name, 'changes'),
        'minbase/tree/etc/passwd': 'www-data:x:33:33\n',
        'minbase/tree/etc/group': 'www-data:x:33:\n',
      });

      expect(status).toBe(0);
      expect(root.has('target/etc/passwd')).toBe(false);
    });

    test('only where they ran: a package with scripts that is not there is named', () => {
      const { status, stderr } = changed({
        [`${INFO}/base-files.postinst`]: '',
        [`${INFO}/known:arm64.preinst`]: '',
        [`${INFO}/lost-a.postinst`]: '',
        [`${INFO}/lost-b:arm64.preinst`]: '',
        [`${INFO}/without.list`]: '',
        'changes/packages': 'known:amd64\nlost\n',
      });

      expect(status).toBe(1);
      expect(stderr).toBe(
        'these packages have maintainer scripts and are not there for amd64: lost-a lost-b\n',
      );
    });
  });

  describe('has the folders of tmpfiles.d', () => {
    const tmpfiles = (lines: readonly string[], more: Tree = {}) =>
      run(
        {
          'target/etc/passwd': 'redis:x:300:301\n',
          'target/etc/group': 'x:x:9:\n',
          'changes/tree/etc/group': 'redis:x:301:\n',
          'minbase/tree/etc/group': 'utmp:x:43:\nredis:x:999:\n',
          'target/usr/lib/tmpfiles.d/a b.conf': `${lines.join('\n')}\n`,
          ...more,
        },
        'account-number.sh',
        'tmpfiles.sh',
      );

    test.each([
      ['d /run/redis 2755 redis redis - -', 'run/redis', '2755 300:301'],
      ['d /run/root 0755 root root', 'run/root', '755 0:0'],
      ['D /run/x/deep 0700', 'run/x/deep', '700 0:0'],
      ['d! /run/boot 1777 root utmp', 'run/boot', '1777 0:43'],
      ['q /var/lib/pools - - -', 'var/lib/pools', '755 0:0'],
      ['d /run/tilde ~0750 root root', 'run/tilde', '750 0:0'],
      ['d /run/colon :0711 - -', 'run/colon', '711 0:0'],
      ['d /run/numbers 0755 107 108', 'run/numbers', '755 107:108'],
      ['d /run/new :0750 :redis :utmp', 'run/new', '750 300:43'],
      ['d= /run/exact 0750', 'run/exact', '750 0:0'],
      ['d- /run/may-fail 0750', 'run/may-fail', '750 0:0'],
      ['d$ /run/purge 0750', 'run/purge', '750 0:0'],
      ['v+ /run/several 0750', 'run/several', '750 0:0'],
    ])('as %j says', (line, path, attributes) => {
      const { root, status, stderr } = tmpfiles(['# a comment', '', line]);

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(root.attributes(`target/${path}`)).toBe(attributes);
    });

    test.each([
      'd /run/%m/x 0755',
      'd /tmp/x 1777',
      'd /run/systemd/x 0755',
      'd /etc/x 0755',
      'L /etc/x - - - - /y',
      'f! /run/nologin 0644 - - - text',
      'x /var/x',
      'r! /run/x',
      '# d /run/x 0755',
    ])('and nothing for %j', (line) => {
      const { root, status } = tmpfiles([line]);

      expect(status).toBe(0);
      expect(Object.keys(root.list('target'))).toEqual(
        Object.keys(tmpfiles([]).root.list('target')),
      );
    });

    test.each([
      ['d /run/there 0700 redis utmp', '700 300:43'],
      ['d /run/there 0700', '700 5:6'],
      ['d /run/there - redis', '711 300:6'],
      ['d /run/there ~0777 - -', '711 5:6'],
      ['d /run/there :0777 :redis :utmp', '711 5:6'],
    ])('and what is there is adjusted as %j says', (line, attributes) => {
      const { root, status, stderr } = tmpfiles([line], {
        'target/run/there': { folder: true, mode: 0o711, owner: '5:6' },
      });

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(root.attributes('target/run/there')).toBe(attributes);
    });

    test('and its links, where nothing is there', () => {
      const { root, status, stderr } = tmpfiles(
        ['L /run/a/link - - - - ../target', 'L+ /run/there - - - - /else', 'L$ /var/x - - - - /y'],
        { 'target/run/there': 'x' },
      );

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(root.list('target')).toMatchObject({
        'run/a/link': '-> ../target',
        'run/there': 'x',
        'var/x': '-> /y',
      });
    });

    test.each([
      ['d /run/link 0700', '/run/link is no folder'],
      ['d /run/file 0700', '/run/file is no folder'],
      ['f /run/new 0644 root root - text', 'not made: f /run/new'],
      ['C+ /var/lib/x - - - - /usr/share/x', 'not made: C+ /var/lib/x'],
      ['z /var/lib/x 0750', 'not made: z /var/lib/x'],
    ])('and tells what it does not make: %j', (line, told) => {
      const { root, status, stderr } = tmpfiles([line], {
        'target/run/link': { link: 'nowhere' },
        'target/run/file': 'x',
      });

      expect({ status, stderr }).toEqual({ status: 0, stderr: `tmpfiles.d: ${told}\n` });
      expect(root.list('target')).toMatchObject({ 'run/link': '-> nowhere', 'run/file': 'x' });
      expect(root.has('target/run/new') || root.has('target/var/lib/x')).toBe(false);
    });

    test('whose user is known: else the line is told', () => {
      const { status, stderr } = tmpfiles(['d /run/x 0755 nobody-knows root']);

      expect(status).not.toBe(0);
      expect(stderr).toContain('nobody-knows');
    });
  });

  test('has licences, lists and sums of its packages, and nothing that only people read', () => {
    const kept = {
      'target/usr/share/doc/a b/copyright': 'x',
      [`${INFO}/a.list`]: 'x',
      [`${INFO}/a.md5sums`]: 'x',
      [`${INFO}/format`]: '1\n',
      'target/usr/share/zoneinfo/UTC': 'x',
      'target/var/lib/dpkg/status': 'x',
    };
    const gone = {
      'target/usr/share/doc/a b/changelog.gz': 'x',
      'target/usr/share/doc/a b/examples/x y': 'x',
      'target/usr/share/doc/linked': { link: 'a b' },
      'target/usr/share/man/man1/x': 'x',
      'target/usr/share/locale/de/x': 'x',
      [`${INFO}/a.postinst`]: 'x',
      [`${INFO}/a.conffiles`]: 'x',
      'target/var/lib/dpkg/triggers/File': 'x',
      'target/var/lib/dpkg/alternatives/x': 'x',
    };
    const { root, status } = run({ ...kept, ...gone }, 'runtime.sh');

    expect(status).toBe(0);
    expect(Object.keys(kept).filter((path) => !root.has(path))).toEqual([]);
    expect(Object.keys(gone).filter((path) => root.has(path))).toEqual([
      'target/usr/share/doc/linked',
    ]);
    expect(root.has('target/usr/share/doc/a b/examples')).toBe(false);
  });

  test('raises no privileges: set-user-ID bits go, all other bits stay', () => {
    const modes = { 4755: '755', 2755: '755', 6711: '711', 1755: '1755', 755: '755', 4000: '0' };
    const files = Object.keys(modes).map((mode) => [
      `target/usr/bin/of ${mode}`,
      { text: 'x', mode: Number.parseInt(mode, 8) },
    ]);
    const { root } = run(
      { ...Object.fromEntries(files), 'target/usr/share/mail': { folder: true, mode: 0o2775 } },
      'runtime.sh',
    );

    expect(
      Object.keys(modes).map((mode) => root.attributes(`target/usr/bin/of ${mode}`).split(' ')[0]),
    ).toEqual(Object.values(modes));
    expect(root.attributes('target/usr/share/mail')).toBe('2775 0:0');
  });

  test('has no links that its scripts made to what it lacks', () => {
    const links: Tree = {
      'etc/alternatives/vi.1.gz': { link: '/usr/share/man/man1/vi.1.gz' },
      'etc/alternatives/vi': { link: '/usr/bin/vim' },
      'usr/bin/a vi': { link: '../../etc/alternatives/vi' },
      'usr/bin/round': { link: 'round' },
    };
    const placed = (folder: string) =>
      Object.fromEntries(
        Object.entries(links).map(([path, entry]) => [`${folder}/${path}`, entry]),
      );
    const { root, status } = run(
      {
        ...ran('vim', 'changes'),
        ...placed('changes/tree'),
        'target/usr/bin/vim': 'x',
        'target/usr/bin/of package': { link: 'gone' },
      },
      'translate.sh',
      'runtime-changes.sh',
      'runtime-links.sh',
    );

    expect(status).toBe(0);
    const tree = root.list('target');
    expect(Object.keys(tree).filter((path) => tree[path]?.startsWith('->'))).toEqual([
      'etc/alternatives/vi',
      'usr/bin/a vi',
      'usr/bin/of package',
    ]);
  });

  test('has no links of tmpfiles.d to what it lacks, but for what a running container has', () => {
    const { root, status } = run(
      {
        'target/usr/lib/tmpfiles.d/x.conf':
          'L /var/x/README - - - - ../../usr/share/doc/x/README\nL /run/shm - - - - /dev/shm\nL /var/x/own - - - - own2\nL /var/x/factory\n',
        'target/usr/share/doc/x/README': 'x',
        'target/usr/share/factory/var/x/factory': 'x',
        'target/var/x/own2': 'x',
      },
      'translate.sh',
      'runtime-changes.sh',
      'account-number.sh',
      'tmpfiles.sh',
      'runtime.sh',
      'runtime-links.sh',
    );

    expect(status).toBe(0);
    const links = Object.entries(root.list('target')).filter(([, what]) => what.startsWith('->'));
    expect(Object.fromEntries(links)).toEqual({
      'run/shm': '-> /dev/shm',
      'var/x/factory': '-> /usr/share/factory/var/x/factory',
      'var/x/own': '-> own2',
    });
  });

  test('has the architectures of foreign packages registered once', () => {
    const { root, status } = run(
      {
        'target/var/lib/dpkg/arch': 'amd64\n',
        'work/a.deb/control/control': 'Package: a\nArchitecture: i386\n',
        'work/b.deb/control/control': 'Package: b\nArchitecture:  all\n',
        'work/c d.deb/control/control': 'Architecture: i386\nDescription: x\n Architecture: no\n',
        'work/e.deb/control/control': 'Architecture: amd64\n',
      },
      'foreign.sh',
    );

    expect(status).toBe(0);
    expect(root.read('target/var/lib/dpkg/arch')).toBe('amd64\ni386\n');
  });
});
