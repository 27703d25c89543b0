import type { IConstruct } from 'constructs';
import { type BuildError, BuildErrors } from '../../lib/errors';
import { copy, type State } from '../../lib/llb';
import type { ImageConfigFields } from '../../lib/oci/image-config';
import { formatPlatform } from '../../lib/oci/platform';
import type { IArtifact } from '../core/artifact';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import type { DebianRuntime } from '../debian/debian-runtime';
import { checkDebianPlatforms } from '../debian/platform';
import { type HealthcheckProps, healthcheckConfig } from './healthcheck';
import { Image, type ImageProps } from './image';
import type { Layer, LoweredImage } from './layer';
import { accounts } from './runtime-accounts';
import { checkContract, checkPackages, type RuntimeWaivers } from './runtime-contract';

/** Numeric user and group that a runtime runs as where nothing else is said. */
export const NONROOT_ID = 65532;

/** Properties of a {@link RuntimeImage}. */
export interface RuntimeImageProps extends ImageProps {
  /** Packages that the program needs. */
  readonly base: DebianRuntime;
  /**
   * Artifacts copied over the base, each a layer: the root of the artifact to `/`, or to the place
   * that it is put at, as `program.at('/boot/bin')`.
   *
   * @default []
   */
  readonly files?: readonly IArtifact[];
  /** The one process: absolute path of the program, and its arguments. */
  readonly entrypoint: readonly string[];
  /**
   * Default arguments, which a user of the image replaces.
   *
   * @default []
   */
  readonly cmd?: readonly string[];
  /**
   * Environment of the process.
   *
   * @default - PATH alone
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Numeric `user:group`.
   *
   * @default '65532:65532'
   */
  readonly user?: string;
  /**
   * Ports that the process listens on, e.g. `8080/tcp`.
   *
   * @default []
   */
  readonly ports?: readonly string[];
  /**
   * Paths that the process writes; all else is read-only. They belong to the user.
   *
   * @default []
   */
  readonly writable?: readonly string[];
  /**
   * How the engine finds out whether it works.
   *
   * @default - none, and the waiver `healthcheck` must say why
   */
  readonly healthcheck?: HealthcheckProps;
  /**
   * Signal that ends the process.
   *
   * @default 'SIGTERM'
   */
  readonly stopSignal?: string;
  /**
   * Departures from the runtime contract, each with its reason.
   *
   * @default {}
   */
  readonly waivers?: RuntimeWaivers;
}

/**
 * An image with one program, what it needs, and nothing else.
 *
 * Becomes one layer of packages and one for each artifact. By contract it has no shell and no
 * package manager, runs as a user that is not root, and can run read-only, without capabilities.
 */
export class RuntimeImage extends Image {
  /** What the image was asked to be, for checks and audits. */
  readonly props: RuntimeImageProps;

  constructor(scope: IConstruct, id: string, props: RuntimeImageProps) {
    super(scope, id, props);
    this.props = props;
  }

  get sourceDateEpoch(): number {
    return this.props.base.base.sourceDateEpoch;
  }

  override get isDated(): boolean {
    return true;
  }

  override check(): readonly BuildError[] {
    return [...super.check(), ...checkDebianPlatforms(this), ...checkContract(this)];
  }

  lower(target: Target): LoweredImage {
    const { base, files = [], writable = [] } = this.props;
    const packages = base.layer(target, this);
    const names = packages.packages?.map(({ name }) => name) ?? [];
    BuildErrors.throwIfAny(checkPackages(this, names));
    const timestamp = new Date(this.sourceDateEpoch * 1000);
    const [uid = NONROOT_ID, gid = NONROOT_ID] = this.user.split(':').map(Number);
    const layers: Layer[] = [packages];
    let state = packages.state;
    const add = (tree: State, says: string) => {
      // A copy dates what it makes, and leaves folders that are there as they are.
      state = state.file(copy(tree, '/', '/', { copyDirContentsOnly: true, timestamp }), {
        customName: `${this.imageName} ${formatPlatform(target.platform)}: copy ${says}`,
        source: this.source,
      });
      layers.push({ state, says });
    };
    add(accounts({ uid, gid }, writable, timestamp), `accounts: user ${uid}, group ${gid}`);
    for (const file of files) add(lowerArtifact(file, target, this), 'files');
    return { layers, config: this.config() };
  }

  private get user(): string {
    return this.props.user ?? `${NONROOT_ID}:${NONROOT_ID}`;
  }

  private config(): ImageConfigFields {
    const {
      cmd = [],
      entrypoint,
      env = {},
      healthcheck,
      ports = [],
      stopSignal,
      writable = [],
    } = this.props;
    const environment = { PATH: '/boot/bin:/usr/bin:/usr/sbin', ...env };
    return {
      User: this.user,
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Entrypoint: entrypoint,
      WorkingDir: '/',
      StopSignal: stopSignal ?? 'SIGTERM',
      ...(cmd.length === 0 ? {} : { Cmd: cmd }),
      ...(ports.length === 0 ? {} : { ExposedPorts: emptyObjects(ports) }),
      ...(writable.length === 0 ? {} : { Volumes: emptyObjects(writable) }),
      ...(healthcheck === undefined ? {} : { Healthcheck: healthcheckConfig(healthcheck) }),
      ...(Object.keys(this.labels).length === 0 ? {} : { Labels: sorted(this.labels) }),
    };
  }
}

function emptyObjects(keys: readonly string[]): Record<string, Record<string, never>> {
  return Object.fromEntries([...keys].sort().map((key) => [key, {}]));
}

function sorted(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
