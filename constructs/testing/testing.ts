import { BuildErrors } from '../../lib/errors';
import type { LockFile } from '../../lib/lock/lock-file';
import { missingErrors } from '../../lib/lock/missing-errors';
import { readLock } from '../../lib/lock/read-lock';
import { App, type AppProps, type LoweredContent } from '../app/app';
import type { Answers } from '../core/lock-answers';
import type { BuildImageOptions } from './build/build-options';
import type { BuiltImage } from './build/built-image';
import { FakeAnswers } from './fake-answers';
import { SynthResult } from './synth-result';

/** How {@link Testing.synth} answers the requests of an app. */
export interface SynthOptions {
  /**
   * Path of a real lock.
   *
   * @default - answers are made up: always the same, and nothing that can be fetched
   */
  readonly lock?: string;
}

/** Tests of apps: without files, without a daemon, without a lock. */
export const Testing = {
  /** An app. */
  app(props?: AppProps): App {
    return new App(props);
  },

  /**
   * Synthesizes an app: checks it, lowers it, and gives what would be written. It can be called again
   * for the same app.
   *
   * @throws BuildErrors everything that is wrong with the app, as `app.synth()` does
   */
  synth(app: App, options: SynthOptions = {}): SynthResult {
    const { lock } = options;
    const answers = lock === undefined ? new FakeAnswers() : readLock(lock);
    return new SynthResult(lowered(app, answers));
  },

  /**
   * Builds an image of an app on a real daemon, with a real lock, and gives its files to be read. No
   * container is run, and nothing is pushed or written.
   *
   * @throws BuildErrors what is wrong with the app or its lock; SynthAssertionError for an image or
   *   platform that there is not; those of a connection and a build, see `buildkit-cdk/client`
   */
  async build(app: App, image: string, options: BuildImageOptions = {}): Promise<BuiltImage> {
    const content = lowered(app, readLock(options.lock ?? 'synth.lock.json'));
    // Only now: tests that build nothing do not load the client.
    const { buildImage } = await import('./build/build-image');
    return buildImage(content, image, options);
  },
};

function lowered(app: App, answers: Answers | LockFile): LoweredContent {
  const { content } = app.lower(answers);
  BuildErrors.throwIfAny(missingErrors(content.missing));
  return content;
}
