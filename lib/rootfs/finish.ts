import type { DebianArchitecture } from '../debian/architecture';
import { bindMount, FAILURE_CODE_KEY, type State } from '../llb';
import { script } from './script';
import type { RootfsStep } from './unpack';

/** What the tree of a runtime is held to, and what is added to it. */
export interface FinishOptions extends RootfsStep {
  /** A configured minbase of the build platform. */
  readonly native: State;
  readonly architecture: DebianArchitecture;
  /** Numbers that the process runs as. */
  readonly uid: number;
  readonly gid: number;
  /** Absolute paths of folders that the user may write. */
  readonly writable: readonly string[];
  /** Absolute paths of the programs that the engine starts. */
  readonly programs: readonly string[];
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
  const { architecture, gid, native, programs, source, title, uid, waivers, writable } = options;
  const { mount, path } = script(
    'finish.pl',
    'contract.pl',
    'contract-commands.pl',
    'contract-report.pl',
    'runtime-accounts.pl',
  );
  const words: readonly (readonly [string, string | number])[] = [
    ['root', '/target'],
    ['machine', architecture.elf.machine],
    ['bits', architecture.elf.bits],
    ['triplet', architecture.multiarch],
    ['user', uid],
    ['group', gid],
    ['libraries', options.libraryPath],
    ['waived', [...waivers].sort().join(',')],
    ['epoch', options.sourceDateEpoch],
    ...programs.map((program) => ['program', program] as const),
    ...writable.map((folder) => ['writable', folder] as const),
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
