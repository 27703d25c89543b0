import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import { holdsUsrLinks } from '../../lib/debian/suites';
import { readWanted } from '../../lib/debian/wanted-package';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import { unpackRuntime } from '../../lib/rootfs';
import { Brand } from '../core/brand';
import type { Target } from '../core/target';
import type { Layer } from '../image/layer';
import type { DebianBase } from './debian-base';
import type { DebianPackages } from './debian-packages';
import { joinChoices, type PackageChoice } from './package-choice';
import { debianArchitecture } from './platform';
import { unpacker } from './unpacker';

// base-files pre-depends on awk for its maintainer scripts, and no script runs in a runtime. With it goes
// the C library that awk needs, where nothing else was asked for: static programs need none.
const SCRIPTS_ONLY = ['mawk'];
const C_LIBRARY = /^(?:libc6|libgcc-s1|gcc-\d+-base)$/;

// Their scripts make nothing that a runtime needs, or they have none, which each build makes sure of.
// What those of other packages make is known only where they ran.
const WITHOUT_SCRIPTS =
  /^(base-files|libc6|libgcc-s1|gcc-\d+-base|libstdc\+\+6|libgomp1|libatomic1|libcrypt1|zlib1g|libzstd1|libssl3t64)$/;

const BRAND = new Brand<DebianRuntime>('DebianRuntime');

/**
 * Debian packages without what installs them: the lower part of a runtime image.
 *
 * Becomes one exec that unpacks on the build platform, for any architecture: one layer. Maintainer
 * scripts run elsewhere, in a root of the build platform with a minbase and the same packages; what
 * they made of use to a runtime is carried over.
 */
export class DebianRuntime {
  /** The archive that they are taken from. */
  readonly base: DebianBase;
  /** Names of the packages that were asked for, sorted. */
  readonly packages: readonly string[];
  private readonly choice: PackageChoice;

  /** True for any runtime, also one made by another copy of this package. */
  static isDebianRuntime(value: unknown): value is DebianRuntime {
    return BRAND.has(value);
  }

  /** @internal */
  constructor(base: DebianBase, choice: PackageChoice) {
    BRAND.mark(this);
    this.base = base;
    this.packages = choice.packages;
    this.choice = choice;
  }

  /** The one layer, for the target's platform. @internal */
  layer(target: Target, owner: IConstruct): Layer {
    return target.once(this, () => {
      const architecture = debianArchitecture(target.platform, owner);
      const { base } = this;
      const locked = this.locked(architecture, target, owner);
      const named = new Set(this.packages.map((text) => readWanted(text).name));
      const isUseless = (name: string) =>
        !named.has(name) &&
        (SCRIPTS_ONLY.includes(name) || (named.size === 0 && C_LIBRARY.test(name)));
      const packages = locked.filter(({ name }) => !isUseless(name));
      const state = unpackRuntime({
        title: [base.suite, 'runtime', ...this.packages, architecture.debian].join(' '),
        source: base.source,
        tools: unpacker(base, owner, target),
        architecture,
        debs: base.debs(packages, target),
        sourceDateEpoch: base.sourceDateEpoch,
        holdsUsrLinks: holdsUsrLinks(base.suite),
        configured: this.configured(packages, target.for(target.build), owner),
      });
      const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
      const { distribution } = base;
      return { state, says: `${base.suite}: ${names}`, packages, distribution };
    });
  }

  /** Its packages and what they bring; none while they are not locked. */
  private locked(architecture: DebianArchitecture, target: Target, owner: IConstruct) {
    // base-files brings the links of the merged /usr, which programs need to find their loader,
    // and os-release, which tells scanners whose packages these are.
    const choice = joinChoices(this.choice, { packages: ['base-files'] });
    return this.base.closure('none', choice, architecture, owner, target) ?? [];
  }

  /** Where the maintainer scripts of the packages run: in place, over a minbase of the build platform. */
  private configured(packages: readonly LockedPackage[], native: Target, owner: IConstruct) {
    const architecture = debianArchitecture(native.platform, owner);
    if (packages.every(({ name }) => WITHOUT_SCRIPTS.test(name))) return { architecture };
    const minbase = this.base.minbase();
    const { changes } = minbase.native(native, owner);
    const isBelow = packages.every(({ name }) => minbase.holds(name, native, owner) === true);
    const more = isBelow ? undefined : this.root(packages, minbase, native, owner);
    return { architecture, minbase: changes, packages: more?.native(native, owner).changes };
  }

  /** The minbase with the same packages; what it has by itself cannot be excluded there. */
  private root(
    packages: readonly LockedPackage[],
    minbase: DebianPackages,
    native: Target,
    owner: IConstruct,
  ) {
    const excluded = this.choice.exclude.map((name) => ({
      name,
      isBelow: minbase.holds(name, native, owner),
    }));
    // Known once the minbase is locked.
    if (excluded.some(({ isBelow }) => isBelow === undefined)) return undefined;
    const exclude = excluded.flatMap(({ isBelow, name }) => (isBelow === true ? [] : [name]));
    // What the packages of a minbase recommend does not come with it, but does with a runtime's.
    const all = this.choice.recommends ? packages.map(({ name }) => name) : [];
    const choice = { ...joinChoices(this.choice, { packages: all }), exclude };
    const root = minbase.with(choice);
    const isThere = ({ name }: LockedPackage) => root.holds(name, native, owner) !== false;
    if (exclude.length === excluded.length || packages.every(isThere)) return root;
    // In place of what is excluded but is there, a runtime has another package, whose scripts run too.
    const architecture = debianArchitecture(native.platform, owner);
    const others = this.locked(architecture, native, owner).filter((one) => !isThere(one));
    return minbase.with({
      ...joinChoices(choice, { packages: others.map(({ name }) => name) }),
      exclude,
    });
  }
}
