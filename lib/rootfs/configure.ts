import { bindMount, type ExecOptions, type Mount, type State } from '../llb';
import { script } from './script';
import type { RootfsStep } from './unpack';

/** A tree whose packages are unpacked and wait for their maintainer scripts. */
export interface ConfigureOptions extends RootfsStep {
  /** Debian architecture of the tree. */
  readonly architecture: string;
  /** Names of the packages that wait. */
  readonly packages: readonly string[];
  /** Seconds since 1970: what the scripts take for today. */
  readonly sourceDateEpoch: number;
}

/**
 * Runs the maintainer scripts of a tree of any architecture with the programs of another one.
 *
 * Becomes an exec on the build platform: `dpkg --root=/target --force-script-chrootless`. No
 * program of the target runs, so no emulator is needed, and the result does not depend on the
 * build platform.
 *
 * @param unpacked the tree, see {@link unpackDebs}
 * @param native an unpacked or configured minbase of the build platform
 * @see dpkg(1), `--force-script-chrootless`
 */
export function configureFromOutside(
  unpacked: State,
  native: State,
  options: ConfigureOptions,
): State {
  const target = bindMount('/target', unpacked);
  return native.run(configure('/target', options, [target])).mount('/target');
}

/**
 * Runs the maintainer scripts of packages that were unpacked over a configured base, in place.
 *
 * Becomes an exec with the tree as its root; for the build platform only.
 */
export function configureInPlace(unpacked: State, options: ConfigureOptions): State {
  return unpacked.run(configure('', options)).root;
}

function configure(
  target: string,
  options: ConfigureOptions,
  mounts: readonly Mount[] = [],
): ExecOptions {
  const { architecture, packages, source, sourceDateEpoch, title } = options;
  const { mount, path } = script('configure', 'clean', 'date');
  return {
    args: ['/bin/sh', path, target, architecture, `${sourceDateEpoch}`, ...packages],
    mounts: [mount, ...mounts],
    network: 'none',
    customName: `${title}: run maintainer scripts`,
    source,
  };
}
