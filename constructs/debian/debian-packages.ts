import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import { type State, scratch } from '../../lib/llb';
import { configureFromOutside, configureInPlace, unpackDebs } from '../../lib/rootfs';
import { Brand } from '../core/brand';
import type { Target } from '../core/target';
import type { Layer } from '../image/layer';
import type { DebianBase } from './debian-base';
import type { DebianPackagesProps } from './debian-packages-props';
import { debianArchitecture } from './platform';
import { unpacker } from './unpacker';

/** How maintainer scripts run: by the tree's own programs, or by those of the build platform. */
type Configuration = 'inside' | 'outside';

const BRAND = new Brand<DebianPackages>('DebianPackages');

/**
 * A Debian root with dpkg and apt: minbase, and layers of packages over it.
 *
 * Becomes, for each layer, one exec that unpacks and one that runs the maintainer scripts.
 */
export class DebianPackages {
  /** The archive that they are taken from. */
  readonly base: DebianBase;
  /** Names of all packages that were asked for, sorted. */
  readonly packages: readonly string[];
  private readonly below: DebianPackages | undefined;
  // Roots with the same packages are one, so that they are lowered once.
  private readonly above = new Map<string, DebianPackages>();

  /** True for any packages, also those made by another copy of this package. */
  static isDebianPackages(value: unknown): value is DebianPackages {
    return BRAND.has(value);
  }

  /** @internal */
  constructor(base: DebianBase, packages: readonly string[], below?: DebianPackages) {
    BRAND.mark(this);
    this.base = base;
    this.packages = packages;
    this.below = below;
  }

  /** This root with a layer of more packages. */
  with(props: DebianPackagesProps): DebianPackages {
    const all = [...new Set([...this.packages, ...this.base.chosenPackages(props)])].sort();
    if (all.length === this.packages.length) return this;
    const key = JSON.stringify(all);
    const root = this.above.get(key) ?? new DebianPackages(this.base, all, this);
    this.above.set(key, root);
    return root;
  }

  /** The layers of an image for the target's platform. @internal */
  layers(target: Target, owner: IConstruct): readonly Layer[] {
    return this.lower(target, 'outside', owner);
  }

  /** The root that a stage runs in, on the target's platform. @internal */
  stageRoot(target: Target, owner: IConstruct): State {
    return this.lower(target, 'inside', owner).at(-1)?.state ?? scratch();
  }

  private lower(target: Target, from: Configuration, owner: IConstruct): readonly Layer[] {
    return target.once(
      this,
      () => {
        const architecture = debianArchitecture(target.platform, owner);
        return this.below === undefined
          ? this.lowerMinbase(architecture, target, owner)
          : this.lowerLayer(this.below, architecture, target, from, owner);
      },
      from,
    );
  }

  private lowerMinbase(
    architecture: DebianArchitecture,
    target: Target,
    owner: IConstruct,
  ): Layer[] {
    const native = target.for(target.build);
    const packages = this.locked(architecture, target, owner);
    const unpacked = this.unpackedMinbase(target, owner);
    const configured = configureFromOutside(
      unpacked,
      this.unpackedMinbase(native, owner),
      this.configureOptions(packages, architecture),
    );
    return this.describe(packages, architecture, unpacked, configured);
  }

  private unpackedMinbase(target: Target, owner: IConstruct): State {
    return target.once(
      this,
      () => {
        const architecture = debianArchitecture(target.platform, owner);
        const packages = this.locked(architecture, target, owner);
        return this.unpack(scratch(), packages, architecture, target, owner);
      },
      'unpacked',
    );
  }

  private lowerLayer(
    below: DebianPackages,
    architecture: DebianArchitecture,
    target: Target,
    from: Configuration,
    owner: IConstruct,
  ): readonly Layer[] {
    const layers = below.lower(target, from, owner);
    const present = new Set(below.locked(architecture, target, owner).map(({ name }) => name));
    const packages = this.locked(architecture, target, owner).filter(
      ({ name }) => !present.has(name),
    );
    const root = layers.at(-1)?.state;
    if (root === undefined || packages.length === 0) return layers;
    const unpacked = this.unpack(root, packages, architecture, target, owner);
    const options = this.configureOptions(packages, architecture);
    const configured =
      from === 'inside'
        ? configureInPlace(unpacked, options)
        : configureFromOutside(unpacked, this.nativeMinbase(target, owner), options);
    return [...layers, ...this.describe(packages, architecture, unpacked, configured)];
  }

  private nativeMinbase(target: Target, owner: IConstruct): State {
    const layers = this.base.minbase().lower(target.for(target.build), 'outside', owner);
    return layers.at(-1)?.state ?? scratch();
  }

  private describe(
    packages: readonly LockedPackage[],
    architecture: DebianArchitecture,
    unpacked: State,
    configured: State,
  ): Layer[] {
    const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
    return [
      { state: unpacked, says: `${this.base.suite}: ${names}`, packages },
      { state: configured, says: `${this.title(architecture)}: maintainer scripts` },
    ];
  }

  private locked(
    architecture: DebianArchitecture,
    target: Target,
    owner: IConstruct,
  ): readonly LockedPackage[] {
    return this.base.closure('minbase', this.packages, architecture, owner, target) ?? [];
  }

  private unpack(
    root: State,
    packages: readonly LockedPackage[],
    architecture: DebianArchitecture,
    target: Target,
    owner: IConstruct,
  ): State {
    return unpackDebs(root, {
      title: this.title(architecture),
      source: this.base.source,
      tools: unpacker(this.base, owner, target),
      architecture: architecture.debian,
      debs: this.base.debs(packages, target),
      sourceDateEpoch: this.base.sourceDateEpoch,
    });
  }

  private configureOptions(packages: readonly LockedPackage[], { debian }: DebianArchitecture) {
    return {
      title: this.title({ debian }),
      source: this.base.source,
      architecture: debian,
      packages: packages.map(({ name }) => name),
      sourceDateEpoch: this.base.sourceDateEpoch,
    };
  }

  // For people: what tells roots apart is their identity.
  private title({ debian }: Pick<DebianArchitecture, 'debian'>): string {
    const added = this.packages.filter((name) => !this.below?.packages.includes(name));
    return [this.base.suite, ...(added.length === 0 ? ['minbase'] : added), debian].join(' ');
  }
}
