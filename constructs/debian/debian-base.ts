import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import { snapshotEpoch, snapshotUrl } from '../../lib/debian/snapshot';
import { suiteProblem } from '../../lib/debian/suite-name';
import type { BuildError } from '../../lib/errors';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import type { DebianRequest } from '../../lib/inputs/debian/request';
import {
  checkProps,
  list,
  optional,
  type PropsOf,
  record,
  shape,
  text,
  wholeNumber,
} from '../../lib/props';
import type { Deb } from '../../lib/rootfs';
import { Brand } from '../core/brand';
import { LocatedConstruct } from '../core/located-construct';
import { callerLocation } from '../core/source-location';
import type { Target } from '../core/target';
import { DebianPackages } from './debian-packages';
import { DEBIAN_PACKAGES_PROPS, type DebianPackagesProps } from './debian-packages-props';
import { DebianRuntime } from './debian-runtime';

const DEBIAN_BASE_PROPS = shape({
  /**
   * Code name of the release, `trixie` or later, or `sid`; the `-updates` and `-security` suites of a
   * release come with it.
   */
  suite: text(),
  /** Date of the archive, `YYYYMMDDThhmmssZ`: the state of Debian that everything is taken from. */
  snapshot: text(),
  /**
   * Components of the archive.
   *
   * @default ['main']
   */
  components: optional(
    list(text({ pattern: /^[a-z][a-z-]*$/, expected: 'a component: "main"' }), { min: 1 }),
  ),
  /**
   * Numbers of users and groups that packages add, by name. Without, an account has the number that
   * belongs to its name, from 101 to 999, whatever else is installed; a build fails where two names
   * have the same.
   *
   * @default {}
   */
  accounts: optional(
    record(
      text({ pattern: /^[a-z_][a-z0-9_-]*$/, expected: 'the name of an account: "redis"' }),
      wholeNumber({ min: 101, max: 59_999 }),
    ),
  ),
});

/** Properties of a {@link DebianBase}. */
export interface DebianBaseProps extends PropsOf<typeof DEBIAN_BASE_PROPS> {}

const BRAND = new Brand<DebianBase>('DebianBase');

/**
 * Debian at one date: where stages and images take their packages from.
 *
 * Becomes nothing by itself. {@link DebianBase.minbase} gives a root for stages and base images: a
 * minbase assembled from locked .debs; {@link DebianBase.runtime} gives packages for a runtime.
 * No image of any registry is needed.
 */
export class DebianBase extends LocatedConstruct {
  private readonly props: DebianBaseProps;
  private readonly root: DebianPackages;
  // What is wrong with calls of minbase() and runtime(): told with all else.
  private readonly misuses: BuildError[] = [];

  /** True for any base, also one made by another copy of this package. */
  static isDebianBase(value: unknown): value is DebianBase {
    return BRAND.has(value);
  }

  constructor(scope: IConstruct, id: string, props: DebianBaseProps) {
    super(scope, id);
    BRAND.mark(this);
    this.props = props;
    this.root = new DebianPackages(this, []);
  }

  /** Code name of the release. */
  get suite(): string {
    return this.props.suite;
  }

  /** What its packages are of, as {@link Layer.distribution} names it. */
  get distribution(): string {
    return `debian/${this.suite}`;
  }

  /** Date of the archive, `YYYYMMDDThhmmssZ`. */
  get snapshot(): string {
    return this.props.snapshot;
  }

  /** Components of the archive, each once, sorted. */
  get components(): readonly string[] {
    return [...new Set(this.props.components ?? ['main'])].sort();
  }

  /** Numbers of accounts that do not get those of their names. */
  get accounts(): Readonly<Record<string, number>> {
    return this.props.accounts ?? {};
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
    return new DebianRuntime(this, this.chosenPackages(props));
  }

  override check(): readonly BuildError[] {
    const own = this.checkProps(DEBIAN_BASE_PROPS, this.props, () => this.checkArchive());
    return [...own, ...this.misuses];
  }

  /**
   * The names of a choice of packages. What is wrong with it is told by the check of this construct,
   * with the line that is on the stack now.
   *
   * @internal
   */
  chosenPackages(props: DebianPackagesProps): readonly string[] {
    const source = callerLocation() ?? this.source;
    const problems = checkProps(DEBIAN_PACKAGES_PROPS, props);
    for (const { expected, fix, got, message } of problems) {
      this.misuses.push(this.error('E_PROPERTY', message, { got, expected, fix, source }));
    }
    return problems.length === 0 ? (props.packages ?? []) : [];
  }

  private checkArchive(): BuildError[] {
    const errors: BuildError[] = [];
    const problem = suiteProblem(this.suite);
    if (problem !== undefined) {
      const { code, message, ...details } = problem;
      errors.push(this.error(code, message, { got: `"${this.suite}"`, ...details }));
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
