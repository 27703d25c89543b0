import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copy, local, scratch } from '../../../lib/llb';
import { ClientBuilds, marshal, result } from '../../support/client-builds';
import { describeWith } from '../../support/engine';
import { folderContent } from '../../support/folder-content';
import { copyPrograms } from '../../support/shell-rootfs';

const builds = new ClientBuilds();
const { shell } = builds;

const which = (name: string) =>
  (process.env.PATH ?? '')
    .split(':')
    .map((folder) => `${folder}/${name}`)
    .find(existsSync);
const programs = ['chmod', 'dd', 'ln', 'mkdir', 'mkfifo', 'mknod', 'touch'].map(which);
const setfattr = which('setfattr');
if (setfattr === undefined) {
  process.stderr.write('extended attributes are not compared: there is no setfattr here\n');
}

/** Makes a tree with every kind of entry, and what exporters find hard: the same in each run. */
const script = `
set -e
mkdir /tree && cd /tree
mkdir a a/deep empty closed sticky
for file in a/b a-b a.b a/deep/x closed/x private set-id now ' odd
"name"\\' 'ä€😀'; do echo "$file" >"$file"; done
: >nothing
dd if=/dev/zero of=large bs=1000000 count=3 2>/dev/null
ln a/b a/second; ln a/b third
ln -s a/b link; ln -s /nowhere/at/all dangling; ln -s .. a/up
mkfifo pipe; mknod character c 1 3; mknod block b 7 300
if command -v setfattr >/dev/null; then
  setfattr -n user.of-file -v 'x
=' a/b; setfattr -n user.of-file -v '' now
  setfattr -n user.of-folder -v y a; setfattr -n user.odd -v z ' odd
"name"\\'
fi
chmod 0600 private; chmod 0622 pipe; chmod 0666 character; chmod 0660 block
chmod 1777 sticky; chmod 4755 set-id; chmod 0555 closed
touch -h -d '2026-05-05T05:05:05.000000001Z' a/deep/* a/* closed/* *
touch -h -d '1969-12-31T23:59:58.5Z' private
touch -h -d '1901-12-14T00:00:00Z' a/deep
touch -h -d '1969-12-31T23:59:59.999999999Z' a-b
touch -h -d '2026-01-02T03:04:05.123456789Z' a.b
touch -h -d '1965-01-01T00:00:00.000001Z' link
touch -h -d '2001-01-01T00:00:00Z' pipe
touch -h -d '1960-01-01T00:00:00Z' character
touch -h -d '1970-01-01T00:00:00Z' nothing
touch -h -d '2020-02-20T20:20:20.202020202Z' closed
`;

/** All of them, as text. */
function extendedAttributes(folder: string): string[] {
  if (setfattr === undefined) return [];
  const text = execFileSync('getfattr', ['-hRPd', '-m', '-', '.'], { cwd: folder }).toString();
  return text.split('\n\n').filter(Boolean).sort();
}

const isRoot = process.getuid?.() === 0;
(isRoot ? describeWith : skipped)(['buildkitd'], 'a local export', ({ buildkitd }) => {
  test('is what buildctl makes of the same result, times to the microsecond', async () => {
    copyPrograms(
      [...programs, setfattr].filter((path) => path !== undefined),
      shell,
    );
    const args = ['/bin/sh', '-c', script];
    // Under a name of its own: the daemon takes equal sources of two builds at once for one.
    const root = scratch().file(copy(local('programs'), '/', '/'));
    const made = root.run({ args, env: { PATH: process.env.PATH ?? '' } }).root;
    const state = scratch().file(copy(made, '/tree', '/'));
    const [theirs, ours] = [builds.fresh('theirs'), builds.fresh('ours')];
    const output = `type=local,dest=${theirs}`;
    execFileSync(
      buildkitd.buildctl,
      ['--addr', buildkitd.address, 'build', '--local', `programs=${shell}`, '--output', output],
      { input: marshal(state).toBytes(), stdio: ['pipe', 'ignore', 'pipe'] },
    );

    await builds.build(buildkitd.address, {
      results: [result(state)],
      exporters: [{ type: 'local', attrs: {}, output: ours }],
      locals: { programs: shell },
    });

    const expected = { ...folderContent(theirs), '.': '' };
    expect({ ...folderContent(ours), '.': '' }).toEqual(expected);
    expect(Object.keys(expected)).toHaveLength(27);
    expect(extendedAttributes(ours)).toEqual(extendedAttributes(theirs));
    if (setfattr !== undefined) expect(extendedAttributes(theirs)).toHaveLength(6);
  });
});

function skipped(_needs: unknown, name: string): void {
  process.stderr.write(`skipped: "${name}" makes devices, which needs root\n`);
  describe.skip(name, () => test('needs root', () => {}));
}
