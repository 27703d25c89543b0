import { BuildError } from '../errors';
import type { AskedRequest } from './asked';

/** Errors of requests, each with the construct that asked. */
export class RequestErrors {
  /**
   * What several requests fail on together, e.g. a mirror that is down, or a package that exists on
   * no architecture, is told once.
   */
  readonly #found = new Map<string, BuildError>();

  get all(): readonly BuildError[] {
    return [...this.#found.values()];
  }

  /** Runs a part and keeps its errors; true if there were none. */
  async collect(
    { constructPath, source }: AskedRequest,
    run: () => Promise<unknown>,
  ): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (error) {
      if (!BuildError.is(error)) throw error;
      for (const each of error.all) {
        const { code, message, details } = each;
        const key = JSON.stringify([code, message, details.got]);
        if (this.#found.has(key)) continue;
        this.#found.set(key, new BuildError(code, message, { ...details, constructPath, source }));
      }
      return false;
    }
  }
}
