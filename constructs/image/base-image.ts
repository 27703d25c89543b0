import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import type { Target } from '../core/target';
import { DebianBase } from '../debian/debian-base';
import type { DebianPackages } from '../debian/debian-packages';
import { checkDebianPlatforms } from '../debian/platform';
import { Image, type ImageProps } from './image';
import type { LoweredImage } from './layer';

/** Properties of a {@link BaseImage}. */
export interface BaseImageProps extends ImageProps {
  /** The packages of the image. */
  readonly base: DebianBase | DebianPackages;
}

/**
 * A Debian image with shell, dpkg and apt, for people and other builds to start from.
 *
 * Becomes the root of its packages for each platform, configured from outside: the build platform
 * does not show in it, and no emulator is needed.
 */
export class BaseImage extends Image {
  private readonly packages: DebianPackages;

  constructor(scope: IConstruct, id: string, props: BaseImageProps) {
    super(scope, id, props);
    this.packages = DebianBase.isDebianBase(props.base) ? props.base.minbase() : props.base;
  }

  get sourceDateEpoch(): number {
    return this.packages.base.sourceDateEpoch;
  }

  override get isDated(): boolean {
    return true;
  }

  override check(): readonly BuildError[] {
    return [...super.check(), ...checkDebianPlatforms(this)];
  }

  lower(target: Target): LoweredImage {
    return {
      layers: this.packages.layers(target, this),
      config: {
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
        Cmd: ['/bin/bash'],
        WorkingDir: '/',
        ...(Object.keys(this.labels).length === 0 ? {} : { Labels: this.labels }),
      },
    };
  }
}
