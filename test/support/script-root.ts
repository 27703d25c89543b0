import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readPackageFile } from '../../lib/package';
import { copyPrograms } from './shell-rootfs';

/** What stands at a path: a text, or more of it. */
export type Entry =
  | string
  | {
      readonly text?: string | Uint8Array;
      readonly link?: string;
      readonly folder?: true;
      readonly mode?: number;
      /** `user:group`, by number. */
      readonly owner?: string;
      /** Seconds since 1970. */
      readonly time?: number;
    };

/** Paths, without the leading slash, to what stands there. */
export type Tree = Readonly<Record<string, Entry>>;

/** What a step says, and with which status it ends. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs that the scripts of a Debian root call. */
const PROGRAMS = [
  ...['awk', 'basename', 'cat', 'chgrp', 'chmod', 'chown', 'cksum', 'comm', 'cp', 'find', 'grep'],
  ...[
    'head',
    'ln',
    'ls',
    'md5sum',
    'mkdir',
    'mv',
    'readlink',
    'rm',
    'rmdir',
    'sed',
    'sh',
    'sort',
    'tar',
  ],
  ...['touch', 'tr'],
];

/** The date that the scripts take for today. */
export const TODAY = 1_000_000_000;

/** Why scripts cannot be run in a root of their own here; undefined where they can. */
export function whyNoScripts(): string | undefined {
  if (process.getuid?.() !== 0) return 'a root of its own needs the user root';
  return spawnSync('chroot', ['/', '/bin/sh', '-c', ':']).status === 0
    ? undefined
    : 'no chroot can be made here';
}

/** A busybox that an earlier build was unpacked by, or undefined. */
export function keptBusybox(): string | undefined {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'buildkit-cdk');
  const members = join(folder, 'deb-members');
  if (!existsSync(members)) return undefined;
  return readdirSync(members)
    .map((hash) => join(members, hash, 'content/busybox'))
    .find(
      // Tests have unpackers that do nothing.
      (file) => existsSync(file) && `${spawnSync(file, ['echo', 'here']).stdout}` === 'here\n',
    );
}

/** Makes roots that shell scripts run in: with the programs of Debian, or with busybox alone. */
export class ScriptRoots {
  readonly #base: string;
  #count = 0;

  /** @param busybox a static one, for roots that hold nothing else */
  constructor(
    private readonly folder: string,
    busybox?: string,
  ) {
    this.#base = join(folder, 'base');
    if (busybox === undefined) {
      copyPrograms(
        PROGRAMS.map((name) => execFileSync('which', [name], { encoding: 'utf8' }).trim()),
        this.#base,
      );
      if (!existsSync(join(this.#base, 'bin/sh'))) {
        mkdirSync(join(this.#base, 'bin'), { recursive: true });
        copyFileSync(join(this.#base, 'usr/bin/sh'), join(this.#base, 'bin/sh'));
      }
      return;
    }
    mkdirSync(join(this.#base, 'bin'), { recursive: true });
    copyFileSync(busybox, join(this.#base, 'bin/busybox'));
    chmodSync(join(this.#base, 'bin/busybox'), 0o755);
    execFileSync('chroot', [this.#base, '/bin/busybox', '--install', '-s', '/bin']);
  }

  /** A root with a tree of its own beside the programs. */
  make(tree: Tree): ScriptRoot {
    const root = join(this.folder, `root-${++this.#count}`);
    execFileSync('cp', ['-al', this.#base, root]);
    mkdirSync(join(root, 'dev'), { recursive: true });
    writeFileSync(join(root, 'dev/null'), '');
    const made = new ScriptRoot(root);
    made.put(tree);
    return made;
  }
}

/** One root, in which scripts run as in that of a step. */
export class ScriptRoot {
  constructor(readonly path: string) {}

  put(tree: Tree): void {
    const dated: [string, number][] = [];
    for (const [path, entry] of Object.entries(tree)) {
      const at = join(this.path, path);
      mkdirSync(dirname(at), { recursive: true });
      const {
        text = '',
        link,
        folder,
        mode,
        owner,
        time,
      } = typeof entry === 'string' ? { text: entry } : { ...entry };
      if (link !== undefined) symlinkSync(link, at);
      else if (folder) mkdirSync(at, { recursive: true });
      else writeFileSync(at, text);
      if (owner !== undefined) {
        const [uid = 0, gid = 0] = owner.split(':').map(Number);
        if (link === undefined) chownSync(at, uid, gid);
        else lchownSync(at, uid, gid);
      }
      if (mode !== undefined) chmodSync(at, mode);
      if (time !== undefined) dated.push([at, time]);
    }
    for (const [at, time] of dated) utimesSync(at, time, time);
  }

  /** Runs parts of `lib/rootfs` after a prelude, with the options that whole steps have. */
  run(prelude: string, ...parts: readonly string[]): Ran {
    return this.runThen(prelude, parts, '');
  }

  /** As {@link run}, and something after the parts: what calls the functions that they hold. */
  runThen(prelude: string, parts: readonly string[], then: string): Ran {
    const text = parts.map((part) => readPackageFile(`lib/rootfs/${part}`)).join('');
    writeFileSync(
      join(this.path, 'script.sh'),
      `set -eu\numask 022\nexport LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin\n${prelude}\n${text}${then}\n`,
    );
    const { status, stdout, stderr } = spawnSync('chroot', [this.path, '/bin/sh', '/script.sh'], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  /** Below a folder, each path with what it is: a text, `-> link`, or `/`. */
  list(folder: string): Record<string, string> {
    const found: Record<string, string> = {};
    const walk = (below: string): void => {
      for (const name of readdirSync(join(this.path, folder, below)).sort()) {
        const path = below === '' ? name : `${below}/${name}`;
        const at = join(this.path, folder, path);
        const stat = lstatSync(at);
        if (stat.isSymbolicLink()) found[path] = `-> ${readlinkSync(at)}`;
        else if (stat.isDirectory()) {
          found[path] = '/';
          walk(path);
        } else found[path] = readFileSync(at, 'utf8');
      }
    };
    if (existsSync(join(this.path, folder))) walk('');
    return found;
  }

  /** `4755 101:102`, of what stands at the path itself. */
  attributes(path: string): string {
    const { gid, mode, uid } = lstatSync(join(this.path, path));
    return `${(mode & 0o7777).toString(8)} ${uid}:${gid}`;
  }

  /** Seconds since 1970. */
  time(path: string): number {
    return lstatSync(join(this.path, path)).mtimeMs / 1000;
  }

  has(path: string): boolean {
    try {
      lstatSync(join(this.path, path));
      return true;
    } catch {
      return false;
    }
  }
}
