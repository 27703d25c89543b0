import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { formatPlatform, type Platform, parsePlatform } from '../../lib/oci/platform';
import { Brand } from '../core/brand';
import { LocatedConstruct } from '../core/located-construct';
import type { Target } from '../core/target';
import type { LoweredImage } from './layer';

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
  /**
   * Name in commands and in the assembly, one of its own for each image of the app.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
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

const BRAND = new Brand<Image>('Image');

/**
 * Something that is built and published under a name. A class of one's own says how it is lowered.
 *
 * Becomes an OCI index with a manifest for each platform, solved in one go.
 */
export abstract class Image extends LocatedConstruct {
  /** Name in commands and in the assembly. */
  readonly imageName: string;
  /** As the app names them. */
  readonly platformNames: readonly string[];
  readonly publish: { readonly names: readonly string[]; readonly tags: readonly string[] };
  protected readonly labels: Readonly<Record<string, string>>;

  /** True for any image, also one made by another copy of this package. */
  static isImage(value: unknown): value is Image {
    return BRAND.has(value);
  }

  constructor(scope: IConstruct, id: string, props: ImageProps) {
    super(scope, id);
    BRAND.mark(this);
    this.imageName = props.name ?? id;
    this.platformNames = [...props.platforms];
    this.publish = { names: props.publish?.names ?? [], tags: props.publish?.tags ?? ['latest'] };
    this.labels = props.labels ?? {};
  }

  /** Seconds since 1970: the one date of the image. */
  abstract get sourceDateEpoch(): number;

  /**
   * Whether its layers date every file themselves. Else the exporter rewrites them at each build, to
   * date what is newer than {@link sourceDateEpoch} to it.
   *
   * @default false
   */
  get isDated(): boolean {
    return false;
  }

  /** Its layers and config for one platform. */
  abstract lower(target: Target): LoweredImage;

  /** The platforms, in their order. */
  get platforms(): readonly Platform[] {
    return this.platformNames.flatMap((text) => parsePlatform(text) ?? []);
  }

  override check(): readonly BuildError[] {
    return [...this.checkName(), ...this.checkPlatforms(), ...this.checkPublish()];
  }

  private checkName(): BuildError[] {
    if (/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(this.imageName)) return [];
    return [
      this.error('E_IMAGE_NAME', 'the name of the image, by default its id, cannot be one', {
        got: `"${this.imageName}"`,
        expected: 'lower-case letters and digits, joined by ".", "_" or "-"',
        fix: "change the id, or give a name: name: 'hello'",
      }),
    ];
  }

  private checkPlatforms(): BuildError[] {
    const errors = this.platformNames
      .filter((text) => parsePlatform(text) === undefined)
      .map((text) =>
        this.error('E_PLATFORM', 'a platform of the image is none', {
          got: `"${text}"`,
          expected: 'os/architecture, e.g. "linux/arm64"',
        }),
      );
    const names = this.platforms.map(formatPlatform);
    if (this.platformNames.length === 0 || new Set(names).size < names.length) {
      errors.push(
        this.error('E_PLATFORM', 'the list of platforms is empty or names one twice', {
          got: `[${this.platformNames.join(', ')}]`,
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
