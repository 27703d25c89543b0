import { BuildError, type SourceLocation } from '../../errors';
import type { Digest } from '../wire/digest';
import { CAPABILITIES } from './capability';
import type { Definition } from './definition';
import { opCapabilities } from './op-capabilities';
import { vertexName } from './vertex-name';

/** Something that a vertex asks for and the daemon lacks. */
export interface MissingCapability {
  readonly digest: Digest;
  /** Name of the vertex, as progress shows it. */
  readonly name: string;
  /** Name of the capability, such as `exec.meta.linux.resources`. */
  readonly capability: string;
  /** What asks for it, such as `linuxResources`; the name of the capability for an unknown one. */
  readonly option: string;
  /** First minor version of BuildKit that has it; undefined for an unknown one. */
  readonly since: string | undefined;
  /** The user's line, if it was noted. */
  readonly source: SourceLocation | undefined;
}

/**
 * What a definition asks for that a daemon lacks, in the order of the ops.
 *
 * @param daemon - capabilities that the daemon has enabled, from `Ping` of its gateway
 */
export function checkCapabilities(
  definition: Definition,
  daemon: ReadonlySet<string>,
): readonly MissingCapability[] {
  const lacking = [...definition.capabilities].filter((capability) => !daemon.has(capability));
  if (lacking.length === 0) return [];
  const missing: MissingCapability[] = [];
  for (const op of definition.ops) {
    const { digest } = op;
    for (const capability of opCapabilities(op, definition.metadata.get(digest))) {
      if (daemon.has(capability)) continue;
      const known = CAPABILITIES[capability];
      missing.push({
        digest,
        name: vertexName(definition, digest),
        capability,
        option: known?.option ?? capability,
        since: known?.since,
        source: definition.locations(digest)[0],
      });
    }
  }
  return missing;
}

/** One error for each missing capability, with its line and the version that has it. */
export function capabilityErrors(missing: readonly MissingCapability[]): readonly BuildError[] {
  return missing.map(
    ({ name, option, capability, since, source }) =>
      new BuildError('E_LLB_CAPABILITY', `vertex "${name}" needs "${option}"`, {
        got: `a daemon without the capability ${capability}`,
        expected: since === undefined ? 'a newer BuildKit' : `BuildKit ${since} or newer`,
        fix: `update the daemon, or leave "${option}" out`,
        source,
      }),
  );
}
