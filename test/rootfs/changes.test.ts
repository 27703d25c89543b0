import { readFileSync } from 'node:fs';
import { ScriptRoots, TODAY, type Tree, whyNoScripts } from '../support/script-root';
import { temporaryFolder } from '../support/temporary-folder';

const why = whyNoScripts();
if (why !== undefined) process.stderr.write(`skipped: what scripts changed: ${why}\n`);

/** How `configure.sh` lists the root, cut out of it. */
const [LIST_ROOT = ''] =
  /^list_root\(\) \{\n[\s\S]*?^\}\n/m.exec(
    readFileSync(`${__dirname}/../../lib/rootfs/configure.sh`, 'utf8'),
  ) ?? [];

(why === undefined ? describe : describe.skip)('what maintainer scripts changed', () => {
  const roots = new ScriptRoots(temporaryFolder('changes'));

  /** The record of what a script did to a tree. */
  function changed(tree: Tree, script: string, packages: readonly string[] = ['a', 'b:amd64']) {
    const root = roots.make({ ...tree, changes: { folder: true }, 'did.sh': script });
    // The file of the script itself is written before the first list is made.
    const prelude = [
      'dated=/changes/dated; : > "$dated"',
      // There it is a mount, which is not listed.
      LIST_ROOT.replace('! -path /changes', "! -path '/changes*'"),
      'list_root > /changes/before',
      '. /did.sh',
      `set -- ${packages.join(' ')}`,
      '',
    ].join('\n');
    const ran = root.run(prelude, 'changes.sh');
    expect(ran).toEqual({ status: 0, stdout: '', stderr: '' });
    const lines = (name: string) => root.read(`changes/${name}`).split('\n').slice(0, -1);
    return {
      root,
      tree: root.list('changes/tree'),
      attributes: lines('attributes'),
      removed: lines('removed'),
      packages: lines('packages'),
    };
  }

  test('is nothing where they changed nothing', () => {
    const { root, ...found } = changed({ 'etc/a': 'a' }, ':', []);

    expect(found).toEqual({ tree: {}, attributes: [], removed: [], packages: [''] });
    expect(Object.keys(root.list('changes')).sort()).toEqual([
      'attributes',
      'packages',
      'removed',
      'tree',
    ]);
  });

  test('is new files, with the folders above as they are', () => {
    const { root, tree, attributes, removed, packages } = changed(
      { 'var/lib/kept': { text: 'old', mode: 0o600 } },
      [
        'mkdir -m 2750 "/var/lib/a b"; chown 7:8 "/var/lib/a b"; touch -d @1 "/var/lib/a b"',
        'echo one > "/var/lib/a b/file"; chmod 4711 "/var/lib/a b/file"',
        'ln -s ../kept "/var/lib/a b/link"; chown -h 5:6 "/var/lib/a b/link"',
      ].join('\n'),
    );

    expect(tree).toEqual({
      var: '/',
      'var/lib': '/',
      'var/lib/a b': '/',
      'var/lib/a b/file': 'one\n',
      'var/lib/a b/link': '-> ../kept',
    });
    expect([attributes, removed, packages]).toEqual([[], [], ['a', 'b:amd64']]);
    expect(
      ['', '/file', '/link'].map((path) => root.attributes(`changes/tree/var/lib/a b${path}`)),
    ).toEqual(['2750 7:8', '4711 0:8', '777 5:6']);
  });

  test('is what holds something else: text, size or time, or the place of a link', () => {
    const { tree, removed } = changed(
      {
        'etc/text': { text: 'same length', time: TODAY },
        'etc/time': { text: 'x', time: TODAY },
        'etc/link': { link: 'a' },
        'etc/kept link': { link: 'b' },
        'etc/kept': { text: 'x', time: TODAY },
      },
      [
        'echo "SAME LENGT" > /etc/text',
        'touch -d @5 /etc/time',
        'ln -sfn c /etc/link',
        'cat /etc/kept > /changes/dated',
      ].join('\n'),
    );

    expect(tree).toEqual({
      etc: '/',
      'etc/link': '-> c',
      'etc/text': 'SAME LENGT\n',
      'etc/time': 'x',
    });
    expect(removed).toEqual([]);
  });

  test('is modes and owners alone, the deepest path first', () => {
    const { tree, attributes } = changed(
      {
        'srv/a name': { text: 'x', mode: 0o644 },
        'srv/folder/below': { text: 'x', mode: 0o644 },
        'srv/link': { link: 'folder' },
      },
      'chmod 4750 "/srv/a name"; chown 9:9 /srv/folder; chmod 1777 /srv/folder; chown -h 3:3 /srv/link',
    );

    expect(tree).toEqual({});
    expect([...attributes].sort()).toEqual([
      '1777 9 9 srv/folder',
      '4750 0 0 srv/a name',
      '777 3 3 srv/link',
    ]);
  });

  test('is what is gone, what is below it first, and what is of another kind now', () => {
    const { tree, removed } = changed(
      {
        'srv/gone folder/a/b': 'x',
        'srv/to link/below': 'x',
        'srv/to file': { link: 'x' },
        'srv/kept': 'x',
      },
      [
        'rm -r "/srv/gone folder" "/srv/to link" "/srv/to file"',
        'ln -s kept "/srv/to link"',
        'echo now > "/srv/to file"',
      ].join('\n'),
    );

    expect(tree).toEqual({ srv: '/', 'srv/to file': 'now\n', 'srv/to link': '-> kept' });
    expect(removed).toEqual([
      'srv/to link/below',
      'srv/to link',
      'srv/to file',
      'srv/gone folder/a/b',
      'srv/gone folder/a',
      'srv/gone folder',
    ]);
  });

  test('is told to be incomplete where a file cannot be read, and the step fails', () => {
    const root = roots.make({ changes: { folder: true } });
    // What is listed and gone before it is packed.
    const { status, stderr } = root.run(
      'dated=/changes/dated; list_root() { printf "/gone\\tf 1 1 \\t644 0 0\\n"; }; : > /changes/before\nset -- a',
      'changes.sh',
    );

    expect(status).not.toBe(0);
    expect(stderr).toContain('gone');
  });

  // A unit of systemd for a path is such a name: "dev-disk-by\x2duuid.swap", "mnt-a\134b.mount".
  test.each([
    'a\\nb',
    'dev-disk\\x2duuid.swap',
    'mnt-a\\134b.mount',
    'back\\\\slash',
    '-C',
    '*',
    'ü “',
  ])('has files with the name %j as they are', (name) => {
    const { tree } = changed(
      {},
      `echo x > '/etc-${name}'; mkdir '/${name}'; echo y > '/${name}/f'`,
    );

    expect(tree).toEqual({ [`etc-${name}`]: 'x\n', [name]: '/', [`${name}/f`]: 'y\n' });
  });
});
