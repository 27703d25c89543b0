import type { VertexStatus } from '../../client/status/status';
import { plainLine } from '../terminal/clean-text';
import { formatBytes, formatSeconds } from '../terminal/units';
import type { Entry } from './entry';

/** A part is reported again after this long, or when this share of it was done since. */
const REPORT_MS = 5_000;
const REPORT_SHARE = 0.05;

/** The vertexes of a group are many and quick. */
const REPORT_SHARE_OF_GROUP = 0.2;

interface Reported {
  readonly current: number;
  readonly at: number;
  readonly isDone: boolean;
}

/** Says in lines of text how far the parts of entries are, each only as often as a log can bear. */
export class PartProgress {
  readonly #parts = new WeakMap<Entry, Map<string, Reported>>();
  readonly #warnings = new WeakMap<Entry, number>();

  /** What is new to say about the entry at a time of the daemon's clock. */
  changes(entry: Entry, now: number): string[] {
    const reported = this.#parts.get(entry) ?? new Map<string, Reported>();
    this.#parts.set(entry, reported);
    const lines: string[] = [];
    for (const [key, status] of entry.statuses) {
      const { current, timestamp: at, completed } = status;
      const isDone = completed !== undefined;
      if (!isDue(reported.get(key), { current, at, isDone }, status.total, REPORT_SHARE)) continue;
      reported.set(key, { current, at, isDone });
      lines.push(describePart(status));
    }
    if (entry.group !== undefined && entry.isVisible) {
      const { done, total } = entry.count;
      const next = { current: done, at: now, isDone: done === total };
      if (isDue(reported.get(''), next, total, REPORT_SHARE_OF_GROUP) && !entry.isCached) {
        reported.set('', next);
        lines.push(describeGroup(entry));
      }
    }
    const known = this.#warnings.get(entry) ?? 0;
    this.#warnings.set(entry, entry.warnings.length);
    return [
      ...lines,
      ...entry.warnings.slice(known).map(({ short }) => `WARN: ${plainLine(short)}`),
    ];
  }
}

function isDue(last: Reported | undefined, next: Reported, total: number, share: number): boolean {
  if (last === undefined) return true;
  if (last.isDone && next.isDone) return false;
  if (next.isDone || next.at - last.at >= REPORT_MS) return true;
  return total > 0 && (next.current - last.current) / total >= share;
}

/** `sha256:… 1.20MB / 3.00MB 0.3s done` */
export function describePart(status: VertexStatus): string {
  const { id, current, total, started, completed, timestamp } = status;
  const words = [plainLine(id)];
  // Before the first byte there is nothing to say of them.
  const bytes = current === 0 ? '' : describeBytes(current, total);
  if (bytes !== '') words.push(bytes);
  const time = started === undefined ? 0 : (completed ?? timestamp) - started;
  if (time > 10) words.push(formatSeconds(time));
  if (completed !== undefined) words.push('done');
  return words.join(' ');
}

/** `118/214 61.20MB / 140.00MB` */
export function describeGroup(entry: Entry): string {
  const { done, total } = entry.count;
  const bytes = describeBytes(entry.bytes.done, entry.bytes.total);
  return bytes === '' ? `${done}/${total}` : `${done}/${total} ${bytes}`;
}

/** `1.20MB / 3.00MB`, or what is known of it. */
export function describeBytes(current: number, total: number): string {
  if (total > 0) return `${formatBytes(current)} / ${formatBytes(total)}`;
  return current > 0 ? formatBytes(current) : '';
}
