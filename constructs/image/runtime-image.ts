import type { IConstruct } from 'constructs';
import { type BuildError, BuildErrors } from '../../lib/errors';
import { copy, type FileAction } from '../../lib/llb';
import type { ImageConfigFields } from '../../lib/oci/image-config';
import { formatPlatform } from '../../lib/oci/platform';
import { titleOf } from '../core/artifact-operations';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import { checkDebianPlatforms } from '../debian/platform';
import { healthcheckConfig } from './healthcheck';
import { Image } from './image';
import { layFiles } from './lay-files';
import type { Layer, LoweredImage } from './layer';
import { accounts } from './runtime-accounts';
import { checkContract, checkPackages } from './runtime-contract';
import { RUNTIME_IMAGE_PROPS, type RuntimeImageProps } from './runtime-image-props';

/** Numeric user and group that a runtime runs as where nothing else is said. */
export const NONROOT_ID = 65532;

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
    return this.checkProps(RUNTIME_IMAGE_PROPS, this.props, () => [
      ...super.check(),
      ...checkDebianPlatforms(this),
      ...checkContract(this),
    ]);
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
    const add = (change: FileAction, says: string, title = says) => {
      state = state.file(change, {
        customName: `${this.imageName} ${formatPlatform(target.platform)}: copy ${title}`,
        source: this.source,
      });
      layers.push({ state, says });
    };
    const made = accounts({ uid, gid }, writable, timestamp);
    // A copy dates what it makes, and leaves folders that are there as they are.
    add(
      copy(made, '/', '/', { copyDirContentsOnly: true, timestamp }),
      `accounts: user ${uid}, group ${gid}`,
    );
    for (const file of files) {
      const tree = lowerArtifact(file, target, this);
      add(layFiles(tree, timestamp), 'files', titleOf(file));
    }
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
      ...(Object.keys(this.labels).length === 0 ? {} : { Labels: this.labels }),
    };
  }
}

function emptyObjects(keys: readonly string[]): Record<string, Record<string, never>> {
  return Object.fromEntries([...keys].sort().map((key) => [key, {}]));
}
