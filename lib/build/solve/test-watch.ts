import { type BuildResult, SolveError, type SolveStatus } from '../../client';
import { BuildError, BuildErrors } from '../../errors';
import type { Definition } from '../../llb/definition/definition';
import { FAILURE_CODE_KEY } from '../../llb/wire/metadata';
import type { PlannedImage, PlannedTest } from '../plan/build-plan';
import type { VertexTimes } from './vertex-times';

/** What came of a test. */
export interface TestResult {
  /** Path of its construct. */
  readonly test: string;
  /** `linux/amd64` */
  readonly platform: string;
  /** It did not run where its image, or something that it needs, could not be made. */
  readonly outcome: 'passed' | 'failed' | 'not run';
  /** Whether the daemon had it before: it has passed in an earlier build. */
  readonly cached: boolean;
  /** Of the vertexes that neither its image nor another test has, with milliseconds. */
  readonly seconds: number;
}

/** How much is kept of what a step writes. */
const MAX_LOG_BYTES = 64 * 1024;

interface Watched {
  readonly test: PlannedTest;
  readonly platform: string;
  readonly graph: Definition | undefined;
  /** The vertex that is solved once it has passed. */
  readonly head: string;
  /** Vertexes that its image does not have. */
  readonly own: readonly string[];
}

/** Follows the tests of an image while it is solved. */
export class TestWatch {
  readonly #image: string;
  readonly #watched: readonly Watched[];
  /** Names of vertexes that have failed, by their digests. */
  readonly #broken = new Map<string, string>();
  readonly #logs = new Map<string, Buffer>();

  /** @param results as they are sent, one for each platform of the image */
  constructor({ name, platforms }: PlannedImage, results: readonly BuildResult[]) {
    this.#image = name;
    this.#watched = platforms.flatMap(({ platform, tests }, at) => {
      const { checks = [], definition } = results[at] ?? {};
      const shared = new Set(digestsOf(definition));
      return tests.map((test, index) => ({
        test,
        platform,
        graph: checks[index],
        head: checks[index]?.head?.digest ?? '',
        own: digestsOf(checks[index]).filter((digest) => !shared.has(digest)),
      }));
    });
  }

  update({ logs, vertexes }: SolveStatus): void {
    if (this.#watched.length === 0) return;
    for (const { digest, error, name } of vertexes) {
      if (error !== '' && !/\bcontext canceled\b/.test(error)) this.#broken.set(digest, name);
    }
    for (const { data, vertex } of logs) {
      const log = Buffer.concat([this.#logs.get(vertex) ?? Buffer.alloc(0), data]);
      this.#logs.set(vertex, log.subarray(-MAX_LOG_BYTES));
    }
  }

  /** @param isBuilt whether the whole solve has succeeded */
  results(times: VertexTimes, isBuilt: boolean): readonly TestResult[] {
    return this.#watched.map((watched) => {
      const { head, own, platform, test } = watched;
      const hasPassed = isBuilt || (times.hasEnded(head) && !this.#broken.has(head));
      const hasFailed = !hasPassed && this.#failed(watched) !== undefined;
      return {
        test: test.name,
        platform,
        outcome: hasPassed ? 'passed' : hasFailed ? 'failed' : 'not run',
        cached: hasPassed && times.wasCached(head),
        seconds: Math.round(times.covered(own.filter((one) => this.#isOfOne(one)))) / 1000,
      };
    });
  }

  /**
   * The error of a build. Where a step of a test has failed, it is that of the test; where several
   * have, of each of them.
   *
   * @param error what the build was failed with
   */
  errorOf(error: unknown): unknown {
    if (!(error instanceof SolveError) || error.exitCode === undefined) return error;
    const { vertexDigest = '' } = error;
    if (!this.#watched.some(({ own }) => own.includes(vertexDigest))) return error;
    const errors = this.#watched.flatMap((watched) => {
      const digest = this.#failed(watched);
      return digest === undefined ? [] : [this.#testError(watched, digest, error)];
    });
    const [first = error, ...others] = errors;
    return others.length === 0 ? first : new BuildErrors([first, ...others]);
  }

  #testError({ graph, platform, test }: Watched, digest: string, cause: BuildError): BuildError {
    const message = `image "${this.#image}" for ${platform} does not pass the test "${test.name}"`;
    const isItself = graph?.metadata.get(digest)?.description?.[FAILURE_CODE_KEY] !== undefined;
    return new BuildError('E_IMAGE_TEST', message, {
      constructPath: test.name,
      source: test.manifest.source,
      got: isItself ? undefined : `step "${this.#broken.get(digest)}" failed`,
      log: this.#logs.get(digest)?.toString('utf8').trimEnd() || undefined,
      cause,
    });
  }

  #isOfOne(digest: string): boolean {
    return this.#watched.filter(({ own }) => own.includes(digest)).length === 1;
  }

  /** The vertex of a test that has failed. */
  #failed({ own }: Watched): string | undefined {
    return own.find((digest) => this.#broken.has(digest));
  }
}

function digestsOf(definition: Definition | undefined): readonly string[] {
  return definition?.ops.map(({ digest }) => digest) ?? [];
}
