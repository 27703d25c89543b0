import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keptBusybox, ScriptRoots, whyNoScripts } from '../support/script-root';
import { temporaryFolder } from '../support/temporary-folder';

const busybox = keptBusybox();
const why =
  whyNoScripts() ?? (busybox === undefined ? 'no build has kept a busybox here' : undefined);
if (why !== undefined) process.stderr.write(`skipped: links of the merged /usr: ${why}\n`);

(why === undefined ? describe : describe.skip)('packages from before the merged /usr', () => {
  const folder = temporaryFolder('merged-usr');
  const roots = new ScriptRoots(join(folder, 'roots'), busybox);

  /** The data of a package, as dpkg-deb packs it. */
  function data(name: string, files: readonly string[], link?: string): Uint8Array {
    const tree = join(folder, name);
    for (const file of files) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), file);
    }
    if (link !== undefined) symlinkSync('libx.so.1.2', join(tree, link));
    const tar = join(folder, `${name}.tar`);
    execFileSync('tar', ['-C', tree, '--format=gnu', '-cf', tar, '.']);
    return readFileSync(tar);
  }

  /** Unpacks them one after the other. */
  function extract(...packages: readonly Uint8Array[]) {
    const tree = packages.map((tar, at) => [`work/${at}/data.tar`, { text: tar }] as const);
    const root = roots.make({ target: { folder: true }, ...Object.fromEntries(tree) });
    const calls = packages.map((_, at) => `extract ${at}`).join('\n');
    const { status, stderr } = root.runThen('set -o pipefail', ['merged-usr.sh'], calls);
    return { root, status, stderr };
  }

  test('are put behind links, which each folder gets that one of them has', () => {
    const { root, status, stderr } = extract(
      data('one', ['bin/sh', 'sbin/init', 'lib/libx.so.1.2', 'etc/x'], 'lib/libx.so.1'),
      data('two', ['usr/bin/env', 'bin/ls', 'lib64/ld.so', 'library/x', 'usr/lib/y']),
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(root.list('target')).toEqual({
      bin: '-> usr/bin',
      etc: '/',
      'etc/x': 'etc/x',
      lib: '-> usr/lib',
      lib64: '-> usr/lib64',
      library: '/',
      'library/x': 'library/x',
      sbin: '-> usr/sbin',
      usr: '/',
      'usr/bin': '/',
      'usr/bin/env': 'usr/bin/env',
      'usr/bin/ls': 'bin/ls',
      'usr/bin/sh': 'bin/sh',
      'usr/lib': '/',
      'usr/lib/libx.so.1': '-> libx.so.1.2',
      'usr/lib/libx.so.1.2': 'lib/libx.so.1.2',
      'usr/lib/y': 'usr/lib/y',
      'usr/lib64': '/',
      'usr/lib64/ld.so': 'lib64/ld.so',
      'usr/sbin': '/',
      'usr/sbin/init': 'sbin/init',
    });
    // dpkg knows them by the names that they were packed with.
    expect(root.read('work/0/list')).toContain('./bin/sh\n');
    expect(root.has('work/0/data.tar')).toBe(false);
  });

  test('stop the step where one of them is damaged', () => {
    const whole = data('three', ['bin/x']);
    expect(extract(whole.subarray(0, 700)).status).not.toBe(0);
  });
});
