import type { IConstruct } from 'constructs';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import { unpackRuntime } from '../../lib/rootfs';
import { Brand } from '../core/brand';
import type { Target } from '../core/target';
import type { Layer } from '../image/layer';
import type { DebianBase } from './debian-base';
import { debianArchitecture } from './platform';
import { unpacker } from './unpacker';

// base-files pre-depends on awk for its maintainer scripts, and no script runs in a runtime.
const SCRIPTS_ONLY = ['mawk'];

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

  /** True for any runtime, also one made by another copy of this package. */
  static isDebianRuntime(value: unknown): value is DebianRuntime {
    return BRAND.has(value);
  }

  /** @internal */
  constructor(base: DebianBase, packages: readonly string[]) {
    BRAND.mark(this);
    this.base = base;
    this.packages = [...new Set(packages)].sort();
  }

  /** The one layer, for the target's platform. @internal */
  layer(target: Target, owner: IConstruct): Layer {
    return target.once(this, () => {
      const architecture = debianArchitecture(target.platform, owner);
      const { base } = this;
      // base-files brings the links of the merged /usr, which programs need to find their loader,
      // and os-release, which tells scanners whose packages these are.
      const include = ['base-files', ...this.packages];
      const locked = base.closure('none', include, architecture, owner, target) ?? [];
      const leftOut = SCRIPTS_ONLY.filter((name) => !this.packages.includes(name));
      const packages = locked.filter(({ name }) => !leftOut.includes(name));
      const state = unpackRuntime({
        title: [base.suite, 'runtime', ...this.packages, architecture.debian].join(' '),
        source: base.source,
        tools: unpacker(base, owner, target),
        architecture,
        debs: base.debs(packages, target),
        sourceDateEpoch: base.sourceDateEpoch,
        configured: this.configured(packages, target.for(target.build), owner),
      });
      const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
      const { distribution } = base;
      return { state, says: `${base.suite}: ${names}`, packages, distribution };
    });
  }

  /** Where the maintainer scripts of the packages run: in place, over a minbase of the build platform. */
  private configured(packages: readonly LockedPackage[], native: Target, owner: IConstruct) {
    const architecture = debianArchitecture(native.platform, owner);
    if (packages.every(({ name }) => WITHOUT_SCRIPTS.test(name))) return { architecture };
    const minbase = this.base.minbase();
    const { changes } = minbase.native(native, owner);
    const isBelow = packages.every(({ name }) => minbase.holds(name, native, owner));
    const more = isBelow ? undefined : this.base.minbase({ packages: this.packages });
    return { architecture, minbase: changes, packages: more?.native(native, owner).changes };
  }
}
