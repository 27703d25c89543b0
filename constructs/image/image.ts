import type { IConstruct } from 'constructs';
import type { BuildError } from '../../lib/errors';
import { formatPlatform, type Platform, parsePlatform } from '../../lib/oci/platform';
import { IMAGE_NAME } from '../../lib/props';
import { Brand } from '../core/brand';
import { LocatedConstruct } from '../core/located-construct';
import type { Target } from '../core/target';
import type { DebianBase } from '../debian/debian-base';
import type { ImageProps } from './image-props';
import type { LoweredImage } from './layer';

const BRAND = new Brand<Image>('Image');

/**
 * Something that is built and published under a name. A class of one's own says how it is lowered,
 * and describes its properties by an extension of {@link IMAGE_PROPS}.
 *
 * Becomes an OCI index with a manifest for each platform, solved in one go.
 */
export abstract class Image extends LocatedConstruct {
  private readonly imageProps: ImageProps;

  /** True for any image, also one made by another copy of this package. */
  static isImage(value: unknown): value is Image {
    return BRAND.has(value);
  }

  constructor(scope: IConstruct, id: string, props: ImageProps) {
    super(scope, id);
    BRAND.mark(this);
    this.imageProps = props;
  }

  /** Name in commands and in the assembly. */
  get imageName(): string {
    // Names are compared before properties are known to be right.
    const { name }: { name?: unknown } = Object(this.imageProps);
    return typeof name === 'string' ? name : this.node.id;
  }

  /** The platforms, in their order. */
  get platforms(): readonly Platform[] {
    return this.imageProps.platforms.flatMap((text) => parsePlatform(text) ?? []);
  }

  /** Where it is pushed to. */
  get publish(): { readonly names: readonly string[]; readonly tags: readonly string[] } {
    const { publish }: Partial<ImageProps> = Object(this.imageProps);
    const { names = [], tags = ['latest'] } = publish ?? {};
    return { names, tags };
  }

  /** Labels of the image config, sorted. */
  protected get labels(): Readonly<Record<string, string>> {
    const labels = Object.entries(this.imageProps.labels ?? {});
    return Object.fromEntries(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
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

  /**
   * Departures from the contract of a runtime: the reason of each, by the name of its waiver.
   *
   * @default - it is no runtime, and has no contract
   */
  get waivers(): Readonly<Record<string, string>> | undefined {
    return undefined;
  }

  /**
   * The Debian that it is made of, which programs of this package are compiled with.
   *
   * @default - it is made of none
   */
  get debian(): DebianBase | undefined {
    return undefined;
  }

  /** Its layers and config for one platform. */
  abstract lower(target: Target): LoweredImage;

  override check(): readonly BuildError[] {
    return [...this.checkName(), ...this.checkPlatforms()];
  }

  // A name that is given was checked as a property.
  private checkName(): BuildError[] {
    const { id } = this.node;
    if (this.imageName !== id || IMAGE_NAME.check(id, 'id').length === 0) return [];
    return [
      this.error('E_IMAGE_NAME', 'the id of the image is its name, and cannot be one', {
        got: `"${id}"`,
        expected: IMAGE_NAME.expected,
        fix: "change the id, or give a name: name: 'hello'",
      }),
    ];
  }

  private checkPlatforms(): BuildError[] {
    const names = this.platforms.map(formatPlatform);
    if (names.length > 0 && new Set(names).size === names.length) return [];
    return [
      this.error('E_PLATFORM', 'the list of platforms is empty or names one twice', {
        got: `[${names.join(', ')}]`,
        expected: 'each platform once, and one at least',
      }),
    ];
  }
}
