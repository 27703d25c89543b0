import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Assembly, readAssembly } from '../assembly/assembly-reader';
import type { PlatformManifest } from '../assembly/manifest';
import { Definition } from '../llb/definition';

/** Reads definitions of assemblies; what has the same bytes is decoded once. */
export class DefinitionReader {
  readonly #known = new Map<string, Definition>();

  read(assembly: Assembly, platform: PlatformManifest): Definition {
    const bytes = assembly.readDefinition(platform);
    const key = createHash('sha256').update(bytes).digest('hex');
    const definition = this.#known.get(key) ?? Definition.fromBytes(bytes);
    this.#known.set(key, definition);
    return definition;
  }

  /**
   * Decodes what the last run of the app left, until this run's assembly is there: most images stay
   * as they were.
   *
   * @param folder of the assembly; one that cannot be read is no matter
   */
  async readAhead(folder: string, assembly: Promise<unknown>): Promise<void> {
    let isThere = false;
    const done = () => {
      isThere = true;
    };
    assembly.then(done, done);
    try {
      const last = readAssembly(folder);
      for (const platform of last.manifest.images.flatMap(({ platforms }) => platforms)) {
        await nextTurn();
        if (isThere) return;
        this.read(last, platform);
      }
    } catch {
      // This run writes it anew.
    }
  }
}
