import type { LoweredContent } from '../app/app';
import { imageNamed } from './find-image';
import { ImageAssertions } from './image-assertions';

/** An app, synthesized: its images, to be looked at. */
export class SynthResult {
  /** Names of all images, sorted. */
  readonly images: readonly string[];
  readonly #content: LoweredContent;
  readonly #made = new Map<string, ImageAssertions>();

  /** @internal */
  constructor(content: LoweredContent) {
    this.#content = content;
    this.images = content.images.map(({ name }) => name);
  }

  /**
   * An image by its name.
   *
   * @throws SynthAssertionError where there is none
   */
  image(name: string): ImageAssertions {
    const made =
      this.#made.get(name) ?? new ImageAssertions(imageNamed(name, this.#content.images));
    this.#made.set(name, made);
    return made;
  }

  /** All images as JSON, for snapshots: see {@link PlatformAssertions.toJSON}. */
  toJSON(): unknown {
    return this.images.map((name) => this.image(name).toJSON());
  }
}
