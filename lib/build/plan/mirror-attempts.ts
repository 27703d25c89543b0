import type { FetchOptions } from '../../fetch/fetch-context';
import type { ArchiveMirrors } from './archive-mirrors';

/** More than one is needed where another build fails at a file that this one has a mirror for. */
const MAX_ATTEMPTS = 6;

/** The attempts of one build, each by the plan for archives as it was at its begin. */
export class MirrorAttempts {
  #count = 0;
  #version = 0;

  constructor(private readonly mirrors: ArchiveMirrors) {}

  begin(): void {
    this.#count += 1;
    this.#version = this.mirrors.version;
  }

  /** See {@link ArchiveMirrors.mayReplan}. */
  mayReplan(error: unknown): boolean {
    return !this.#isLast && this.mirrors.mayReplan(error, this.#version);
  }

  /** See {@link ArchiveMirrors.mayStandIn}. */
  mayStandIn(vertexName: string): boolean {
    return !this.#isLast && this.mirrors.mayStandIn(vertexName, this.#version);
  }

  /** Whether it is worth another attempt: see {@link ArchiveMirrors.replan}. */
  async replan(error: unknown, options: Omit<FetchOptions, 'environment'>): Promise<boolean> {
    return !this.#isLast && (await this.mirrors.replan(error, this.#version, options));
  }

  get #isLast(): boolean {
    return this.#count >= MAX_ATTEMPTS;
  }
}
