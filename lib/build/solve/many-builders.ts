import { BuildError, BuildErrors } from '../../errors';
import { type PlacedPart, type Placement, placeImages } from '../builders/place-images';
import type { BuildPlan, PlannedImage } from '../plan/build-plan';
import { checkCachePlaces } from '../plan/caches';
import { imagesToPlace, pushedOnce } from '../plan/images-to-place';
import type { BuildOne } from './build-all';
import { buildImage } from './build-image';
import type { BuildPlace, BuildPlaceOptions } from './build-place';
import { builtParts, type FinishedPart } from './built-parts';
import { type ImageResult, imageResult } from './image-result';
import { OpenBuilders } from './open-builders';
import { unplacedErrors } from './unplaced-errors';

/** What of an image is built, and how. */
interface ImageRun {
  readonly image: PlannedImage;
  readonly plan: BuildPlan;
  readonly signal: AbortSignal;
}

/**
 * Several daemons. An image is built where its name says, or each of its platforms where that is; what
 * is pushed is pushed by digest, and named by this client once all of it is there. What a builder had
 * that is lost goes to the others.
 */
export class ManyBuilders implements BuildPlace {
  readonly #opening: Promise<OpenBuilders>;
  #builders: OpenBuilders | undefined;

  constructor(private readonly given: BuildPlaceOptions) {
    const { onEvent, options, signal } = given;
    const onMessage = (text: string) => onEvent({ type: 'message', text });
    this.#opening = OpenBuilders.open(options.builders ?? [], options, signal, onMessage);
    this.#opening.catch(() => {});
  }

  /** Each builder has a limit of its own. */
  readonly atOnce = Number.POSITIVE_INFINITY;

  /** Which builder is given the first image is known when all of them have answered. */
  begin(): void {}

  async open(plan: BuildPlan): Promise<BuildOne> {
    this.#builders = await this.#opening;
    const { parts, unplaced } = this.#place(plan, new Set());
    BuildErrors.throwIfAny(unplacedErrors(unplaced, plan.images));
    checkCachePlaces(
      plan.caches,
      plan.images.flatMap(({ manifest, name, platforms }) =>
        (parts.get(name) ?? []).map((part) => ({
          image: manifest,
          platforms: ofPart(platforms, part).map((platform) => platform.manifest),
        })),
      ),
    );
    const output = pushedOnce(plan.outputs);
    const asParts = output === undefined ? plan : plan.withOutputs([{ ...output, byDigest: true }]);
    return (image, signal) => this.#build({ image, plan: asParts, signal }, plan);
  }

  async close(): Promise<void> {
    await this.#opening.then(
      (builders) => builders.close(),
      () => {},
    );
  }

  get #open(): OpenBuilders {
    if (this.#builders === undefined) throw new RangeError('no builder is open yet');
    return this.#builders;
  }

  #place(plan: BuildPlan, lost: ReadonlySet<string>): Placement {
    return placeImages(imagesToPlace(plan), this.#open.facts, lost);
  }

  async #build({ image, plan, signal }: ImageRun, asked: BuildPlan): Promise<ImageResult> {
    const start = performance.now();
    const stop = new AbortController();
    const own = { image, plan, signal: AbortSignal.any([signal, stop.signal]) };
    const platforms = image.platforms.map(({ platform }) => platform);
    const parts = await this.#buildAgain(own, platforms, stop);
    const { onEvent, options, sessionOf } = this.given;
    const session = { ...sessionOf(image.name), signal };
    const finished = await builtParts(image, parts, {
      output: pushedOnce(asked.outputs),
      credentials: options.credentials,
      signal,
    });
    const onMessage = (text: string) => onEvent({ type: 'message', text });
    const [{ content }] = parts;
    const time = performance.now() - start;
    return imageResult({ ...finished, time }, asked, { ...session, onMessage, content });
  }

  /** Builds platforms of an image where they are placed now. */
  async #buildAgain(
    run: ImageRun,
    platforms: readonly string[],
    stop: AbortController,
  ): Promise<[FinishedPart, ...FinishedPart[]]> {
    const { image, plan } = run;
    const placed = this.#place(plan, this.#open.lost).parts.get(image.name) ?? [];
    const parts = placed.flatMap((part) => {
      const own = part.platforms.filter((platform) => platforms.includes(platform));
      return own.length === 0 ? [] : [{ ...part, platforms: own }];
    });
    if (parts.length === 0) throw this.#noneLeft(image, platforms);
    const ended = await Promise.allSettled(
      parts.map(async (part) => {
        try {
          return await this.#buildPart(run, part, stop);
        } catch (error) {
          stop.abort(error);
          throw error;
        }
      }),
    );
    // What failed first is the reason of the abort of the others.
    if (stop.signal.aborted) throw stop.signal.reason;
    const [first, ...others] = ended.flatMap((one) =>
      one.status === 'fulfilled' ? one.value : [],
    );
    if (first === undefined) throw this.#noneLeft(image, platforms);
    return [first, ...others];
  }

  async #buildPart(
    run: ImageRun,
    part: PlacedPart,
    stop: AbortController,
  ): Promise<readonly FinishedPart[]> {
    const { image, plan, signal } = run;
    const { onEvent, sessionOf } = this.given;
    const builders = this.#open;
    const builder = builders.get(part.builder);
    const { connection, content, name, turns } = builder;
    const platforms = ofPart(image.platforms, part);
    const isPart = image.isPart || platforms.length < image.platforms.length;
    const session = { ...sessionOf(image.name, name), signal };
    const isGone = async (error: unknown) =>
      !signal.aborted && (await builders.isGone(builder, error));
    try {
      const tools = { builder: name, connection, content, isGone, onEvent, session };
      const finished = await turns.run(() => {
        signal.throwIfAborted();
        return buildImage({ ...image, platforms, isPart }, plan, tools);
      });
      return [{ ...finished, builder: name, content }];
    } catch (error) {
      if (!(await isGone(error))) throw error;
      return this.#buildAgain(run, part.platforms, stop);
    }
  }

  #noneLeft({ manifest, name }: PlannedImage, platforms: readonly string[]): BuildError {
    return new BuildError('E_BUILDERS_LOST', `no builder is left for image "${name}"`, {
      constructPath: manifest.constructPath,
      source: manifest.source,
      got: this.#open.reasons.join('\n'),
      expected: `one for ${platforms.join(', ')}`,
      fix: 'start a builder, and build again: what is built is cached, and no tag was written',
    });
  }
}

function ofPart(platforms: PlannedImage['platforms'], part: PlacedPart): PlannedImage['platforms'] {
  return platforms.filter(({ platform }) => part.platforms.includes(platform));
}
