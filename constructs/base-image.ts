import type { IConstruct } from 'constructs';
import type { PackageSet } from '../lib/assembly/manifest';
import type { DebianArchitecture } from '../lib/debian/architecture';
import { DebianBase } from './debian-base';
import type { DebianPackages } from './debian-packages';
import { Image, type ImageProps, type LoweredImage } from './image';
import type { OwnedRequest } from './located-construct';
import type { Lowering } from './lowering';

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
    this.packages = props.base instanceof DebianBase ? props.base.minbase() : props.base;
  }

  get sourceDateEpoch(): number {
    return this.packages.base.sourceDateEpoch;
  }

  /** @internal */
  lockRequests(build: DebianArchitecture): readonly OwnedRequest[] {
    return this.targets.flatMap((target) =>
      this.packages.lockRequests(target, build).map((request) => ({ owner: this, request })),
    );
  }

  /** @internal */
  packageSets(target: DebianArchitecture): readonly PackageSet[] {
    return this.packages.packageSets(target);
  }

  /** @internal */
  lower(target: DebianArchitecture, lowering: Lowering): LoweredImage {
    return {
      state: this.packages.lower(target, 'outside', lowering),
      config: {
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'],
        Cmd: ['/bin/bash'],
        WorkingDir: '/',
        ...(Object.keys(this.labels).length === 0 ? {} : { Labels: this.labels }),
      },
      history: this.packages.history(target, lowering),
      packages: this.packages.locked(target, lowering).length,
    };
  }
}
