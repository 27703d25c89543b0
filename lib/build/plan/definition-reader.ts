import { createHash } from 'node:crypto';
import type { Assembly } from '../../assembly/assembly-reader';
import { formatError } from '../../assembly/format-error';
import { localNames } from '../../assembly/local-sources';
import type { DefinitionManifest } from '../../assembly/manifest';
import { BuildError } from '../../errors';
import { Definition } from '../../llb/definition/definition';
import { StoredDefinition } from '../../llb/definition/stored';

/** Reads definitions of assemblies; what has the same bytes is decoded once. */
export class DefinitionReader {
  readonly #known = new Map<string, Definition>();

  /**
   * @throws BuildError `E_ASSEMBLY_FORMAT` for a file that holds no graph, or another one than the
   *   manifest says
   */
  read(assembly: Assembly, written: DefinitionManifest): Definition {
    const bytes = assembly.readDefinition(written);
    const key = createHash('sha256').update(bytes).digest('hex');
    const definition = this.#known.get(key) ?? decode(bytes, written);
    requireSame(definition, written);
    this.#known.set(key, definition);
    return definition;
  }
}

function decode(bytes: Uint8Array, { capabilities, definition }: DefinitionManifest): Definition {
  return inFile(definition, () =>
    capabilities === undefined
      ? Definition.fromBytes(bytes)
      : new StoredDefinition(bytes, capabilities),
  );
}

/** Digests of ops tell all that they are made of, so that of the last one tells the whole graph. */
function requireSame(definition: Definition, manifest: DefinitionManifest): void {
  const { definition: file, digest, locals } = manifest;
  if (definition.ops.length === 0) throw formatError(`${file} is empty`, { expected: 'a graph' });
  if (definition.digest !== digest) {
    throw formatError(`${file} holds another graph than manifest.json says`, {
      got: definition.digest,
      expected: digest,
    });
  }
  const sent = inFile(file, () => localNames(definition));
  if (locals !== undefined && [...locals].sort().join('\n') !== sent.join('\n')) {
    throw formatError(`${file} has other local sources than manifest.json says`, {
      got: sent.join(', '),
      expected: locals.join(', '),
    });
  }
}

function inFile<T>(file: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!BuildError.is(cause)) throw cause;
    throw formatError(`${file} is no definition`, { got: cause.message, cause });
  }
}
