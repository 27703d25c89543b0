import type { BuildHistoryRecord, ITimestamp } from '../pb/generated/client';
import { CONTROL } from './daemon/services';
import type { RpcChannel } from './rpc/channel';
import { decodeStatus, milliseconds } from './status/decode';
import type { SolveStatus } from './status/status';

const DELETED = 2;

/** A build that a daemon remembers. */
export interface BuildRecord {
  /** Its id. */
  readonly ref: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. @default - it still runs */
  readonly completedAt: number | undefined;
  /** Why it failed. @default - it did not, or still runs */
  readonly error: string | undefined;
  /** `dockerfile.v0` and the like. @default - the client was its frontend */
  readonly frontend: string | undefined;
  /** Where its results went, with BuildKit's attributes. */
  readonly exporters: readonly BuildRecordExporter[];
  /** How many steps there are, and how many are done. */
  readonly steps: BuildRecordSteps;
  /** How many warnings its steps gave. */
  readonly warnings: number;
  /** Whether it is kept for ever. */
  readonly isPinned: boolean;
}

/** Where a result went. */
export interface BuildRecordExporter {
  /** `image`, `local` and the like. */
  readonly type: string;
  /** Attributes, by BuildKit's names. */
  readonly attrs: Readonly<Record<string, string>>;
}

/** How far a build came. */
export interface BuildRecordSteps {
  /** Those that are done. */
  readonly completed: number;
  /** Those of them that were in the cache. */
  readonly cached: number;
  /** All that are known. */
  readonly total: number;
}

/** The builds that a daemon remembers, the newest first; see `Connection.history`. */
export async function readHistory(
  channel: RpcChannel,
  ref: string | undefined,
  signal: AbortSignal | undefined,
): Promise<BuildRecord[]> {
  const records = new Map<string, BuildRecord>();
  const request = { earlyExit: true, ref: ref ?? '' };
  for await (const event of channel.serverStream(CONTROL.listenBuildHistory, request, { signal })) {
    if (!event.record) continue;
    const record = toRecord(event.record as BuildHistoryRecord);
    if (event.type === DELETED) records.delete(record.ref);
    else records.set(record.ref, record);
  }
  return [...records.values()].sort((a, b) => b.createdAt - a.createdAt);
}

/** Tells the progress of a build again; see `Connection.replay`. */
export async function replayStatus(
  channel: RpcChannel,
  ref: string,
  onStatus: (status: SolveStatus) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const message of channel.serverStream(CONTROL.status, { ref }, { signal })) {
    onStatus(decodeStatus(message));
  }
}

function toRecord(record: BuildHistoryRecord): BuildRecord {
  return {
    ref: record.ref,
    createdAt: wholeMilliseconds(record.createdAt) ?? 0,
    completedAt: wholeMilliseconds(record.completedAt),
    error: record.error?.message || undefined,
    frontend: record.frontend || undefined,
    exporters: record.exporters.map(({ attrs, type }) => ({
      type: type ?? '',
      attrs: attrs ?? {},
    })),
    steps: {
      completed: record.numCompletedSteps,
      cached: record.numCachedSteps,
      total: record.numTotalSteps,
    },
    warnings: record.numWarnings,
    isPinned: record.pinned,
  };
}

function wholeMilliseconds(time: ITimestamp | null | undefined): number | undefined {
  const exact = milliseconds(time);
  return exact === undefined ? undefined : Math.round(exact);
}
