/**
 * `pb.OpMetadata`: what is known about a vertex beside its bytes, and so without a part in its
 * digest.
 *
 * @see https://github.com/moby/buildkit/blob/73ed6825c/solver/pb/ops.proto `OpMetadata`
 */
export interface OpMetadata {
  /** The vertex runs even if its result is cached. */
  readonly ignoreCache: boolean;
  /** Free text by key; `llb.customname` is the name that progress shows. */
  readonly description?: Readonly<Record<string, string>> | undefined;
  /** Whether a cache export holds this vertex; unset leaves it to the mode of the export. */
  readonly exportCache?: boolean | undefined;
  /** What the daemon must be able to do. */
  readonly caps: readonly string[];
  /** Capabilities that the metadata names as not needed; only other clients write such. */
  readonly disabledCaps?: readonly string[] | undefined;
  readonly progressGroup?: ProgressGroup | undefined;
  readonly linuxResources?: LinuxResources | undefined;
  /** Fields of a newer BuildKit, kept as they came. */
  readonly unknown?: Uint8Array | undefined;
}

/** Vertices that progress shows as one. */
export interface ProgressGroup {
  readonly id: string;
  readonly name: string;
  /**
   * A group of weak members alone is not shown.
   *
   * @default false
   */
  readonly weak?: boolean;
}

/**
 * Limits of the container of one exec, without a part in its cache key.
 *
 * Becomes `OpMetadata.linux_resources`, BuildKit 0.31 and newer. Zero or unset is no limit.
 */
export interface LinuxResources {
  /**
   * Bytes of memory.
   *
   * @default - no limit
   */
  readonly memory?: number | bigint;
  /**
   * Bytes of memory and swap together; -1 is no limit on swap.
   *
   * @default - no limit
   */
  readonly memorySwap?: number | bigint;
  /**
   * Weight against other containers; 1024 is the usual one.
   *
   * @default - the weight of the daemon
   */
  readonly cpuShares?: number | bigint;
  /**
   * Length of a scheduling period in microseconds.
   *
   * @default - 100000
   */
  readonly cpuPeriod?: number | bigint;
  /**
   * Microseconds of processor time in one period.
   *
   * @default - no limit
   */
  readonly cpuQuota?: number | bigint;
  /**
   * Processors that may be used, such as `0-3`.
   *
   * @default - all
   */
  readonly cpusetCpus?: string;
  /**
   * Memory nodes that may be used, such as `0,1`.
   *
   * @default - all
   */
  readonly cpusetMems?: string;
}

/** Key of {@link OpMetadata.description} that names the vertex in progress and errors. */
export const CUSTOM_NAME_KEY = 'llb.customname';

/** Description of an exec: code of the error that it is when its process fails. */
export const FAILURE_CODE_KEY = 'buildkit-cdk.failure';

/** Description of an exec: what comes before the name of a waiver, whose reason it holds. */
export const WAIVER_KEY = 'buildkit-cdk.waiver.';

/** The metadata of a vertex that several places say something about; the later one wins. */
export function mergeMetadata(first: OpMetadata, second: OpMetadata): OpMetadata {
  const unknown = concatenate(first.unknown, second.unknown);
  return {
    ignoreCache: first.ignoreCache || second.ignoreCache,
    description: mergeDescriptions(first.description, second.description),
    exportCache: second.exportCache ?? first.exportCache,
    caps: mergeCaps(first.caps, second.caps),
    ...(first.disabledCaps === undefined && second.disabledCaps === undefined
      ? {}
      : { disabledCaps: mergeCaps(first.disabledCaps ?? [], second.disabledCaps ?? []) }),
    progressGroup: second.progressGroup ?? first.progressGroup,
    linuxResources: second.linuxResources ?? first.linuxResources,
    ...(unknown === undefined ? {} : { unknown }),
  };
}

function mergeDescriptions(
  first: OpMetadata['description'],
  second: OpMetadata['description'],
): OpMetadata['description'] {
  if (first === undefined || second === undefined) return first ?? second;
  return { ...first, ...second };
}

function mergeCaps(first: readonly string[], second: readonly string[]): readonly string[] {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  return [...new Set([...first, ...second])];
}

function concatenate(
  first: Uint8Array | undefined,
  second: Uint8Array | undefined,
): Uint8Array | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return Buffer.concat([first, second]);
}
