import { keptBusybox, ScriptRoots, type Tree, whyNoScripts } from '../support/script-root';
import { temporaryFolder } from '../support/temporary-folder';

const busybox = keptBusybox();
const why =
  whyNoScripts() ?? (busybox === undefined ? 'no build has kept a busybox here' : undefined);
if (why !== undefined) process.stderr.write(`skipped: folders of units: ${why}\n`);

const UNITS = 'target/usr/lib/systemd/system';
const ACCOUNTS: Tree = {
  'target/etc/passwd': 'redis:x:300:301::/:\n',
  'changes/tree/etc/passwd': 'root:x:0:0:root\nredis:x:300:301::/:\n_own:x:400:400::/:\n',
  'minbase/tree/etc/passwd': 'www-data:x:33:33::/:\nredis:x:999:999::/:\n',
  'target/etc/group': 'redis:x:301:\n',
  'minbase/tree/etc/group': 'utmp:x:43:\n',
};

(why === undefined ? describe : describe.skip)('folders of units, in a runtime', () => {
  const roots = new ScriptRoots(temporaryFolder('unit-folders'), busybox);

  /** Runs with units, by name, whose lines are those of one section. */
  function start(units: Readonly<Record<string, readonly string[]>>, more: Tree = {}) {
    const files = Object.entries(units).map(([name, lines]) => [
      `${UNITS}/${name}`,
      `[Unit]\nDescription=a test\n[${name.includes('.socket') ? 'Socket' : 'Service'}]\n${lines.join('\n')}\n`,
    ]);
    const root = roots.make({ ...ACCOUNTS, ...Object.fromEntries(files), ...more });
    const ran = root.run('set -o pipefail', 'account-number.sh', 'unit-folders.sh');
    const before = new Set([...Object.keys(ACCOUNTS), ...Object.keys(more)]);
    const made = Object.entries(root.list('target'))
      .filter(([path]) => /^(run|var|etc)\//.test(path) && !before.has(`target/${path}`))
      .map(([path, what]) => [path, what === '/' ? root.attributes(`target/${path}`) : what]);
    return { root, ...ran, made: Object.fromEntries(made) };
  }

  test.each([
    [['RuntimeDirectory=a'], { 'run/a': '755 0:0' }],
    [
      ['RuntimeDirectory=a b/c', 'RuntimeDirectoryMode=2750'],
      { 'run/a': '2750 0:0', 'run/b': '755 0:0', 'run/b/c': '2750 0:0' },
    ],
    [['User=redis', 'RuntimeDirectory=a/b'], { 'run/a': '755 0:0', 'run/a/b': '755 300:301' }],
    [['User=redis', 'Group=utmp', 'RuntimeDirectory=a'], { 'run/a': '755 300:43' }],
    [['Group=utmp', 'RuntimeDirectory=a'], { 'run/a': '755 0:43' }],
    [['User=root', 'RuntimeDirectory=a'], { 'run/a': '755 0:0' }],
    [['User=redis', 'Group=root', 'RuntimeDirectory=a'], { 'run/a': '755 300:0' }],
    [['User=400', 'RuntimeDirectory=a'], { 'run/a': '755 400:400' }],
    [['User=www-data', 'Group=7', 'RuntimeDirectory=a'], { 'run/a': '755 33:7' }],
    [['User=redis', 'User=', 'RuntimeDirectory=a'], { 'run/a': '755 0:0' }],
    [['RuntimeDirectory=a', 'RuntimeDirectory=b'], { 'run/a': '755 0:0', 'run/b': '755 0:0' }],
    [['RuntimeDirectory=a', 'RuntimeDirectory=', 'RuntimeDirectory=b'], { 'run/b': '755 0:0' }],
    [['RuntimeDirectory=a \\', '# between', 'b'], { 'run/a': '755 0:0', 'run/b': '755 0:0' }],
    [
      [' RuntimeDirectory = "a" ', ';RuntimeDirectory=b', '#RuntimeDirectory=c'],
      { 'run/a': '755 0:0' },
    ],
    [['RuntimeDirectory=a:b'], { 'run/a': '755 0:0', 'run/b': '-> /run/a' }],
    [['User=redis', 'StateDirectory=a'], { 'var/lib': '755 0:0', 'var/lib/a': '755 300:301' }],
    [['User=redis', 'CacheDirectory=a'], { 'var/cache': '755 0:0', 'var/cache/a': '755 300:301' }],
    [
      ['User=redis', 'LogsDirectory=a', 'LogsDirectoryMode=0750'],
      { 'var/log': '755 0:0', 'var/log/a': '750 300:301' },
    ],
    [['User=redis', 'ConfigurationDirectory=a'], { 'etc/a': '755 0:0' }],
    [['DynamicUser=yes', 'RuntimeDirectory='], {}],
    [['[Install]', 'RuntimeDirectory=a'], {}],
    [['RuntimeDirectory=systemd systemd/netif'], {}],
    [['RuntimeDirectory=../a ./a'], {}],
  ])('are as systemd.exec(5) has them: %j', (lines, folders) => {
    const { made, status, stderr } = start({ 'x.service': lines });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(made).toEqual(folders);
  });

  test.each([
    [['ListenStream=/run/a/b/socket'], { 'run/a': '755 0:0', 'run/a/b': '755 0:0' }],
    [['ListenDatagram=%t/a/socket', 'DirectoryMode=0750'], { 'run/a': '750 0:0' }],
    [['ListenFIFO=/var/spool/a/pipe'], { 'var/spool': '755 0:0', 'var/spool/a': '755 0:0' }],
    [
      [
        'ListenStream=/run/socket',
        'ListenStream=80',
        'ListenStream=@/run/a/b',
        'ListenStream=[::]:80',
      ],
      {},
    ],
    [['ListenStream=/run/systemd/a/socket', 'ListenStream=/srv/a/socket'], {}],
  ])('that sockets lie in are as systemd.socket(5) has them: %j', (lines, folders) => {
    const { made, status, stderr } = start({ 'x.socket': lines });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(made).toEqual(folders);
  });

  test.each([
    ['a-b.service', 'x%n', { 'run/xa-b.service': '755 0:0' }],
    ['a-b.service', '%N-%j-%i-%%', { 'run/a-b-b--%': '755 0:0' }],
    ['a-b@.service', '%p/%j', { 'run/a-b': '755 0:0', 'run/a-b/b': '755 0:0' }],
    ['a-b@.service', '%i', {}],
    ['a\\x2db.service', '%N', { 'run/a\\x2db': '755 0:0' }],
    ['a=b.service', '%N', { 'run/a=b': '755 0:0' }],
  ])('have the names that specifiers of %s give: %s', (unit, name, folders) => {
    const { made, status, stderr } = start({ [unit]: [`RuntimeDirectory=${name}`] });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(made).toEqual(folders);
  });

  test('are those of units and their drop-ins, in order, and not of links', () => {
    const { made, status } = start(
      {
        'a.service': ['RuntimeDirectory=a', 'User=redis'],
        'a.service.d/10.conf': ['RuntimeDirectory=', 'RuntimeDirectory=b'],
        'a.service.d/20.conf': ['RuntimeDirectoryMode=0700'],
        'a.service.d/30.other': ['RuntimeDirectory=c'],
        'b.timer': ['RuntimeDirectory=d'],
      },
      {
        [`${UNITS}/alias@.service`]: { link: 'a.service' },
        [`${UNITS}/masked.service`]: { link: '/dev/null' },
      },
    );

    expect(status).toBe(0);
    expect(made).toEqual({ 'run/b': '700 300:301' });
  });

  test('of two units belong to the one that has a user', () => {
    const { made } = start({
      'a.service': ['User=redis', 'RuntimeDirectory=a', 'RuntimeDirectoryMode=0700'],
      'z.service': ['RuntimeDirectory=a'],
      'z.socket': ['ListenStream=/run/a/socket'],
    });

    expect(made).toEqual({ 'run/a': '700 300:301' });
  });

  test('change hands with all that is in them, where they do not belong to the user', () => {
    const lines = [
      'User=redis',
      'StateDirectory=a b',
      'StateDirectoryMode=0750',
      'ConfigurationDirectory=c',
    ];
    const { root, status } = start(
      { 'x.service': lines },
      {
        'target/var/lib/a': { folder: true, mode: 0o755 },
        'target/var/lib/a/deep/file': { text: 'x', mode: 0o640 },
        'target/var/lib/a/link': { link: '/work' },
        'work/file': 'x',
        'target/var/lib/b/file': 'x',
        'target/var/lib/b': { folder: true, owner: '300:301' },
        'target/etc/c': { folder: true, mode: 0o700 },
      },
    );

    expect(status).toBe(0);
    expect(root.attributes('target/var/lib/a')).toBe('750 300:301');
    expect(root.attributes('target/var/lib/a/deep/file')).toBe('640 300:301');
    expect(root.attributes('target/var/lib/a/link')).toBe('777 300:301');
    expect(root.attributes('work/file')).toMatch(/ 0:0$/);
    expect(root.attributes('target/var/lib/b')).toBe('750 300:301');
    expect(root.attributes('target/var/lib/b/file')).toMatch(/ 0:0$/);
    expect(root.attributes('target/etc/c')).toBe('700 0:0');
  });

  test('of nobody take only the mode, where they are there', () => {
    const { root } = start(
      { 'x.service': ['StateDirectory=a'] },
      { 'target/var/lib/a': { folder: true, mode: 0o700, owner: '300:301' } },
    );

    expect(root.attributes('target/var/lib/a')).toBe('755 300:301');
  });

  test.each([
    [['User=lost', 'RuntimeDirectory=a'], '/run/a: there is no account lost or no group -'],
    [['Group=lost', 'RuntimeDirectory=a'], '/run/a: there is no account - or no group lost'],
    [
      ['DynamicUser=1', 'StateDirectory=a'],
      '/var/lib/a of x.service: its owner is made at each start; make it one of writable',
    ],
    [['RuntimeDirectory=a%m'], 'a%m of x.service: what %m is, a start tells'],
    [['RuntimeDirectory=there'], '/run/there: it is no folder'],
  ])('are told where they are not made: %j', (lines, told) => {
    const { made, status, stderr } = start(
      { 'x.service': lines },
      { 'target/run/there': { link: '/etc' } },
    );

    expect(status).toBe(0);
    expect(stderr).toBe(`not made: ${told}\n`);
    expect(made).toEqual({});
  });
});
