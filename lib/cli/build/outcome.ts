import type { BuildEvent } from '../../build/solve/build-event';
import type { ImageResult } from '../../build/solve/image-result';

/** What came of the images of a run, put together from what is told of it. */
export class Outcome {
  #images: readonly string[] = [];
  readonly #results = new Map<string, ImageResult>();
  readonly #failed = new Set<string>();

  add(event: BuildEvent): void {
    if (event.type === 'planned') this.#images = event.images.map(({ image }) => image);
    if (event.type === 'image-done') this.#results.set(event.image, event.result);
    if (event.type === 'image-failed') this.#failed.add(event.image);
  }

  /** Of the images that are built, in the order of the app. */
  get results(): readonly ImageResult[] {
    return this.#images.flatMap((image) => this.#results.get(image) ?? []);
  }

  /** `12 images: 2 built, 8 cached, 1 failed (dns), 1 not built (router)`; nothing of a single one. */
  get summary(): string | undefined {
    if (this.#images.length < 2) return undefined;
    const { results } = this;
    const cached = results.filter((result) => result.cached).length;
    const missing = this.#images.filter(
      (image) => !this.#results.has(image) && !this.#failed.has(image),
    );
    const parts = [
      ...count(results.length - cached, 'built'),
      ...count(cached, 'cached'),
      ...names('failed', [...this.#failed]),
      ...names('not built', missing),
    ];
    return `${this.#images.length} images: ${parts.join(', ')}`;
  }
}

const count = (number: number, what: string) => (number === 0 ? [] : [`${number} ${what}`]);

const names = (what: string, images: readonly string[]) =>
  images.length === 0 ? [] : [`${images.length} ${what} (${images.join(', ')})`];
