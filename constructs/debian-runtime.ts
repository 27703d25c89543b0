import type { DebianLockRequest } from '../lib/assembly/lock-request';
import { type LockedPackage, lockedPackages } from '../lib/assembly/locked';
import type { PackageSet } from '../lib/assembly/manifest';
import type { DebianArchitecture } from '../lib/debian/architecture';
import type { State } from '../lib/llb';
import { unpackRuntime } from '../lib/rootfs';
import type { DebianBase } from './debian-base';
import type { Lowering } from './lowering';

// base-files pre-depends on awk for its maintainer scripts, and no script runs in a runtime.
const SCRIPTS_ONLY = ['mawk'];

/**
 * Debian packages without what installs them: the lower part of a runtime image.
 *
 * Becomes one exec that unpacks on the build platform, for any architecture: one layer.
 */
export class DebianRuntime {
  readonly base: DebianBase;
  /** Names of the packages that were asked for, sorted. */
  readonly packages: readonly string[];

  /** @internal */
  constructor(base: DebianBase, packages: readonly string[]) {
    this.base = base;
    this.packages = [...new Set(packages)].sort();
  }

  /**
   * What must be locked to have this runtime.
   *
   * @param targets all architectures of the image
   * @internal
   */
  lockRequests(
    targets: readonly DebianArchitecture[],
    build: DebianArchitecture,
  ): DebianLockRequest[] {
    return [this.base.unpackerRequest(build), this.request(targets)];
  }

  /** The set of this runtime, less what only maintainer scripts need. @internal */
  packageSet(targets: readonly DebianArchitecture[]): PackageSet {
    const leftOut = SCRIPTS_ONLY.filter((name) => !this.packages.includes(name));
    return { request: this.request(targets), leftOut };
  }

  /** The locked packages of this runtime. @internal */
  locked(
    target: DebianArchitecture,
    targets: readonly DebianArchitecture[],
    { lock }: Lowering,
  ): LockedPackage[] {
    const { leftOut, request } = this.packageSet(targets);
    return lockedPackages(lock, request, target.debian).filter(
      ({ name }) => !leftOut.includes(name),
    );
  }

  /** The tree as a state. @internal */
  lower(
    target: DebianArchitecture,
    targets: readonly DebianArchitecture[],
    lowering: Lowering,
  ): State {
    const title = [this.base.suite, 'runtime', ...this.packages, target.debian].join(' ');
    return lowering.once(`${this.base.node.path} ${title}`, () =>
      unpackRuntime({
        title,
        source: this.base.source,
        tools: this.base.tools(lowering),
        architecture: target.debian,
        debs: this.base.debs(this.locked(target, targets, lowering), lowering),
        sourceDateEpoch: this.base.sourceDateEpoch,
      }),
    );
  }

  // base-files brings the links of the merged /usr, which programs need to find their loader, and
  // os-release, which tells scanners whose packages these are.
  private request(targets: readonly DebianArchitecture[]): DebianLockRequest {
    return this.base.request('none', ['base-files', ...this.packages], targets);
  }
}
