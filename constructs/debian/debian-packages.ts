import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import { holdsUsrLinks } from '../../lib/debian/suites';
import type { BuildError } from '../../lib/errors';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import { type State, scratch } from '../../lib/llb';
import { type ConfiguredRoot, carryChanges, configureInPlace, unpackDebs } from '../../lib/rootfs';
import { Brand } from '../core/brand';
import type { Target } from '../core/target';
import type { Layer } from '../image/layer';
import type { DebianBase } from './debian-base';
import type { DebianPackagesProps } from './debian-packages-props';
import type { PackageChoice } from './package-choice';
import { debianArchitecture } from './platform';
import { unpacker } from './unpacker';

const BRAND = new Brand<DebianPackages>('DebianPackages');

/**
 * A Debian root with dpkg and apt: minbase, and layers of packages over it.
 *
 * Becomes, for each layer, one exec that unpacks and one that configures. Maintainer scripts run in
 * place, in a root of the build platform; what they change there is carried over to the trees of
 * other platforms.
 */
export class DebianPackages {
  /** The archive that they are taken from. */
  readonly base: DebianBase;
  /** Names of all packages that were asked for, sorted. */
  readonly packages: readonly string[];
  private readonly choice: PackageChoice;
  private readonly below: DebianPackages | undefined;
  // Roots with the same packages are one, so that they are lowered once.
  private readonly above = new Map<string, DebianPackages>();

  /** True for any packages, also those made by another copy of this package. */
  static isDebianPackages(value: unknown): value is DebianPackages {
    return BRAND.has(value);
  }

  /** @internal */
  constructor(base: DebianBase, choice: PackageChoice, below?: DebianPackages) {
    BRAND.mark(this);
    this.base = base;
    this.packages = choice.packages;
    this.choice = choice;
    this.below = below;
  }

  /** This root with a layer of more packages. */
  with(props: DebianPackagesProps): DebianPackages {
    const choice = this.base.chosenPackages(props, this.choice);
    const key = JSON.stringify(choice);
    if (key === JSON.stringify(this.choice)) return this;
    const root = this.above.get(key) ?? new DebianPackages(this.base, choice, this);
    this.above.set(key, root);
    return root;
  }

  /** The layers of an image for the target's platform. @internal */
  layers(target: Target, owner: IConstruct): readonly Layer[] {
    return target.once(
      this,
      () => {
        const architecture = debianArchitecture(target.platform, owner);
        const below = this.below?.layers(target, owner) ?? [];
        const added = this.added(architecture, target, owner);
        // Also of a layer that adds nothing: what is asked does not depend on answers.
        const root = this.root(target, owner);
        if (added?.length === 0) return below;
        const unpacked = this.unpacked(target, owner);
        return [...below, ...this.describe(added ?? [], architecture, unpacked, root)];
      },
      'layers',
    );
  }

  /** The configured root for the target's platform. @internal */
  root(target: Target, owner: IConstruct): State {
    return target.once(
      this,
      () => {
        const native = this.native(target.for(target.build), owner);
        const architecture = debianArchitecture(target.platform, owner);
        if (architecture.debian === native.architecture.debian) return native.state;
        const unpacked = this.unpacked(target, owner);
        if (this.added(architecture, target, owner)?.length === 0) return unpacked;
        return carryChanges(unpacked, native, this.step(architecture));
      },
      'root',
    );
  }

  /** The root of the build platform, which is the target's, where the scripts ran. @internal */
  native(target: Target, owner: IConstruct): ConfiguredRoot {
    return target.once(
      this,
      () => {
        const architecture = debianArchitecture(target.platform, owner);
        const added = this.added(architecture, target, owner);
        const unpacked = this.unpacked(target, owner);
        if (added?.length === 0) return { state: unpacked, changes: undefined, architecture };
        return configureInPlace(unpacked, {
          ...this.step(architecture),
          packages: (added ?? []).map(({ name }) => name),
          accounts: this.base.accounts,
        });
      },
      'native',
    );
  }

  /** Whether a package is one of the root's; undefined while that is not locked. @internal */
  holds(name: string, target: Target, owner: IConstruct): boolean | undefined {
    return this.lockedPackages(target, owner)?.some((one) => one.name === name);
  }

  /** All packages of the root; undefined while they are not locked. @internal */
  lockedPackages(target: Target, owner: IConstruct): readonly LockedPackage[] | undefined {
    return this.locked(debianArchitecture(target.platform, owner), target, owner);
  }

  /** The configured root below, with the packages of this layer unpacked over it. */
  private unpacked(target: Target, owner: IConstruct): State {
    return target.once(
      this,
      () => {
        const architecture = debianArchitecture(target.platform, owner);
        const root = this.below?.root(target, owner) ?? scratch();
        const added = this.added(architecture, target, owner);
        if (added?.length === 0) return root;
        return unpackDebs(root, {
          ...this.step(architecture),
          tools: unpacker(this.base, owner, target),
          debs: this.base.debs(added ?? [], target),
        });
      },
      'unpacked',
    );
  }

  /** What this layer adds; undefined while that is not locked. */
  private added(
    architecture: DebianArchitecture,
    target: Target,
    owner: IConstruct,
  ): readonly LockedPackage[] | undefined {
    const below = this.below?.locked(architecture, target, owner) ?? [];
    const present = new Set(below.map(({ name }) => name));
    const [late] = this.choice.exclude.filter((name) => present.has(name));
    if (late !== undefined) throw this.lateError(late);
    return this.locked(architecture, target, owner)?.filter(({ name }) => !present.has(name));
  }

  private describe(
    packages: readonly LockedPackage[],
    architecture: DebianArchitecture,
    unpacked: State,
    configured: State,
  ): Layer[] {
    const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
    return [
      {
        state: unpacked,
        says: `${this.base.suite}: ${names}`,
        packages,
        distribution: this.base.distribution,
      },
      { state: configured, says: `${this.title(architecture)}: maintainer scripts` },
    ];
  }

  private locked(
    architecture: DebianArchitecture,
    target: Target,
    owner: IConstruct,
  ): readonly LockedPackage[] | undefined {
    return this.base.closure('minbase', this.choice, architecture, owner, target);
  }

  private lateError(name: string): BuildError {
    return this.base.error('E_DEBIAN_EXCLUDED', `package "${name}" cannot be excluded`, {
      got: 'it is part of a layer below',
      expected: 'packages that nothing below has: a layer cannot take anything back',
      fix: 'exclude it in the first layer',
    });
  }

  private step(architecture: DebianArchitecture) {
    return {
      title: this.title(architecture),
      source: this.base.source,
      architecture,
      sourceDateEpoch: this.base.sourceDateEpoch,
      holdsUsrLinks: holdsUsrLinks(this.base.suite),
    };
  }

  // For people: what tells roots apart is their identity.
  private title({ debian }: Pick<DebianArchitecture, 'debian'>): string {
    const added = this.packages.filter((name) => !this.below?.packages.includes(name));
    return [this.base.suite, ...(added.length === 0 ? ['minbase'] : added), debian].join(' ');
  }
}
