import {
  type App,
  DebianBase,
  GoModules,
  GoProgram,
  RuntimeImage,
  type RuntimeImageProps,
} from 'buildkit-cdk';

/** What an image of the family says of itself; the rest is the same for all. */
export type MemberProps = Omit<RuntimeImageProps, 'platforms' | 'publish' | 'labels'>;

const REGISTRY = '127.0.0.1:5055/family';

/** What all images of this repository have in common. */
export class Family {
  readonly platforms = ['linux/amd64', 'linux/arm64'];
  readonly debian: DebianBase;

  constructor(readonly app: App) {
    this.debian = new DebianBase(app, 'debian', { suite: 'trixie', snapshot: '20261128T000000Z' });
  }

  publish(name: string) {
    return { names: [`${REGISTRY}/${name}`], tags: ['trixie', 'latest'] };
  }

  /** A program of a Go module, without C and symbols. */
  goProgram(name: string, module: string, version: string, path = '.'): GoProgram {
    const modules = new GoModules(this.app, `${name}-modules`, { module, version });
    const ldflags = ['-s', '-w'];
    return new GoProgram(this.app, name, { modules, base: this.debian, package: path, ldflags });
  }

  /** An image with one program. */
  member(name: string, props: MemberProps): RuntimeImage {
    return new RuntimeImage(this.app, name, {
      platforms: this.platforms,
      publish: this.publish(name),
      labels: { 'org.opencontainers.image.title': name },
      ...props,
    });
  }
}
