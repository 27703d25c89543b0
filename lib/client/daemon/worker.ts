import type { Platform } from '../../oci/platform';
import type { IGcPolicy, IWorkerRecord } from '../../pb/generated/client';

const NANOSECONDS = 1e6;

/** One of the daemon's workers. */
export interface Worker {
  /** Tells workers of the daemon apart. */
  readonly id: string;
  /** What it tells of itself, such as its snapshotter. */
  readonly labels: Readonly<Record<string, string>>;
  /** Platforms that it runs, the native one first. */
  readonly platforms: readonly Platform[];
  /** By which it removes cache by itself, the first rule first. */
  readonly gcPolicy: readonly GcRule[];
}

/** What a daemon removes from its cache by itself; a number is 0 where the rule has none. */
export interface GcRule {
  /** Whether it is also of what images hold, and of what the daemon keeps for itself. */
  readonly all: boolean;
  /** Filters as those of `diskUsage`; none for all records. */
  readonly filters: readonly string[];
  /** Milliseconds: what was used within them is kept. */
  readonly keepDurationMs: number;
  /** Bytes that the cache may always have. */
  readonly reservedSpace: number;
  /** Bytes that the cache may have at most. */
  readonly maxUsedSpace: number;
  /** Bytes that shall be free on the disk. */
  readonly minFreeSpace: number;
}

/** The plain form of what a daemon says of a worker. */
export function toWorker(record: IWorkerRecord): Worker {
  return {
    id: record.id ?? '',
    labels: record.labels ?? {},
    platforms: (record.platforms ?? []).map((platform) => ({
      os: platform.os ?? '',
      architecture: platform.architecture ?? '',
      ...(platform.variant ? { variant: platform.variant } : {}),
    })),
    gcPolicy: (record.gcPolicy ?? []).map(toRule),
  };
}

function toRule(rule: IGcPolicy): GcRule {
  return {
    all: rule.all ?? false,
    filters: rule.filters ?? [],
    keepDurationMs: (rule.keepDuration ?? 0) / NANOSECONDS,
    reservedSpace: rule.reservedSpace ?? 0,
    maxUsedSpace: rule.maxUsedSpace ?? 0,
    minFreeSpace: rule.minFreeSpace ?? 0,
  };
}
