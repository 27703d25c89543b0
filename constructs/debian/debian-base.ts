import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import { snapshotEpoch, snapshotUrl } from '../../lib/debian/snapshot';
import type { BuildError } from '../../lib/errors';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import type { DebianRequest } from '../../lib/inputs/debian/request';
import type { Deb } from '../../lib/rootfs';
import { Brand } from '../core/brand';
import { LocatedConstruct } from '../core/located-construct';
import type { Target } from '../core/target';
import { DebianPackages, type DebianPackagesProps } from './debian-packages';
import { DebianRuntime } from './debian-runtime';

/** Properties of a {@link DebianBase}. */
export interface DebianBaseProps {
  /** Code name of the release, e.g. `trixie`; its `-updates` and `-security` suites come with it. */
  readonly suite: string;
  /** Date of the archive, `YYYYMMDDThhmmssZ`: the state of Debian that everything is taken from. */
  readonly snapshot: string;
  /**
   * Components of the archive.
   *
   * @default ['main']
   */
  readonly components?: readonly string[];
}

const BRAND = new Brand<DebianBase>('DebianBase');

/**
 * Debian at one date: where stages and images take their packages from.
 *
 * Becomes nothing by itself. {@link DebianBase.minbase} gives a root for stages and base images: a
 * minbase assembled from locked .debs; {@link DebianBase.runtime} gives packages for a runtime.
 * No image of any registry is needed.
 */
export class DebianBase extends LocatedConstruct {
  readonly suite: string;
  readonly snapshot: string;
  readonly components: readonly string[];
  private readonly root: DebianPackages;

  /** True for any base, also one made by another copy of this package. */
  static isDebianBase(value: unknown): value is DebianBase {
    return BRAND.has(value);
  }

  constructor(scope: IConstruct, id: string, props: DebianBaseProps) {
    super(scope, id);
    BRAND.mark(this);
    this.suite = props.suite;
    this.snapshot = props.snapshot;
    this.components = [...(props.components ?? ['main'])].sort();
    this.root = new DebianPackages(this, []);
  }

  /** Seconds since 1970 of the snapshot: the date of everything made from it. */
  get sourceDateEpoch(): number {
    return snapshotEpoch(this.snapshot) ?? 0;
  }

  /** A minbase (essential and required packages, apt) and more, e.g. a compiler. */
  minbase(props: DebianPackagesProps = {}): DebianPackages {
    return this.root.with(props);
  }

  /** Packages that a program needs to run, and nothing else: no shell, no package manager. */
  runtime(props: DebianPackagesProps = {}): DebianRuntime {
    return new DebianRuntime(this, props.packages ?? []);
  }

  override check(): readonly BuildError[] {
    const errors: BuildError[] = [];
    if (!/^[a-z]+$/.test(this.suite)) {
      errors.push(
        this.error('E_DEBIAN_SUITE_NAME', 'the suite is no code name of a Debian release', {
          got: `"${this.suite}"`,
          expected: 'a code name: "trixie"; the updates and security suites come with it',
        }),
      );
    }
    if (snapshotEpoch(this.snapshot) === undefined) {
      errors.push(
        this.error('E_DEBIAN_SNAPSHOT', 'the snapshot is no date', {
          got: `"${this.snapshot}"`,
          expected: 'a date in UTC as YYYYMMDDThhmmssZ, e.g. "20261101T000000Z"',
        }),
      );
    }
    return errors;
  }

  /**
   * The closure of packages for an architecture, in the name of a construct; undefined while it is
   * not locked.
   *
   * @internal
   */
  closure(
    variant: DebianRequest['variant'],
    include: readonly string[],
    { debian }: DebianArchitecture,
    owner: IConstruct,
    target: Target,
  ): readonly LockedPackage[] | undefined {
    return target.ask(owner, DEBIAN, {
      suite: this.suite,
      snapshot: this.snapshot,
      components: this.components,
      variant,
      include: [...new Set(include)].sort(),
      architecture: debian,
    });
  }

  /** Locked packages as sources, which mirrors may serve. @internal */
  debs(packages: readonly LockedPackage[], target: Target): Deb[] {
    return packages.map(({ archive, name, path, sha256, size }) => {
      const url = snapshotUrl(archive, this.snapshot, path);
      target.mirrored(url, { archive, path, size, sha256 });
      return { name, filename: path.slice(path.lastIndexOf('/') + 1), url, sha256 };
    });
  }
}
