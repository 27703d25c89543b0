import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildResult } from '../../client';
import { replaceFile } from '../../files/write-file';

/**
 * What the last build of an assembly made, by its digests, in the cache folder. A daemon most likely
 * has it still, so that solving it again before it is asked for costs nothing; what never was built
 * may take long, or fail, and is not asked for ahead.
 */
export class BuiltBefore {
  readonly #file: string;

  /** @param assembly its folder */
  constructor(cacheFolder: string, assembly: string) {
    const name = createHash('sha256').update(assembly).digest('hex');
    this.#file = join(cacheFolder, 'built', name);
  }

  /** Whether these results were made by it. */
  has(results: readonly BuildResult[]): boolean {
    return this.#read() === digestsOf(results);
  }

  /** Notes what was made. What cannot be written is not known the next time. */
  note(results: readonly BuildResult[]): void {
    if (this.has(results)) return;
    try {
      replaceFile(this.#file, digestsOf(results));
    } catch {}
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch {
      return undefined;
    }
  }
}

const digestsOf = (results: readonly BuildResult[]): string =>
  results.map(({ definition }) => `${definition.digest}\n`).join('');
