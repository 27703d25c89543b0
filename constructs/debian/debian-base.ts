import type { IConstruct } from 'constructs';
import type { DebianArchitecture } from '../../lib/debian/architecture';
import { loginSecretId, type OtherArchive } from '../../lib/debian/other-archive';
import { pinProblem } from '../../lib/debian/policy/pin';
import { snapshotEpoch, snapshotUrl } from '../../lib/debian/snapshot';
import { suiteProblem } from '../../lib/debian/suite-name';
import type { BuildError } from '../../lib/errors';
import { DEBIAN } from '../../lib/inputs/debian/kind';
import type { LockedPackage } from '../../lib/inputs/debian/locked';
import type { DebianRequest } from '../../lib/inputs/debian/request';
import { checkProps } from '../../lib/props';
import type { Deb } from '../../lib/rootfs';
import { Brand } from '../core/brand';
import { LocatedConstruct } from '../core/located-construct';
import { callerLocation } from '../core/source-location';
import type { Target } from '../core/target';
import { archiveProblem, otherArchive } from './debian-archive';
import { DEBIAN_BASE_PROPS, type DebianBaseProps } from './debian-base-props';
import { DebianPackages } from './debian-packages';
import { DEBIAN_PACKAGES_PROPS, type DebianPackagesProps } from './debian-packages-props';
import { DebianRuntime } from './debian-runtime';
import { doubledName, joinChoices, NO_PACKAGES, type PackageChoice } from './package-choice';

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
  private others: readonly OtherArchive[] | undefined;
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
    this.root = new DebianPackages(this, NO_PACKAGES);
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

  /** Suites beside those of the release, each once, sorted. */
  get also(): readonly string[] {
    return [...new Set(this.props.also ?? [])].sort();
  }

  /** Archives beside Debian's own, in their order. @internal */
  get archives(): readonly OtherArchive[] {
    this.others ??= (this.props.archives ?? []).map(otherArchive);
    return this.others;
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
   * A choice of packages over another. What is wrong with it is told by the check of this construct,
   * with the line that is on the stack now.
   *
   * @internal
   */
  chosenPackages(props: DebianPackagesProps, below = NO_PACKAGES): PackageChoice {
    const source = callerLocation() ?? this.source;
    const problems = checkProps(DEBIAN_PACKAGES_PROPS, props);
    for (const { expected, fix, got, message } of problems) {
      this.misuses.push(this.error('E_PROPERTY', message, { got, expected, fix, source }));
    }
    if (problems.length > 0) return below;
    const { exclude = [], packages = [], recommends = false } = props;
    const choice = joinChoices(below, { exclude, packages, recommends });
    const doubled = doubledName(choice);
    if (doubled === undefined) return choice;
    this.misuses.push(
      this.error('E_PROPERTY', `property packages asks for two versions of "${doubled}"`, {
        got: choice.packages.filter((text) => text.startsWith(`${doubled}=`)).join(' and '),
        expected: 'one of them, in this layer and in those below',
        source,
      }),
    );
    return below;
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
    for (const archive of this.props.archives ?? []) {
      const wrong = archiveProblem(archive);
      if (wrong === undefined) continue;
      const { message, ...details } = wrong;
      errors.push(this.error('E_DEBIAN_ARCHIVE', message, details));
    }
    for (const pin of this.props.pins ?? []) {
      const wrong = pinProblem(pin);
      if (wrong === undefined) continue;
      const { message, ...details } = wrong;
      errors.push(
        this.error('E_DEBIAN_PIN', `the pin of ${pin.packages.join(' ')} ${message}`, details),
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
    {
      exclude = [],
      packages,
      recommends = false,
    }: Pick<PackageChoice, 'packages'> & Partial<PackageChoice>,
    { debian }: DebianArchitecture,
    owner: IConstruct,
    target: Target,
  ): readonly LockedPackage[] | undefined {
    return target.ask(owner, DEBIAN, {
      suite: this.suite,
      snapshot: this.snapshot,
      components: this.components,
      ...(this.also.length === 0 ? {} : { also: this.also }),
      ...(this.archives.length === 0 ? {} : { archives: this.archives }),
      ...(this.props.pins === undefined ? {} : { pins: this.props.pins }),
      variant,
      include: [...new Set(packages)].sort(),
      ...(recommends ? { recommends } : {}),
      ...(exclude.length === 0 ? {} : { exclude }),
      architecture: debian,
    });
  }

  /** Locked packages as sources, which mirrors may serve. @internal */
  debs(packages: readonly LockedPackage[], target: Target): Deb[] {
    return packages.map(({ archive, name, path, sha256, size, snapshot = this.snapshot }) => {
      const other = this.archives.find(({ url }) => url === archive);
      if (other !== undefined)
        return { ...otherDeb(other, { name, path, sha256 }), source: this.source };
      const url = snapshotUrl(archive, snapshot, path);
      target.mirrored(url, { archive, path, size, sha256 });
      return { name, filename: path.slice(path.lastIndexOf('/') + 1), url, sha256 };
    });
  }
}

/** A .deb of an archive that names its files as it likes. */
function otherDeb(
  { login = false, url }: OtherArchive,
  { name, path, sha256 }: Pick<LockedPackage, 'name' | 'path' | 'sha256'>,
): Deb {
  return {
    name,
    filename: `${name.replace(':', '_')}_${sha256.slice(0, 12)}.deb`,
    url: `${url}/${path}`,
    sha256,
    ...(login ? { authHeaderSecret: loginSecretId(new URL(url).host) } : {}),
  };
}
