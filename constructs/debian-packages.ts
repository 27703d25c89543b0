import type { DebianLockRequest } from '../lib/assembly/lock-request';
import { type LockedPackage, lockedPackages } from '../lib/assembly/locked';
import type { PackageSet } from '../lib/assembly/manifest';
import type { DebianArchitecture } from '../lib/debian/architecture';
import { type State, scratch } from '../lib/llb';
import { configureFromOutside, configureInPlace, unpackDebs } from '../lib/rootfs';
import type { DebianBase } from './debian-base';
import type { Lowering } from './lowering';

/** A choice of packages. */
export interface DebianPackagesProps {
  /**
   * Names of binary packages; what they depend on comes with them.
   *
   * @default []
   */
  readonly packages?: readonly string[];
}

/**
 * A Debian root with dpkg and apt: minbase, and layers of packages over it.
 *
 * Becomes, for each layer, one exec that unpacks and one that runs the maintainer scripts.
 */
export class DebianPackages {
  readonly base: DebianBase;
  /** Names of all packages that were asked for, sorted. */
  readonly packages: readonly string[];
  private readonly below: DebianPackages | undefined;

  /** @internal */
  constructor(base: DebianBase, packages: readonly string[], below?: DebianPackages) {
    this.base = base;
    this.packages = [...new Set(packages)].sort();
    this.below = below;
  }

  /** This root with a layer of more packages. */
  with({ packages = [] }: DebianPackagesProps): DebianPackages {
    const isNew = packages.some((name) => !this.packages.includes(name));
    return isNew ? new DebianPackages(this.base, [...this.packages, ...packages], this) : this;
  }

  /** What must be locked to have this root for `target`. @internal */
  lockRequests(target: DebianArchitecture, build: DebianArchitecture): DebianLockRequest[] {
    return [
      this.base.unpackerRequest(build),
      this.base.request('minbase', [], [build]),
      ...(this.below?.lockRequests(target, build) ?? []),
      this.request(target),
    ];
  }

  /** The sets of all layers of this root, lowest first. @internal */
  packageSets(target: DebianArchitecture): PackageSet[] {
    const own = { request: this.request(target), leftOut: [] };
    return [...(this.below?.packageSets(target) ?? []), own];
  }

  /** The locked packages of this root. @internal */
  locked(target: DebianArchitecture, { lock }: Lowering): LockedPackage[] {
    return lockedPackages(lock, this.request(target), target.debian);
  }

  /**
   * The root as a state: a stage's own root is configured `inside`, by its own programs, an
   * image's from `outside`, by those of the build platform.
   *
   * @internal
   */
  lower(target: DebianArchitecture, from: 'inside' | 'outside', lowering: Lowering): State {
    const key = [this.base.node.path, this.title(target), from].join(' ');
    return lowering.once(key, () =>
      this.below === undefined
        ? this.lowerMinbase(target, lowering)
        : this.lowerLayer(this.below, target, from, lowering),
    );
  }

  /** What each layer of {@link lower} is, lowest first. @internal */
  history(target: DebianArchitecture, lowering: Lowering): string[] {
    const packages = this.added(target, lowering);
    if (packages.length === 0) return this.below?.history(target, lowering) ?? [];
    const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
    return [
      ...(this.below?.history(target, lowering) ?? []),
      `${this.base.suite}: ${names}`,
      `${this.title(target)}: maintainer scripts`,
    ];
  }

  // The packages that this root has and the one below it has not.
  private added(target: DebianArchitecture, lowering: Lowering): LockedPackage[] {
    const present = new Set(this.below?.locked(target, lowering).map(({ name }) => name));
    return this.locked(target, lowering).filter(({ name }) => !present.has(name));
  }

  private lowerMinbase(target: DebianArchitecture, lowering: Lowering): State {
    const packages = this.locked(target, lowering);
    const unpacked = this.unpack(scratch(), packages, target, lowering);
    const native =
      target === lowering.build ? unpacked : this.base.minbase().unpackNative(lowering);
    return configureFromOutside(unpacked, native, this.configureOptions(packages, target));
  }

  private unpackNative(lowering: Lowering): State {
    const packages = this.locked(lowering.build, lowering);
    return this.unpack(scratch(), packages, lowering.build, lowering);
  }

  private lowerLayer(
    below: DebianPackages,
    target: DebianArchitecture,
    from: 'inside' | 'outside',
    lowering: Lowering,
  ): State {
    const packages = this.added(target, lowering);
    const root = below.lower(target, from, lowering);
    if (packages.length === 0) return root;
    const unpacked = this.unpack(root, packages, target, lowering);
    const options = this.configureOptions(packages, target);
    return from === 'inside'
      ? configureInPlace(unpacked, options)
      : configureFromOutside(
          unpacked,
          this.base.minbase().lower(lowering.build, from, lowering),
          options,
        );
  }

  private unpack(
    base: State,
    packages: readonly LockedPackage[],
    target: DebianArchitecture,
    lowering: Lowering,
  ): State {
    return unpackDebs(base, {
      title: this.title(target),
      source: this.base.source,
      tools: this.base.tools(lowering),
      architecture: target.debian,
      debs: this.base.debs(packages, lowering),
      sourceDateEpoch: this.base.sourceDateEpoch,
    });
  }

  private configureOptions(packages: readonly LockedPackage[], target: DebianArchitecture) {
    return {
      title: this.title(target),
      source: this.base.source,
      architecture: target.debian,
      packages: packages.map(({ name }) => name),
      sourceDateEpoch: this.base.sourceDateEpoch,
    };
  }

  private request(target: DebianArchitecture): DebianLockRequest {
    return this.base.request('minbase', this.packages, [target]);
  }

  private title(target: DebianArchitecture): string {
    const added = this.packages.filter((name) => !this.below?.packages.includes(name));
    return [this.base.suite, ...(added.length === 0 ? ['minbase'] : added), target.debian].join(
      ' ',
    );
  }
}
