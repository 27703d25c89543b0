import type { DebianArchitecture } from '../debian/architecture';
import { bindMount, type State, scratch } from '../llb';
import { script } from './script';
import type { RootfsStep } from './unpack';

/** What both ways of configuring a tree need to know. */
interface ConfigureStep extends RootfsStep {
  /** Architecture of the tree. */
  readonly architecture: DebianArchitecture;
  /** Seconds since 1970: what the scripts take for today, and the date of what they make. */
  readonly sourceDateEpoch: number;
  /** Whether base-files and libc6 divert what the merged /usr has twice. @default true */
  readonly holdsUsrLinks?: boolean;
}

/** A tree of the build platform whose packages are unpacked and wait for their maintainer scripts. */
export interface ConfigureOptions extends ConfigureStep {
  /** Names of the packages that wait. */
  readonly packages: readonly string[];
  /** Numbers of accounts that do not get those of their names. */
  readonly accounts: Readonly<Record<string, number>>;
}

/** A root whose maintainer scripts ran. */
export interface ConfiguredRoot {
  readonly state: State;
  /** What the scripts changed, see `changes.sh`; undefined where none ran. */
  readonly changes: State | undefined;
  readonly architecture: DebianArchitecture;
}

/**
 * Runs the maintainer scripts of unpacked packages in place, where they find the programs of
 * everything that they depend on.
 *
 * Becomes one exec with the tree as its root, for the build platform only. Its other output is a
 * tree that says what the scripts changed.
 */
export function configureInPlace(unpacked: State, options: ConfigureOptions): ConfiguredRoot {
  const { architecture, packages, source, sourceDateEpoch, title } = options;
  const accounts = Object.entries(options.accounts).map(([name, id]) => `${name}=${id}`);
  const { mount, path } = script(
    'configure.sh',
    'configure.sh',
    'accounts.sh',
    'java-certificates.sh',
    'first-start.sh',
    'clean.sh',
    'date.sh',
    'changes.sh',
  );
  const exec = unpacked.run({
    args: ['/bin/sh', path, architecture.debian, `${sourceDateEpoch}`, ...packages],
    ...(accounts.length === 0 ? {} : { env: { ACCOUNTS: accounts.sort().join(' ') } }),
    mounts: [mount, bindMount('/changes', scratch())],
    network: 'none',
    customName: `${title}: run maintainer scripts`,
    source,
  });
  return { state: exec.root, changes: exec.mount('/changes'), architecture };
}

/**
 * Configures a tree of another architecture by what the maintainer scripts of the same packages
 * changed on the build platform.
 *
 * Becomes one exec on the build platform, whose output is the mount `/target`. No program of the
 * target runs, so no emulator is needed.
 *
 * @param unpacked the tree, see {@link unpackDebs}
 * @param native the same packages over the same ones, configured
 */
export function carryChanges(
  unpacked: State,
  native: ConfiguredRoot,
  { architecture, holdsUsrLinks = true, source, sourceDateEpoch, title }: ConfigureStep,
): State {
  const { mount, path } = script(
    'carry.sh',
    'architectures.sh',
    'translate.sh',
    ...(holdsUsrLinks ? [] : ['native-dpkg.sh']),
    'carry.sh',
    ...(holdsUsrLinks ? ['usr-diversions.sh'] : []),
    'carry-rest.sh',
    'date.sh',
  );
  const architectures = [native.architecture, architecture].flatMap(({ debian, multiarch }) => [
    multiarch,
    debian,
  ]);
  return native.state
    .run({
      args: ['/bin/sh', path, ...architectures, `${sourceDateEpoch}`],
      mounts: [
        mount,
        bindMount('/target', unpacked),
        ...(native.changes === undefined
          ? []
          : [bindMount('/changes', native.changes, { readonly: true })]),
      ],
      network: 'none',
      customName: `${title}: carry over what maintainer scripts changed`,
      source,
    })
    .mount('/target');
}
