import type { IUsageRecord } from '../pb/generated/client';
import { CONTROL } from './daemon/services';
import type { RpcChannel } from './rpc/channel';
import { milliseconds } from './status/decode';

const NANOSECONDS = 1e6;

/** A record of a daemon's cache: what a step left, a folder that was sent, the cache of a mount. */
export interface UsageRecord {
  /** Tells records of a daemon apart. */
  readonly id: string;
  /** `regular`, `internal`, `frontend`, `source.local`, `source.git.checkout`, `exec.cachemount`. */
  readonly type: string;
  /** What it is of, e.g. the name of its step. */
  readonly description: string;
  /** Bytes; 0 of one that is being written. */
  readonly size: number;
  /** Ids of the records that it lies upon. */
  readonly parents: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. @default - it was never used after it was made */
  readonly lastUsedAt: number | undefined;
  /** How often it was used. */
  readonly usageCount: number;
  /** Whether something needs it now: a build, or a record upon it. */
  readonly isInUse: boolean;
  /** Whether it may still change, as the cache of a mount may. */
  readonly isMutable: boolean;
  /** Whether its content is that of an image of the daemon, too, and stays when it is removed. */
  readonly isShared: boolean;
}

/** Which records of a cache are meant. */
export interface UsageFilter {
  /**
   * Filters of containerd over the fields `id`, `parents`, `description`, `type`, `inuse`, `mutable`,
   * `immutable`, `shared` and `private`, e.g. `type==source.local,private`. A record is meant that one
   * of them fits.
   *
   * @default - all records
   */
  readonly filters?: readonly string[] | undefined;
  /** Aborting ends the call. @default - it runs to its end */
  readonly signal?: AbortSignal | undefined;
}

/** What is removed from a cache. */
export interface PruneOptions extends UsageFilter {
  /**
   * Also what images hold, and what the daemon keeps for itself: internal records and frontends.
   *
   * @default false
   */
  readonly all?: boolean | undefined;
  /** Milliseconds: what was used within them is kept. @default 0 */
  readonly keepDurationMs?: number | undefined;
  /** Bytes that the cache may always have. @default 0 */
  readonly reservedSpace?: number | undefined;
  /** Bytes that the cache may have at most. @default - no limit, unless `minFreeSpace` is given */
  readonly maxUsedSpace?: number | undefined;
  /** Bytes that shall be free on the disk. @default 0 */
  readonly minFreeSpace?: number | undefined;
}

/** Records of the daemon's cache, the smallest first; see `Connection.diskUsage`. */
export async function readDiskUsage(
  channel: RpcChannel,
  { filters = [], signal }: UsageFilter,
): Promise<UsageRecord[]> {
  const { record } = await channel.unary(CONTROL.diskUsage, { filter: [...filters] }, { signal });
  return record.map(toRecord).sort((a, b) => a.size - b.size || (a.id < b.id ? -1 : 1));
}

/** Removes records, and tells of each; see `Connection.prune`. */
export async function* pruneRecords(
  channel: RpcChannel,
  options: PruneOptions,
): AsyncGenerator<UsageRecord, void, undefined> {
  const request = {
    filter: [...(options.filters ?? [])],
    all: options.all ?? false,
    keepDuration: (options.keepDurationMs ?? 0) * NANOSECONDS,
    reservedSpace: options.reservedSpace ?? 0,
    maxUsedSpace: options.maxUsedSpace ?? 0,
    minFreeSpace: options.minFreeSpace ?? 0,
  };
  const { signal } = options;
  for await (const record of channel.serverStream(CONTROL.prune, request, { signal })) {
    yield toRecord(record);
  }
}

function toRecord(record: IUsageRecord): UsageRecord {
  const lastUsedAt = milliseconds(record.lastUsedAt);
  return {
    id: record.id ?? '',
    type: record.recordType ?? '',
    description: record.description ?? '',
    size: record.size ?? 0,
    parents: record.parents ?? [],
    createdAt: Math.round(milliseconds(record.createdAt) ?? 0),
    lastUsedAt: lastUsedAt === undefined ? undefined : Math.round(lastUsedAt),
    usageCount: record.usageCount ?? 0,
    isInUse: record.inUse ?? false,
    isMutable: record.mutable ?? false,
    isShared: record.shared ?? false,
  };
}
