import { execFileSync } from 'node:child_process';
import { type DebianMirror, minbaseArguments } from './debian-mirror';
import type { TreeEntry } from './tar-tree';

/** Paths by a pattern, and why they differ. */
export type TreeRules = readonly (readonly [RegExp, string])[];

/** Paths that mmdebstrap has and a tree of ours has not, and why. */
export const LEFT_OUT: TreeRules = [
  [/^dev\/./, 'devices: the runtime of a container makes them'],
  [/^etc\/(hostname|resolv\.conf|fstab)$/, 'the machine that ran mmdebstrap, or what a boot needs'],
  [/^etc\/apt\/sources\.list$/, 'the mirror'],
  [/^var\/lib\/apt\/extended_states$/, 'what apt chose: here it was the lock'],
  [/^(etc\/\.pwd\.lock|var\/.*\/(lock|lock-frontend|Lock))$/, 'locks'],
  [/^(etc\/(passwd|group|shadow|gshadow|subuid|subgid)-|var\/.*-old)$/, 'backups'],
  [/^var\/log\/./, 'logs'],
];

/** Paths that are otherwise, and why. */
export const OTHERWISE: TreeRules = [
  [
    /^var\/(cache\/apt\/archives|lib\/apt\/lists)\/partial$/,
    'apt takes them for its user as it runs',
  ],
];

/** What is otherwise in suites without the links of the merged /usr in a package. */
export const OTHERWISE_BEFORE_TRIXIE: TreeRules = [
  [/^etc\/shells$/, 'the same lines in another order: usrmerge of mmdebstrap merges /usr later'],
];

/** What mmdebstrap is asked for. */
export interface MmdebstrapWish {
  readonly program: string;
  readonly mirror: DebianMirror;
  /** A folder for what is temporary. */
  readonly folder: string;
  /** SOURCE_DATE_EPOCH. */
  readonly epoch: number | undefined;
  /** Name that the machine has meanwhile; needs root. @default - its own */
  readonly hostname?: string;
  /** @default 'trixie' */
  readonly suite?: string;
  /** More than those of a minbase. @default [] */
  readonly options?: readonly string[];
}

/** Makes a tree of Debian with mmdebstrap, as a tar archive. */
export function runMmdebstrap(file: string, wish: MmdebstrapWish): void {
  const { epoch, folder, hostname, mirror, options = [], program, suite } = wish;
  const own = ['--uts', 'sh', '-c', 'hostname "$0" && exec "$@"', hostname ?? ''];
  const command = [...(hostname === undefined ? [] : ['unshare', ...own]), program];
  const [first = '', ...rest] = [...command, ...options, ...minbaseArguments(mirror, file, suite)];
  execFileSync(first, rest, {
    env: {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      TMPDIR: folder,
      SOURCE_DATE_EPOCH: `${epoch}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Differences that no rule explains, one line each. */
export function treeDifferences(
  ours: ReadonlyMap<string, TreeEntry>,
  theirs: ReadonlyMap<string, TreeEntry>,
  { leftOut, otherwise }: { readonly leftOut: TreeRules; readonly otherwise: TreeRules },
): string[] {
  const isExpected = (path: string, rules: TreeRules) =>
    rules.some(([pattern]) => pattern.test(path));
  const paths = [...new Set([...ours.keys(), ...theirs.keys()])].filter(Boolean).sort();
  return paths.flatMap((path) => {
    const [here, there] = [describeEntry(ours.get(path)), describeEntry(theirs.get(path))];
    const isKnown = isExpected(path, here === 'nothing' ? leftOut : otherwise);
    return here === there || isKnown ? [] : [`${path}: ${here}, mmdebstrap has ${there}`];
  });
}

/** All that a tree says of a path but its date. */
export function describeEntry(entry: TreeEntry | undefined): string {
  if (entry === undefined) return 'nothing';
  return [entry.type, entry.mode, entry.owner, entry.content].join(' ');
}
