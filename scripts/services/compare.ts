/**
 * Compares base images of services with what mmdebstrap makes of the same packages in root mode, file
 * by file: type, mode, owner, content. The rules of test/rootfs/configured.test.ts hold. Prints each
 * difference, and puts into the table of docs/services.md which trees are equal.
 *
 *   scripts/services/compare [PACKAGE[,PACKAGE...]...]
 *
 * Packages with commas between are put into one tree. Needs dist/, an engine, mirrors of Debian, and
 * root. Ends with 3 where a tree differs.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { snapshotEpoch } from '../../lib/debian/snapshot';
import {
  ACCOUNT_FILES,
  CONFIGURED_RULES,
  named,
  withoutNumbers,
} from '../../test/support/configured-tree';
import { debianMirror, mmdebstrap } from '../../test/support/debian-mirror';
import { runMmdebstrap, treeDifferences } from '../../test/support/mmdebstrap-tree';
import { tarTree } from '../../test/support/tar-tree';
import { SERVICES, type Service, serviceOf } from './list';
import { failureOf } from './result';
import { ServicesApp } from './synth';
import { putCells } from './table';

/** What a machine is called in a step, which scripts of mail servers write down. */
const BUILDKIT_HOSTNAME = 'buildkitsandbox';

const mirror = needed(debianMirror());
const { program } = needed(mmdebstrap());

/** What is there; or else stops with the reason why it is not. */
function needed<T extends object>(value: T | string): T {
  if (typeof value === 'string') throw new Error(value);
  return value;
}

const wanted = process.argv.slice(2);
const groups = (wanted.length > 0 ? wanted : SERVICES.map(({ packages: [name = ''] }) => name)).map(
  (group) => group.split(',').map((name) => serviceOf(name)),
);

/** A tree in an archive that names its paths with a prefix. */
function treeIn(file: string, prefix: string) {
  const read = (path: string) =>
    execFileSync('tar', ['-xOf', file, `${prefix}${path}`], { encoding: 'utf8' });
  return { tree: named(tarTree(file), read), read };
}

/** What differs in the tree of all packages of some services, a line each. */
function differences(group: readonly Service[]): string[] {
  const app = new ServicesApp([group]);
  try {
    const [ours, theirs] = ['ours.tar', 'theirs.tar'].map((name) => join(app.folder, name)) as [
      string,
      string,
    ];
    const image = `base-${group[0]?.packages[0]}`;
    const platform = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
    const output = ['--platform', platform, '-o', `type=tar,dest=${ours}`];
    for (const args of [['lock'], ['build', image, ...output]]) {
      const failure = failureOf(app.synth(...args));
      if (failure !== undefined) return [failure];
    }
    runMmdebstrap(theirs, {
      program,
      mirror,
      folder: app.folder,
      epoch: snapshotEpoch(app.snapshot),
      hostname: BUILDKIT_HOSTNAME,
      options: ['--mode=root', `--include=${group.flatMap(({ packages }) => packages).join(',')}`],
    });
    const [here, there] = [treeIn(ours, ''), treeIn(theirs, './')];
    const others = ACCOUNT_FILES.filter((path) => {
      const [one, other] = [here, there].map(({ read }) => withoutNumbers(read(path)).join('\n'));
      return one !== other;
    });
    return [
      ...treeDifferences(here.tree, there.tree, CONFIGURED_RULES),
      ...others.map((path) => `${path}: other accounts`),
    ];
  } finally {
    app.remove();
  }
}

let equal = 0;
for (const group of groups) {
  const found = differences(group);
  const names = group.map(({ packages: [name = ''] }) => name);
  console.log(`${names.join(',')}: ${found.length === 0 ? 'equal' : `${found.length} differ`}`);
  for (const line of found.slice(0, 20)) console.log(`  ${line}`);
  for (const name of names) {
    putCells(name, { compared: found.length === 0 ? 'equal' : `**${found.length} differ**` });
  }
  if (found.length === 0) equal += group.length;
}
const all = groups.flat().length;
console.error(`${equal} of ${all} are in trees that are mmdebstrap's`);
process.exitCode = equal === all ? 0 : 3;
