import type { DebianArchitecture } from '../debian/architecture';
import { bindMount, FAILURE_CODE_KEY, type State } from '../llb';
import { script } from './script';
import type { RootfsStep } from './unpack';

/** A user with its group, and the names that packages have given these numbers. */
interface Ids {
  readonly uid: number;
  readonly gid: number;
  readonly names: { readonly user?: string; readonly group?: string };
}

/** An account that is added. */
interface Account {
  readonly name: string;
  readonly id: number;
  readonly group?: number | undefined;
  readonly home?: string | undefined;
  readonly shell?: string | undefined;
}

/** A folder that is written. */
interface WritableFolder {
  readonly path: string;
  readonly owner?: Ids;
  readonly mode?: number;
}

/** What the tree of a runtime is held to, and what is added to it. */
export interface FinishOptions extends RootfsStep, Ids {
  /** A configured minbase of the build platform. */
  readonly native: State;
  readonly architecture: DebianArchitecture;
  /** Accounts beside those of packages. */
  readonly accounts: readonly Account[];
  /** Folders that the user may write. */
  readonly writable: readonly WritableFolder[];
  /** Absolute paths of the programs that the engine starts. */
  readonly programs: readonly string[];
  /** Absolute path of the folder that the process starts in. */
  readonly folder: string;
  /** Folders that the dynamic loader searches first, with colons between: LD_LIBRARY_PATH. */
  readonly libraryPath: string;
  /** Names of the waivers that the image has. */
  readonly waivers: readonly string[];
  /** Seconds since 1970: the date of what is added. */
  readonly sourceDateEpoch: number;
}

/**
 * Looks whether the finished tree of a runtime keeps its contract, and adds the accounts and the
 * folders that its user needs.
 *
 * Becomes one exec on the build platform, whose output is the mount `/target`. It fails, with a line
 * for each departure, where the tree is not what the contract says; see `contract.pl`.
 */
export function finishRuntime(tree: State, options: FinishOptions): State {
  const { accounts, architecture, folder, native, programs, source, title, waivers, writable } =
    options;
  const scripts = ['contract.pl', 'named-accounts.pl', 'runtime-accounts.pl'] as const;
  const { mount, path } = script('finish.pl', ...scripts);
  const owners = [options, ...writable.flatMap(({ owner }) => owner ?? [])];
  const words: readonly (readonly [string, string | number])[] = [
    ['root', '/target'],
    ['machine', architecture.elf.machine],
    ['bits', architecture.elf.bits],
    ['triplet', architecture.multiarch],
    ['user', options.uid],
    ['group', options.gid],
    ['libraries', options.libraryPath],
    ['waived', [...waivers].sort().join(',')],
    ['epoch', options.sourceDateEpoch],
    ...programs.map((program) => ['program', program] as const),
    ...(folder === '/' ? [] : [['folder', folder] as const]),
    ...accounts.map((account) => ['account', accountWord(account)] as const),
    ...owners.flatMap(namedWords),
    ...writable.map((folder) => ['writable', folderWord(folder)] as const),
  ];
  return native
    .run({
      args: ['/usr/bin/perl', path, ...words.map(([key, value]) => `${key}=${value}`)],
      mounts: [mount, bindMount('/target', tree)],
      network: 'none',
      customName: `${title}: contract and accounts`,
      description: { [FAILURE_CODE_KEY]: 'E_RUNTIME_CONTRACT' },
      source,
    })
    .mount('/target');
}

function accountWord({ group, home = '/nonexistent', id, name, shell }: Account): string {
  return [name, id, group ?? id, home, shell ?? '/usr/sbin/nologin'].join(':');
}

/** Names that must have the numbers that were worked out for them. */
function namedWords({ gid, names, uid }: Ids): (readonly [string, string])[] {
  return [
    ...(names.user === undefined ? [] : [['named', `passwd:${names.user}:${uid}`] as const]),
    ...(names.group === undefined ? [] : [['named', `group:${names.group}:${gid}`] as const]),
  ];
}

function folderWord({ mode, owner, path }: WritableFolder): string {
  if (mode === undefined && owner === undefined) return path;
  return [owner?.uid ?? '', owner?.gid ?? '', mode?.toString(8) ?? '', path].join(':');
}
