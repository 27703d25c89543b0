import { createHash } from 'node:crypto';
import type { Assembly } from '../../assembly/assembly-reader';
import type { PlatformManifest } from '../../assembly/manifest';
import { Definition } from '../../llb/definition/definition';
import { StoredDefinition } from '../../llb/definition/stored';

/** Reads definitions of assemblies; what has the same bytes is decoded once. */
export class DefinitionReader {
  readonly #known = new Map<string, Definition>();

  read(assembly: Assembly, platform: PlatformManifest): Definition {
    const bytes = assembly.readDefinition(platform);
    const key = createHash('sha256').update(bytes).digest('hex');
    const definition = this.#known.get(key) ?? makeDefinition(bytes, platform);
    this.#known.set(key, definition);
    return definition;
  }
}

function makeDefinition(bytes: Uint8Array, { capabilities }: PlatformManifest): Definition {
  return capabilities === undefined
    ? Definition.fromBytes(bytes)
    : new StoredDefinition(bytes, capabilities);
}
