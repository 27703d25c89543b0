import type { LoweredImageContent } from '../app/lower-images';
import { platformNamed } from './find-image';
import { PlatformAssertions } from './platform-assertions';

/** One image of an app. */
export class ImageAssertions {
  /** Its name in commands. */
  readonly name: string;
  /** Platforms that it is for: `linux/arm64`. */
  readonly platforms: readonly string[];
  readonly #content: LoweredImageContent;
  readonly #made = new Map<string, PlatformAssertions>();

  /** @internal */
  constructor(content: LoweredImageContent) {
    this.name = content.name;
    this.platforms = content.platformNames;
    this.#content = content;
  }

  /**
   * One platform of the image.
   *
   * @param platform may be left out for an image of one platform
   * @throws SynthAssertionError where the image is not for it, or it must be said
   */
  platform(platform?: string): PlatformAssertions {
    const content = platformNamed(this.#content, platform);
    const made = this.#made.get(content.platform) ?? new PlatformAssertions(this.name, content);
    this.#made.set(content.platform, made);
    return made;
  }

  /** All platforms as JSON, for snapshots: see {@link PlatformAssertions.toJSON}. */
  toJSON(): unknown {
    return {
      image: this.name,
      platforms: this.platforms.map((platform) => this.platform(platform).toJSON()),
    };
  }
}
