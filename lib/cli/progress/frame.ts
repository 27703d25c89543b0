import { cleanLine, plainLine, redactCredentials } from '../terminal/clean-text';
import { displayWidth, padEnd, truncate } from '../terminal/display-width';
import type { Tone } from '../terminal/style';
import { formatSeconds } from '../terminal/units';
import type { Entry } from './entry';
import { describeBytes, describeGroup } from './part-progress';
import type { Trace } from './trace';

/** A name is not cut below this; what stands beside it is left out instead. */
const MIN_NAME_WIDTH = 26;

/** One line of the display. */
export interface FrameLine {
  readonly text: string;
  readonly tone: Tone | undefined;
}

/** What a frame is made for. */
export interface FrameOptions {
  /** What is built. */
  readonly title: string;
  /** Columns of the terminal; no line is longer. */
  readonly width: number;
  /** Lines of the terminal; undefined for all that there is to show. */
  readonly height: number | undefined;
  /** Milliseconds since 1970, this machine's clock. */
  readonly now: number;
  /** Lines of output below a running vertex. */
  readonly logLines: number;
  /** The build has ended. */
  readonly isDone: boolean;
}

/** A line that may have to go when the terminal is too low; the lowest rank goes first. */
interface RankedLine extends FrameLine {
  readonly rank: number;
}

const RANK = { completed: 0, log: 1, part: 2, running: 3 } as const;

/** The state of a build as lines for a terminal. */
export function renderFrame(trace: Trace, options: FrameOptions): FrameLine[] {
  const { done, total } = trace.count;
  const state = options.isDone && done === total && total > 0 ? ' FINISHED' : '';
  const time = formatSeconds(trace.elapsed(options.now));
  const start = `[+] Building ${options.title}`;
  const end = ` ${time} (${done}/${total})${state}`;
  const head = `${truncate(start, Math.max(12, options.width - end.length))}${end}`;
  const lines = trace.entries
    .filter((entry) => entry.isVisible)
    .flatMap((entry) => entryLines(entry, trace, options));
  return [{ text: truncate(head, options.width), tone: undefined }, ...fitHeight(lines, options)];
}

/** Leaves out lines, completed entries first and the oldest of a kind first, until the rest fits. */
function fitHeight(lines: readonly RankedLine[], { height }: FrameOptions): RankedLine[] {
  if (height === undefined) return [...lines];
  let excess = lines.length - Math.max(0, height - 1);
  const dropped = new Set<RankedLine>();
  for (const rank of Object.values(RANK)) {
    for (const line of lines) {
      if (excess <= 0) break;
      if (line.rank !== rank) continue;
      dropped.add(line);
      excess--;
    }
  }
  return lines.filter((line) => !dropped.has(line));
}

function entryLines(entry: Entry, trace: Trace, options: FrameOptions): RankedLine[] {
  const { width, logLines } = options;
  const now = trace.daemonTime(options.now);
  const isRunning = entry.isRunning && !options.isDone;
  const rank = isRunning ? RANK.running : RANK.completed;
  const time = formatSeconds(entry.duration(now));
  const lines: RankedLine[] = [
    {
      text: alignLine(` => ${outcome(entry)}${entry.name}`, groupProgress(entry), time, width),
      tone: toneOf(entry),
      rank,
    },
  ];
  for (const status of entry.statuses.values()) {
    const span = (status.completed ?? now) - (status.started ?? now);
    lines.push({
      text: alignLine(
        ` => => ${plainLine(status.id)}`,
        describeBytes(status.current, status.total),
        formatSeconds(span),
        width,
      ),
      tone: status.completed === undefined ? undefined : 'accent',
      rank: isRunning && status.completed === undefined ? RANK.part : RANK.completed,
    });
  }
  for (const { short } of entry.warnings) {
    lines.push({
      text: truncate(` => => WARN: ${plainLine(short)}`, width),
      tone: 'warning',
      rank,
    });
  }
  if (!isRunning || logLines === 0) return lines;
  for (const line of entry.tail.slice(-logLines)) {
    const text = redactCredentials(cleanLine(line, { keepColor: false }));
    if (text.trim() !== '') {
      lines.push({ text: truncate(` => => # ${text}`, width), tone: 'faint', rank: RANK.log });
    }
  }
  return lines;
}

function outcome(entry: Entry): string {
  if (entry.isCanceled) return 'CANCELED ';
  if (entry.error !== '') return 'ERROR ';
  return entry.isCompleted && entry.isCached ? 'CACHED ' : '';
}

function toneOf(entry: Entry): Tone | undefined {
  if (!entry.isCompleted) return undefined;
  if (entry.isCanceled) return 'warning';
  return entry.error === '' ? 'accent' : 'error';
}

function groupProgress(entry: Entry): string {
  return entry.group === undefined || entry.isCached ? '' : describeGroup(entry);
}

/**
 * Name and progress at the left, time at the right. Where that is too wide the bytes go, then the
 * time, and then the name is cut.
 */
function alignLine(name: string, progress: string, time: string, width: number): string {
  const [count = '', ...bytes] = progress.split(' ');
  const candidates = [
    [progress, time],
    ...(bytes.length > 0 && count.includes('/') ? [[count, time]] : []),
    ['', time],
  ] as const;
  for (const [middle, right] of candidates) {
    const beside = (middle === '' ? 0 : middle.length + 1) + right.length + 1;
    const room = width - beside;
    if (room < Math.min(displayWidth(name), MIN_NAME_WIDTH)) continue;
    const left = middle === '' ? truncate(name, room) : `${truncate(name, room)} ${middle}`;
    return `${padEnd(left, width - right.length - 1)} ${right}`;
  }
  return truncate(name, width);
}
