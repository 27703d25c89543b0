import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import type { ImageConfigFields } from '../../lib/oci/image-config';
import { formatPlatform } from '../../lib/oci/platform';
import {
  ABSOLUTE_PATH,
  either,
  extend,
  list,
  optional,
  type PropsOf,
  record,
  text,
  VARIABLE_NAME,
} from '../../lib/props';
import { EPOCH } from '../../lib/props/epoch';
import { ARTIFACT } from '../core/artifact';
import { titleOf } from '../core/artifact-operations';
import { lowerArtifact } from '../core/lower-artifact';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import { DEBIAN_ROOT, packagesOf } from '../debian/debian-root';
import { checkDebianPlatforms } from '../debian/platform';
import { imageLayers, imageVariables } from '../source/image-runtime';
import { IMAGE_SOURCE, ImageSource } from '../source/image-source';
import { Image } from './image';
import { IMAGE_PROPS, type ImageProps } from './image-props';
import { layFiles } from './lay-files';
import type { Layer, LoweredImage } from './layer';

const BASE_IMAGE_PROPS = extend(IMAGE_PROPS, {
  /** The packages of the image, or an image of a registry that it is made on. */
  base: either(DEBIAN_ROOT, IMAGE_SOURCE),
  /**
   * Artifacts copied over the base, each a layer: the root of the artifact to `/`, or to the place
   * that it is put at, as `program.at('/opt/tool')`.
   *
   * @default []
   */
  files: optional(list(ARTIFACT)),
  /**
   * Environment of the process, beside that of the base.
   *
   * @default {}
   */
  env: optional(record(VARIABLE_NAME, text())),
  /**
   * Absolute path that the process starts in.
   *
   * @default - that of the base; `/` for Debian
   */
  workingDirectory: optional(ABSOLUTE_PATH),
  /**
   * User of the process, with or without group, by name or number: `nobody`, `65532:65532`.
   *
   * @default - that of the base; root for Debian
   */
  user: optional(text({ pattern: /^[^\s:]+(?::[^\s:]+)?$/, expected: 'user or user:group' })),
  /**
   * The program and its first arguments. The `cmd` of the base goes with it.
   *
   * @default - that of the base
   */
  entrypoint: optional(list(text(), { min: 1 })),
  /**
   * Default arguments, which a user of the image replaces.
   *
   * @default - those of the base; `/bin/bash` for Debian
   */
  cmd: optional(list(text())),
  /**
   * Seconds since 1970: the date of the image, and of the files that are copied.
   *
   * @default - that of Debian's snapshot; 0 on an image of a registry
   */
  sourceDateEpoch: optional(EPOCH),
});

/** Properties of a {@link BaseImage}. */
export interface BaseImageProps extends ImageProps, PropsOf<typeof BASE_IMAGE_PROPS> {}

/** What Debian tells the engine. */
const DEBIAN_CONFIG: ImageConfigFields = {
  Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
  Cmd: ['/bin/bash'],
  WorkingDir: '/',
};

/**
 * An image for people and other builds to start from: Debian with shell, dpkg and apt, or an image of
 * a registry, and files over it.
 *
 * Becomes the root of its packages for each platform, configured from outside: the build platform
 * does not show in it, and no emulator is needed. An image of a registry keeps its layers as they are,
 * and its config where nothing else is said.
 */
export class BaseImage extends Image {
  private readonly props: BaseImageProps;

  constructor(scope: IConstruct, id: string, props: BaseImageProps) {
    super(scope, id, props);
    this.props = props;
  }

  get sourceDateEpoch(): number {
    const { base, sourceDateEpoch } = this.props;
    if (sourceDateEpoch !== undefined) return sourceDateEpoch;
    return ImageSource.isImageSource(base) ? 0 : packagesOf(base).base.sourceDateEpoch;
  }

  override get isDated(): boolean {
    return true;
  }

  override get debian(): DebianBase | undefined {
    const { base } = this.props;
    return ImageSource.isImageSource(base) ? undefined : packagesOf(base).base;
  }

  override check(): readonly BuildError[] {
    return this.checkProps(BASE_IMAGE_PROPS, this.props, () => [
      ...super.check(),
      ...(ImageSource.isImageSource(this.props.base) ? [] : checkDebianPlatforms(this)),
    ]);
  }

  lower(target: Target): LoweredImage {
    const { base, files = [] } = this.props;
    const layers: Layer[] = ImageSource.isImageSource(base)
      ? [...imageLayers(base, target)]
      : [...packagesOf(base).layers(target, this)];
    const timestamp = new Date(this.sourceDateEpoch * 1000);
    for (const file of files) {
      const below = layers.at(-1)?.state;
      if (below === undefined) break;
      const tree = lowerArtifact(file, target, this);
      const state = below.file(layFiles(tree, timestamp), {
        customName: `${this.imageName} ${formatPlatform(target.platform)}: copy ${titleOf(file)}`,
        source: this.source,
      });
      layers.push({ state, says: 'files' });
    }
    return { layers, config: this.config(target) };
  }

  private config(target: Target): ImageConfigFields {
    const { base, cmd, entrypoint, env = {}, user, workingDirectory } = this.props;
    const below = ImageSource.isImageSource(base)
      ? (base.locked(target)?.config ?? {})
      : DEBIAN_CONFIG;
    const { Cmd, Entrypoint, Env: _, Labels, User, WorkingDir, ...others } = below;
    const variables = Object.entries({ ...imageVariables(below), ...env });
    const labels = { ...Labels, ...this.labels };
    // As in a Dockerfile: arguments are those of the program that they were written for.
    const args = cmd ?? (entrypoint === undefined ? Cmd : undefined);
    return {
      ...withValue('User', user ?? User),
      Env: variables.map(([name, value]) => `${name}=${value}`),
      ...withValue('Entrypoint', entrypoint ?? Entrypoint),
      ...withValue('Cmd', args),
      WorkingDir: workingDirectory ?? WorkingDir ?? '/',
      ...others,
      ...(Object.keys(labels).length === 0 ? {} : { Labels: labels }),
    };
  }
}

/** A field of the config, where it has a value. */
function withValue<K extends keyof ImageConfigFields>(
  name: K,
  value: ImageConfigFields[K],
): Pick<ImageConfigFields, K> | Record<never, never> {
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
  return isEmpty ? {} : { [name]: value };
}
