import type { BuildEvent } from '../../build/solve/build-event';
import type { ImageResult } from '../../build/solve/image-result';
import type { TestResult } from '../../build/solve/test-watch';

/** What came of the images of a run, put together from what is told of it. */
export class Outcome {
  #images: readonly string[] = [];
  readonly #results = new Map<string, ImageResult>();
  readonly #failed = new Set<string>();
  readonly #tests = new Map<string, readonly TestResult[]>();

  add(event: BuildEvent): void {
    if (event.type === 'planned') this.#images = event.images.map(({ image }) => image);
    if (event.type === 'image-done') this.#results.set(event.image, event.result);
    if (event.type === 'tested') this.#tests.set(event.image, event.tests);
    if (event.type === 'image-failed') this.#failed.add(event.image);
  }

  /** Of the images that are built, in the order of the app. */
  get results(): readonly ImageResult[] {
    return this.#images.flatMap((image) => this.#results.get(image) ?? []);
  }

  /** What came of all tests, in the order of the app. */
  get tests(): readonly (TestResult & { readonly image: string })[] {
    return this.#images.flatMap((image) =>
      (this.#tests.get(image) ?? []).map((result) => ({ image, ...result })),
    );
  }

  /** `5 tests: 2 passed, 2 cached, 1 failed (hello/answers)`; nothing where there is none. */
  get testSummary(): string | undefined {
    const { tests } = this;
    if (tests.length === 0) return undefined;
    const those = (outcome: TestResult['outcome']) =>
      tests.filter((one) => one.outcome === outcome);
    const passed = those('passed');
    const cached = passed.filter((one) => one.cached).length;
    const named = (outcome: TestResult['outcome']) =>
      names(
        outcome,
        those(outcome).map(({ test }) => test),
      );
    const parts = [
      ...count(passed.length - cached, 'passed'),
      ...count(cached, 'cached'),
      ...named('failed'),
      ...named('not run'),
    ];
    return `${tests.length} ${tests.length === 1 ? 'test' : 'tests'}: ${parts.join(', ')}`;
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
