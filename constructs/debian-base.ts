import type { IConstruct } from 'constructs';
import type { DebianLockRequest } from '../lib/assembly/lock-request';
import { type LockedPackage, lockedPackages } from '../lib/assembly/locked';
import type { DebianArchitecture } from '../lib/debian/architecture';
import { snapshotEpoch, snapshotUrl } from '../lib/debian/snapshot';
import type { BuildError } from '../lib/errors';
import type { State } from '../lib/llb';
import { type Deb, unpackerTools } from '../lib/rootfs';
import { DebianPackages, type DebianPackagesProps } from './debian-packages';
import { DebianRuntime } from './debian-runtime';
import { LocatedConstruct } from './located-construct';
import type { Lowering } from './lowering';

// The package whose one static program opens all others.
const UNPACKER = 'busybox-static';

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

  constructor(scope: IConstruct, id: string, props: DebianBaseProps) {
    super(scope, id);
    this.suite = props.suite;
    this.snapshot = props.snapshot;
    this.components = [...(props.components ?? ['main'])].sort();
  }

  /** Seconds since 1970 of the snapshot: the date of everything made from it. */
  get sourceDateEpoch(): number {
    return snapshotEpoch(this.snapshot) ?? 0;
  }

  /** A minbase (essential and required packages, apt) and more, e.g. a compiler. */
  minbase({ packages = [] }: DebianPackagesProps = {}): DebianPackages {
    return new DebianPackages(this, []).with({ packages });
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

  /** @internal */
  request(
    variant: DebianLockRequest['variant'],
    include: readonly string[],
    architectures: readonly DebianArchitecture[],
  ): DebianLockRequest {
    return {
      kind: 'debian',
      suite: this.suite,
      snapshot: this.snapshot,
      components: this.components,
      variant,
      include: [...new Set(include)].sort(),
      architectures: architectures.map(({ debian }) => debian).sort(),
    };
  }

  /** What the unpacker is made of. @internal */
  unpackerRequest(build: DebianArchitecture): DebianLockRequest {
    return this.request('none', [UNPACKER], [build]);
  }

  /** The root that unpacks. @internal */
  tools(lowering: Lowering): State {
    const { build, lock } = lowering;
    const locked = lockedPackages(lock, this.unpackerRequest(build), build.debian);
    const [unpacker] = this.debs(
      locked.filter(({ name }) => name === UNPACKER),
      lowering,
    );
    if (unpacker === undefined) throw this.error('E_LOCK_MISSING', `${UNPACKER} is not locked`);
    const local = `unpacker-${build.debian}-${unpacker.sha256.slice(0, 12)}`;
    lowering.unpackers.set(local, unpacker.url);
    return lowering.once(local, () => unpackerTools({ local, file: 'busybox' }));
  }

  /** Locked packages as sources; takes note of them for mirrors. @internal */
  debs(packages: readonly LockedPackage[], { debianFiles }: Lowering): Deb[] {
    return packages.map(({ archive, name, path, sha256, size }) => {
      const url = snapshotUrl(archive, this.snapshot, path);
      debianFiles.set(url, { archive, path, size, sha256 });
      return { name, filename: path.slice(path.lastIndexOf('/') + 1), url, sha256 };
    });
  }
}
