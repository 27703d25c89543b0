import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { ScriptRoots, type Tree, whyNoScripts } from '../support/script-root';
import { temporaryFolder } from '../support/temporary-folder';

const why = whyNoScripts();
if (why !== undefined) process.stderr.write(`skipped: numbers of accounts: ${why}\n`);

/** The number that belongs to a name: a property of the name alone. */
function numberOf(name: string): number {
  const sum = execFileSync('cksum', { input: name, encoding: 'utf8' }).split(' ')[0];
  return 101 + (Number(sum) % 899);
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The two files of accounts, with those that every system has. */
function accountFiles(users: readonly Account[], groups: readonly [string, number][]): Tree {
  const passwd = users.map(
    ({ name, uid, gid }) => `${name}:x:${uid}:${gid}:of ${uid}:/var:/bin/sh`,
  );
  const group = groups.map(([name, gid]) => `${name}:x:${gid}:`);
  return {
    changes: { folder: true },
    'etc/passwd': ['root:x:0:0:root:/root:/bin/sh', ...passwd, 'nobody:x:65534:65534::/:', ''].join(
      '\n',
    ),
    'etc/group': ['root:x:0:', 'mail:x:8:', 'users:x:100:', ...group, 'nogroup:x:65534:', ''].join(
      '\n',
    ),
  };
}

(why === undefined ? describe : describe.skip)('numbers of accounts', () => {
  const roots = new ScriptRoots(temporaryFolder('accounts'));

  test('come from the names, whichever they were, for files of any name', () => {
    const root = roots.make({
      ...accountFiles(
        [{ name: 'redis', uid: 107, gid: 110 }],
        [
          ['redis', 110],
          ['ssl-cert', 111],
        ],
      ),
      'var/redis': { folder: true, owner: '107:110', mode: 0o2750 },
      'var/a name  with spaces': { text: 'x', owner: '107:111', mode: 0o640 },
      'var/a\\nb *[0]': { text: 'x', owner: '107:8', mode: 0o600 },
      'var/-n': { text: 'x', owner: '0:111', mode: 0o600 },
      'var/link': { link: 'nowhere', owner: '107:110' },
      'var/roots': { text: 'x', owner: '0:8', mode: 0o644 },
      'var/nobodys': { text: 'x', owner: '65534:65534', mode: 0o644 },
      'home/of a person': { text: 'x', owner: '1000:1000', mode: 0o644 },
    });

    expect(root.run('', 'accounts.sh')).toEqual({ status: 0, stdout: '', stderr: '' });

    const [redis, cert] = [numberOf('redis'), numberOf('ssl-cert')];
    const owners = Object.fromEntries(
      [...Object.keys(root.list('var')).map((name) => `var/${name}`), 'home/of a person'].map(
        (path) => [path, root.attributes(path)],
      ),
    );
    expect(owners).toEqual({
      'var/redis': `2750 ${redis}:${redis}`,
      'var/a name  with spaces': `640 ${redis}:${cert}`,
      'var/a\\nb *[0]': `600 ${redis}:8`,
      'var/-n': `600 0:${cert}`,
      'var/link': `777 ${redis}:${redis}`,
      'var/roots': '644 0:8',
      'var/nobodys': '644 65534:65534',
      'home/of a person': '644 1000:1000',
    });
    expect(root.read('etc/passwd')).toContain(
      `\nredis:x:${redis}:${redis}:of 107:/var:/bin/sh\nnobody:x:65534:65534::/:\n`,
    );
    expect(root.read('etc/group')).toContain(
      `users:x:100:\nredis:x:${redis}:\nssl-cert:x:${cert}:`,
    );
    expect(root.list('changes')).toEqual({});
  });

  test('keep the set-user-ID bits, which a change of hands takes away', () => {
    const root = roots.make({
      ...accountFiles([{ name: 'man', uid: 120, gid: 120 }], [['man', 120]]),
      'usr/lib/tool': { text: 'x', owner: '120:120', mode: 0o6755 },
      'usr/lib/sticky': { folder: true, owner: '0:120', mode: 0o3775 },
    });

    root.run('', 'accounts.sh');

    const man = numberOf('man');
    expect(root.attributes('usr/lib/tool')).toBe(`6755 ${man}:${man}`);
    expect(root.attributes('usr/lib/sticky')).toBe(`3775 0:${man}`);
  });

  test('that swap mix up no files: what was one account’s stays its own', () => {
    const [a, b] = ['first', 'second'];
    const [ofA, ofB] = [numberOf(a), numberOf(b)];
    const root = roots.make({
      ...accountFiles(
        [
          { name: a, uid: ofB, gid: ofB },
          { name: b, uid: ofA, gid: ofA },
        ],
        [
          [a, ofB],
          [b, ofA],
        ],
      ),
      'srv/a': { text: '', owner: `${ofB}:${ofB}` },
      'srv/b': { text: '', owner: `${ofA}:${ofA}` },
      'srv/both': { text: '', owner: `${ofA}:${ofB}` },
    });

    root.run('', 'accounts.sh');

    expect(['srv/a', 'srv/b', 'srv/both'].map((path) => root.attributes(path).slice(4))).toEqual([
      `${ofA}:${ofA}`,
      `${ofB}:${ofB}`,
      `${ofB}:${ofA}`,
    ]);
  });

  test('that the app gives come before those of the names, one by one', () => {
    const root = roots.make(
      accountFiles(
        [{ name: 'redis', uid: 107, gid: 110 }],
        [
          ['redis', 110],
          ['redis-x', 111],
        ],
      ),
    );

    root.run('export ACCOUNTS="other=1 redis=580"', 'accounts.sh');

    expect(root.read('etc/passwd')).toContain('redis:x:580:580:');
    expect(root.read('etc/group')).toContain(`redis:x:580:\nredis-x:x:${numberOf('redis-x')}:`);
  });

  test('that two accounts would have are refused by name, and nothing changes hands', () => {
    const tree = accountFiles(
      [
        { name: 'one', uid: 107, gid: 107 },
        { name: 'two', uid: 108, gid: 107 },
      ],
      [['one', 107]],
    );
    const root = roots.make({ ...tree, 'srv/file': { text: '', owner: '107:107' } });

    const { status, stderr } = root.run('export ACCOUNTS="one=300 two=300"', 'accounts.sh');

    expect(status).toBe(1);
    expect(stderr).toContain('the accounts one and two have the same number, 300');
    expect(root.attributes('srv/file')).toBe('644 107:107');
    expect(root.read('etc/passwd')).toBe(tree['etc/passwd']);
  });

  test('are the same in whatever order, and with whatever numbers, packages made the accounts', () => {
    const names = ['_apt', 'messagebus', 'sshd', 'systemd-network', 'tss', 'uuidd'];
    const unique = new Set(names.map(numberOf));
    expect(unique.size).toBe(names.length);
    const order = fc.shuffledSubarray(names, { minLength: names.length });
    const start = fc.integer({ min: 101, max: 900 });

    fc.assert(
      fc.property(order, start, (shuffled, first) => {
        const root = roots.make({
          ...accountFiles(
            shuffled.map((name, at) => ({ name, uid: first + at, gid: first + 50 - at })),
            shuffled.map((name, at) => [name, first + 50 - at]),
          ),
          ...Object.fromEntries(
            shuffled.map((name, at) => [
              `srv/${name}`,
              { text: '', owner: `${first + at}:${first + 50 - at}`, mode: 0o640 },
            ]),
          ),
        });
        expect(root.run('', 'accounts.sh').status).toBe(0);
        for (const name of names) {
          expect([name, root.attributes(`srv/${name}`)]).toEqual([
            name,
            `640 ${numberOf(name)}:${numberOf(name)}`,
          ]);
        }
      }),
      { numRuns: 6 },
    );
  });
});
