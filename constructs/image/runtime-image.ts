import type { IConstruct } from 'constructs';
import { type BuildError, BuildErrors } from '../../lib/errors';
import { type State, scratch } from '../../lib/llb';
import type { ImageConfigFields } from '../../lib/oci/image-config';
import { formatPlatform } from '../../lib/oci/platform';
import { finishRuntime } from '../../lib/rootfs';
import { titleOf } from '../core/artifact-operations';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import { checkDebianPlatforms, debianArchitecture } from '../debian/platform';
import { ImageRuntime, imageLayers, imageVariables } from '../source/image-runtime';
import { healthcheckConfig } from './healthcheck';
import { Image } from './image';
import { layFiles } from './lay-files';
import type { Layer, LoweredImage } from './layer';
import { checkContract, checkPackages } from './runtime-contract';
import { RUNTIME_IMAGE_PROPS, type RuntimeImageProps } from './runtime-image-props';

/** Numeric user and group that a runtime runs as where nothing else is said. */
export const NONROOT_ID = 65532;

/**
 * An image with one program, what it needs, and nothing else.
 *
 * Becomes one layer of packages, or those of an image of a registry, and one for each artifact. By contract it has no shell and no
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
    const { files = [] } = this.props;
    const layers = [...this.lowerPart(target)];
    const names = layers.flatMap(({ packages = [] }) => packages.map(({ name }) => name));
    BuildErrors.throwIfAny(checkPackages(this, names));
    let state = layers.at(-1)?.state ?? scratch();
    const title = `${this.imageName} ${formatPlatform(target.platform)}`;
    const timestamp = new Date(this.sourceDateEpoch * 1000);
    for (const file of files) {
      const tree = lowerArtifact(file, target, this);
      state = state.file(layFiles(tree, timestamp), {
        customName: `${title}: copy ${titleOf(file)}`,
        source: this.source,
      });
      layers.push({ state, says: 'files' });
    }
    layers.push(this.finish(state, title, target));
    return { layers, config: this.config(target) };
  }

  private lowerPart(target: Target): readonly Layer[] {
    const { base } = this.props;
    if (ImageRuntime.isImageRuntime(base)) return imageLayers(base.image, target);
    return [base.layer(target, this)];
  }

  /** Variables and working folder of an image that this one is made on. */
  private taken(target: Target): { variables: Record<string, string>; folder: string } {
    const { base } = this.props;
    const locked = ImageRuntime.isImageRuntime(base) ? base.image.locked(target) : undefined;
    const config = locked?.config ?? {};
    return { variables: imageVariables(config), folder: config.WorkingDir ?? '/' };
  }

  /** The last layer: what the user needs, over a tree that keeps the contract. */
  private finish(tree: State, title: string, target: Target): Layer {
    const { base, entrypoint, env = {}, healthcheck, waivers = {}, writable = [] } = this.props;
    const [uid = NONROOT_ID, gid = NONROOT_ID] = this.user.split(':').map(Number);
    const programs = [entrypoint[0], healthcheck?.command[0]];
    const state = finishRuntime(tree, {
      title,
      source: this.source,
      native: base.base.minbase().root(target.for(target.build), this),
      architecture: debianArchitecture(target.platform, this),
      uid,
      gid,
      writable,
      programs: programs.filter((program) => program !== undefined),
      libraryPath: { ...this.taken(target).variables, ...env }.LD_LIBRARY_PATH ?? '',
      waivers: Object.keys(waivers),
      sourceDateEpoch: this.sourceDateEpoch,
    });
    return { state, says: `accounts: user ${uid}, group ${gid}` };
  }

  private get user(): string {
    return this.props.user ?? `${NONROOT_ID}:${NONROOT_ID}`;
  }

  private config(target: Target): ImageConfigFields {
    const { folder, variables } = this.taken(target);
    const {
      cmd = [],
      entrypoint,
      env = {},
      healthcheck,
      ports = [],
      stopSignal,
      writable = [],
    } = this.props;
    const environment = { PATH: '/boot/bin:/usr/bin:/usr/sbin', ...variables, ...env };
    return {
      User: this.user,
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Entrypoint: entrypoint,
      WorkingDir: folder,
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
