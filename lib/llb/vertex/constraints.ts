import type { Platform } from '../../oci/platform';
import type { OpSource } from '../definition/source-map';
import {
  CUSTOM_NAME_KEY,
  type LinuxResources,
  type OpMetadata,
  type ProgressGroup,
} from '../wire/metadata';
import { checkInt64, checkUint64 } from './option-check';
import { requirePlatform } from './platform';

/**
 * What can be said of every vertex.
 *
 * All but `platform`, `constraints` and `localUniqueId` become `OpMetadata`, so they change no
 * digest.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/client/llb/state.go `Constraints`
 */
export interface OpOptions {
  /**
   * Name that progress and errors show. Becomes the description `llb.customname`.
   *
   * @default - BuildKit's own: the command, the source, the paths
   */
  readonly customName?: string;
  /**
   * Free text by key.
   *
   * @default - none
   */
  readonly description?: Readonly<Record<string, string>>;
  /**
   * Runs the vertex even if its result is cached.
   *
   * @default false
   */
  readonly ignoreCache?: boolean;
  /**
   * Whether a cache export holds this vertex.
   *
   * @default - as the mode of the export has it
   */
  readonly exportCache?: boolean;
  /**
   * Platform of this op, taken as it is written. Becomes `Op.platform` where an op has one.
   *
   * @default - the platform of the state, else of the marshalling
   */
  readonly platform?: Platform;
  /**
   * Filters that the worker must match, in containerd's syntax. Becomes `WorkerConstraints.filter`.
   *
   * @default - none
   */
  readonly constraints?: readonly string[];
  /**
   * Shows this vertex together with others.
   *
   * @default - none
   */
  readonly progressGroup?: ProgressGroup;
  /**
   * Limits of processor and memory; for an exec only, BuildKit 0.31 and newer.
   *
   * @default - none
   */
  readonly linuxResources?: LinuxResources;
  /**
   * What tells this local source from the same one of another build. Becomes `local.unique`.
   *
   * @default - that of the marshalling
   */
  readonly localUniqueId?: string;
  /**
   * The line that asked for this vertex, for errors. Becomes `pb.Source`.
   *
   * @default - none
   */
  readonly source?: OpSource | readonly OpSource[] | undefined;
}

/** The options of a vertex, checked and with its capabilities. */
export interface Constraints {
  readonly platform: Platform | undefined;
  readonly filter: readonly string[];
  readonly metadata: OpMetadata;
  readonly localUniqueId: string | undefined;
  readonly sources: readonly OpSource[];
}

const NO_FILTER: readonly string[] = [];
const NO_SOURCES: readonly OpSource[] = [];
const NO_CAPS: readonly string[] = [];

/**
 * Reads the options of a vertex; `caps` is what the daemon must be able to do for it.
 *
 * Nothing of the options is kept: the caller may go on with them, while states never change.
 */
export function constraintsOf(options: OpOptions, caps: readonly string[] = NO_CAPS): Constraints {
  const { constraints, platform, progressGroup, source } = options;
  return {
    platform: platform === undefined ? undefined : requirePlatform(platform),
    filter: constraints === undefined ? NO_FILTER : [...constraints],
    metadata: {
      ignoreCache: options.ignoreCache ?? false,
      description: descriptionOf(options),
      exportCache: options.exportCache,
      caps,
      progressGroup: progressGroup === undefined ? undefined : { ...progressGroup },
      linuxResources: checkResources(options.linuxResources),
    },
    localUniqueId: options.localUniqueId,
    sources: source === undefined ? NO_SOURCES : isList(source) ? source.map(own) : [own(source)],
  };
}

function own(source: OpSource): OpSource {
  if (!('map' in source)) return { file: source.file, line: source.line, column: source.column };
  const ranges = source.ranges.map(({ start, end }) => ({ start: { ...start }, end: { ...end } }));
  return { map: source.map, ranges };
}

function isList(source: OpSource | readonly OpSource[]): source is readonly OpSource[] {
  return Array.isArray(source);
}

function descriptionOf(options: OpOptions): OpMetadata['description'] {
  const { customName, description } = options;
  if (customName !== undefined) return { ...description, [CUSTOM_NAME_KEY]: customName };
  if (description === undefined || Object.keys(description).length === 0) return undefined;
  return { ...description };
}

/** Limits of our own; fails for those that do not fit into their fields. */
function checkResources(resources: LinuxResources | undefined): LinuxResources | undefined {
  if (resources === undefined) return undefined;
  checkInt64('linuxResources memory', resources.memory ?? 0);
  checkInt64('linuxResources memorySwap', resources.memorySwap ?? 0);
  checkUint64('linuxResources cpuShares', resources.cpuShares ?? 0);
  checkUint64('linuxResources cpuPeriod', resources.cpuPeriod ?? 0);
  checkInt64('linuxResources cpuQuota', resources.cpuQuota ?? 0);
  return { ...resources };
}
