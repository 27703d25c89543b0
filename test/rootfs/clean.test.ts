import { keptBusybox, ScriptRoots, TODAY, type Tree, whyNoScripts } from '../support/script-root';
import { temporaryFolder } from '../support/temporary-folder';

const why = whyNoScripts();
if (why !== undefined) process.stderr.write(`skipped: cleaned roots: ${why}\n`);
const busybox = keptBusybox();
if (busybox === undefined) process.stderr.write('skipped: busybox: no build has kept one here\n');

const DATED = `dated=/dated\ntouch -d @${TODAY} "$dated"\n`;
const old = { text: 'x', time: TODAY - 5000 };
const recent = { text: 'x', time: TODAY + 5000 };
const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMII\n';

(why === undefined ? describe : describe.skip)('a root whose scripts ran', () => {
  const roots = new ScriptRoots(temporaryFolder('clean'));

  const left = (tree: Tree, prelude: string, ...parts: readonly string[]) => {
    const root = roots.make(tree);
    const before = Object.keys(tree).filter((path) => root.has(path));
    const ran = root.run(prelude, ...parts);
    return { root, ran, gone: before.filter((path) => !root.has(path)) };
  };

  describe('is cleaned', () => {
    const folders = Object.fromEntries(
      ['usr', 'run', 'var/log', 'etc'].map((path) => [path, { folder: true } as const]),
    );
    const gone = {
      'var/log/a log': 'x',
      'var/log/apt/term.log': 'x',
      'var/cache/ldconfig/aux-cache': 'x',
      'var/cache/man/index.db': 'x',
      'var/cache/debconf/config.dat-old': 'x',
      'var/cache/apt/pkgcache.bin': 'x',
      'var/lib/dpkg/status-old': 'x',
      'var/lib/dpkg/lock': '',
      'var/lib/dpkg/lock-frontend': '',
      'var/lib/dpkg/triggers/Lock': '',
      'etc/passwd-': 'x',
      'etc/.pwd.lock': '',
      'usr/lib/python3/dist-packages/a b/__pycache__/x.pyc': 'x',
      'run/reboot required': 'x',
      'run/lock/x.pid': 'x',
      'run/link': { link: 'lock' },
    } satisfies Tree;
    const kept = {
      'var/cache/debconf/config.dat': 'x',
      'var/lib/dpkg/status': 'x',
      'var/lib/dpkg/triggers/File': 'x',
      'etc/passwd': 'x',
      'etc/a-b': 'x',
      'etc/sub/shadow-': 'x',
      'usr/lib/python3/x.py': 'x',
      'usr/lib/__pycache__x': 'x',
    } satisfies Tree;

    test('of logs, backups, caches, locks and flags, and of nothing else', () => {
      const found = left({ ...folders, ...gone, ...kept }, "target=''", 'clean.sh');

      expect(found.ran).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(found.gone).toEqual(Object.keys(gone));
      // The folders stay, for whoever writes there.
      expect(
        ['var/log/apt', 'run/lock', 'var/cache/man'].map((path) => found.root.has(path)),
      ).toEqual([true, true, true]);
    });

    test('below a target just so', () => {
      const below = (tree: Tree) =>
        Object.fromEntries(Object.entries(tree).map(([path, entry]) => [`target/${path}`, entry]));
      const found = left(
        { ...below({ ...folders, ...gone, ...kept }), 'etc/passwd-': 'its own' },
        'target=/target',
        'clean.sh',
      );

      expect(found.ran.status).toBe(0);
      expect(found.gone).toEqual(Object.keys(below(gone)));
    });
  });

  describe('is as before its first start', () => {
    test('without identifiers, keys and databases of a machine, each told', () => {
      const machine = {
        'var/lib/dbus/machine-id': old,
        'var/lib/systemd/random-seed': old,
        'etc/ssh/ssh_host_rsa_key': old,
        'etc/ssh/ssh_host_ed25519_key.pub': old,
        'etc/ssl/private/ssl-cert-snakeoil.key': old,
        'etc/ssl/certs/ssl-cert-snakeoil.pem': old,
        'etc/bind/rndc.key': old,
        'etc/unbound/unbound_server.pem': old,
        'etc/mysql/debian.cnf': old,
        'etc/postgresql/17/main/pg.conf': old,
        'var/lib/mysql/ib data': old,
        'etc/ldap/slapd.d/cn=config': old,
        'var/lib/ldap/data.mdb': old,
        'etc/aliases.db': old,
      };
      const kept = {
        'etc/ssh/sshd_config': old,
        'etc/ssl/certs/ca.pem': recent,
        'etc/postgresql/17/other/x': old,
        'etc/unbound/unbound.conf': old,
        'etc/aliases': old,
      };

      const { gone, ran } = left({ ...machine, ...kept }, DATED, 'first-start.sh');

      expect(ran.status).toBe(0);
      expect(gone.sort()).toEqual(Object.keys(machine).sort());
      const told = ran.stderr.trimEnd().split('\n');
      expect(told).toHaveLength(Object.keys(machine).length);
      expect(told).toContain('left out, to be made at the first start: /var/lib/mysql/ib data');
    });

    test('with empty files where a system wants the file itself', () => {
      const { root } = left(
        {
          'etc/machine-id': { text: 'abc\n', mode: 0o444 },
          'var/cache/debconf/passwords.dat': { text: 'Value: secret\n', mode: 0o600 },
        },
        DATED,
        'first-start.sh',
      );

      expect([root.read('etc/machine-id'), root.attributes('etc/machine-id')]).toEqual([
        '',
        '644 0:0',
      ]);
      expect(root.read('var/cache/debconf/passwords.dat')).toBe('');
      expect(root.attributes('var/cache/debconf/passwords.dat')).toBe('600 0:0');
    });

    test('without private keys wherever they lie, but for those of packages', () => {
      const { gone, ran, root } = left(
        {
          'opt/a folder/of a key.pem': { text: KEY, time: TODAY + 9 },
          'srv/second.pem': { text: `Bag\n${KEY.replace('RSA ', '')}`, time: TODAY + 9 },
          'srv/ec.pem': { text: KEY.replace('RSA', 'EC'), time: TODAY + 9 },
          'usr/share/doc/example.pem': { text: KEY, time: TODAY - 9 },
          'srv/certificate.pem': { text: '-----BEGIN CERTIFICATE-----\n', time: TODAY + 9 },
          'srv/says.txt': { text: 'a -----BEGIN PRIVATE KEY-----\n', time: TODAY + 9 },
          'srv/large': { text: `${KEY}${'x'.repeat(70_000)}`, time: TODAY + 9 },
          'etc/ssl/certs/12ab.0': { link: 'ssl-cert-snakeoil.pem' },
          'etc/ssl/certs/34cd.0': { link: 'gone.pem' },
        },
        DATED,
        'first-start.sh',
      );

      expect(gone).toEqual([
        'opt/a folder/of a key.pem',
        'srv/second.pem',
        'srv/ec.pem',
        'etc/ssl/certs/12ab.0',
      ]);
      expect(ran.stderr).toContain('made at the first start: /opt/a folder/of a key.pem\n');
      expect(root.has('etc/ssl/certs/34cd.0')).toBe(true);
    });
  });
});

// Debian's roots have its own programs, what is unpacked is dated by busybox: the same script in both.
const shells: readonly (readonly [string, string | undefined])[] = [
  ['the programs of Debian', undefined],
  ...(busybox === undefined ? [] : [['busybox', busybox] as const]),
];
(why === undefined ? describe : describe.skip).each(shells)('dates by %s', (name, program) => {
  const roots = new ScriptRoots(temporaryFolder(`dates-${name.split(' ')[0]}`), program);

  test('are those of the snapshot where they were later, links too, but for mounts', () => {
    const root = roots.make({
      'target/etc/new file': recent,
      'target/etc/old file': old,
      'target/etc/hosts': recent,
      'target/etc/resolv.conf': recent,
      'target/etc/sub/hosts': recent,
      'target/proc/x': recent,
      'target/link': { link: 'etc/old file' },
    });

    expect(root.run(`target=/target\n${DATED}`, 'date.sh')).toMatchObject({
      status: 0,
      stderr: '',
    });

    const times = ['etc/new file', 'etc/old file', 'etc/sub/hosts', 'etc', 'etc/sub', 'link', ''];
    expect(times.map((path) => root.time(`target/${path}`) - TODAY)).toEqual([
      0, -5000, 0, 0, 0, 0, 0,
    ]);
    expect(root.read('target/etc/new file')).toBe('x');
  });

  test('of mounts of a root that is the working one are left alone', () => {
    const mounts = ['etc/hosts', 'etc/resolv.conf', 'proc/x', 'run/buildkit-cdk/x', 'changes/y'];
    const root = roots.make({
      ...Object.fromEntries(mounts.map((path) => [path, recent])),
      'run/other': recent,
    });

    root.run(`target=''\n${DATED}`, 'date.sh');

    expect(mounts.map((path) => root.time(path) - TODAY)).toEqual(mounts.map(() => 5000));
    expect(root.time('run/other')).toBe(TODAY);
  });
});
