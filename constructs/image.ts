import type { IConstruct } from 'constructs';
import type { PackageSet } from '../lib/assembly/manifest';
import {
  architectureOf,
  type DebianArchitecture,
  supportedPlatforms,
} from '../lib/debian/architecture';
import type { BuildError } from '../lib/errors';
import type { State } from '../lib/llb';
import type { ImageConfigFields } from '../lib/oci/image-config';
import { formatPlatform, parsePlatform } from '../lib/oci/platform';
import { LocatedConstruct, type OwnedRequest } from './located-construct';
import type { Lowering } from './lowering';

/** Where an image is pushed to: each name with each tag. */
export interface PublishProps {
  /** Repositories with their registry, e.g. `registry.example.org/me/hello`. */
  readonly names: readonly string[];
  /**
   * Tags.
   *
   * @default ['latest']
   */
  readonly tags?: readonly string[];
}

/** Properties that every image has. */
export interface ImageProps {
  /** Platforms of the image's index, e.g. `['linux/amd64', 'linux/arm64']`. */
  readonly platforms: readonly string[];
  /**
   * Where it is pushed to.
   *
   * @default - it cannot be pushed
   */
  readonly publish?: PublishProps;
  /**
   * Labels of the image config.
   *
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** One platform of an image, lowered. @internal */
export interface LoweredImage {
  readonly state: State;
  readonly config: ImageConfigFields;
  /** What each layer is, lowest first. No name of a construct: a rename moves no digest. */
  readonly history: readonly string[];
  readonly packages: number;
}

const IMAGE = Symbol.for('buildkit-cdk.Image');

/**
 * Something that is built and published under a name: the last part of the construct's path.
 *
 * Becomes an OCI index with a manifest for each platform, solved in one go.
 */
export abstract class Image extends LocatedConstruct {
  readonly platforms: readonly string[];
  readonly publish: { readonly names: readonly string[]; readonly tags: readonly string[] };
  protected readonly labels: Readonly<Record<string, string>>;

  /** True for any image, also one made by another copy of this package. */
  static isImage(construct: IConstruct): construct is Image {
    return IMAGE in construct;
  }

  constructor(scope: IConstruct, id: string, props: ImageProps) {
    super(scope, id);
    Object.defineProperty(this, IMAGE, { value: true });
    this.platforms = [...props.platforms];
    this.publish = { names: props.publish?.names ?? [], tags: props.publish?.tags ?? ['latest'] };
    this.labels = props.labels ?? {};
  }

  /** Name in commands and in the assembly: the construct's id. */
  get imageName(): string {
    return this.node.id;
  }

  /** Seconds since 1970: the one date of the image. */
  abstract get sourceDateEpoch(): number;

  /** The architectures of all platforms, in their order. @internal */
  get targets(): readonly DebianArchitecture[] {
    return this.platforms.flatMap((text) => {
      const platform = parsePlatform(text);
      return (platform && architectureOf(platform)) ?? [];
    });
  }

  /** @internal */
  abstract lockRequests(build: DebianArchitecture): readonly OwnedRequest[];

  /** The sets that the Debian packages in the image come from. @internal */
  abstract packageSets(target: DebianArchitecture): readonly PackageSet[];

  /** @internal */
  abstract lower(target: DebianArchitecture, lowering: Lowering): LoweredImage;

  override check(): readonly BuildError[] {
    return [...this.checkName(), ...this.checkPlatforms(), ...this.checkPublish()];
  }

  private checkName(): BuildError[] {
    if (/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(this.imageName)) return [];
    return [
      this.error('E_IMAGE_NAME', 'the id of an image is its name, and cannot be one', {
        got: `"${this.imageName}"`,
        expected: 'lower-case letters and digits, joined by ".", "_" or "-"',
      }),
    ];
  }

  private checkPlatforms(): BuildError[] {
    const known = supportedPlatforms().map(formatPlatform);
    const errors = this.platforms
      .filter((text) => !known.includes(text))
      .map((text) =>
        this.error('E_PLATFORM', 'the platform is not one that Debian has', {
          got: `"${text}"`,
          expected: `one of ${known.join(', ')}`,
        }),
      );
    if (this.platforms.length === 0 || new Set(this.platforms).size < this.platforms.length) {
      errors.push(
        this.error('E_PLATFORM', 'the list of platforms is empty or names one twice', {
          got: `[${this.platforms.join(', ')}]`,
          expected: 'each platform once, and one at least',
        }),
      );
    }
    return errors;
  }

  private checkPublish(): BuildError[] {
    const names = this.publish.names
      .filter((name) => !/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/.test(name))
      .map((name) =>
        this.error('E_IMAGE_REFERENCE', 'a name to publish under is no repository', {
          got: `"${name}"`,
          expected: 'a registry and a path in lower case: "registry.example.org/me/hello"',
        }),
      );
    const tags = this.publish.tags
      .filter((tag) => !/^\w[\w.-]{0,127}$/.test(tag))
      .map((tag) =>
        this.error('E_IMAGE_REFERENCE', 'a tag cannot be one', {
          got: `"${tag}"`,
          expected: 'letters, digits, "_", "." and "-", 128 at most',
        }),
      );
    return [...names, ...tags];
  }
}
