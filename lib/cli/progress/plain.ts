import type { SolveStatus } from '../../client/status/status';
import { cleanLine, plainLine, redactCredentials } from '../terminal/clean-text';
import { createPaint, type Paint } from '../terminal/style';
import { formatSeconds } from '../terminal/units';
import type { DisplayOptions, ProgressDisplay, ProgressStream } from './display';
import type { Entry } from './entry';
import { PartProgress } from './part-progress';
import { Trace } from './trace';

/** The active entry gives way after this time without output. */
const MAX_SILENCE_MS = 5_000;

/** A busy active entry gives way to one that has waited this long. */
const MAX_WAIT_MS = 10_000;

/** How often waiting entries are looked at when no status arrives. */
const TICK_MS = 1_000;

/** What an entry has to say and has not said yet. */
interface Pending {
  readonly lines: string[];
  /** Since when, by this machine's clock. */
  readonly since: number;
}

/**
 * Progress as lines of text, for logs and pipes: `#3 name`, `#3 0.123 output`, `#3 DONE 1.2s`.
 * The lines of one entry stand together: there is one active entry, and `#3 ...` where it is left.
 */
export function createPlainDisplay(options: DisplayOptions): ProgressDisplay {
  return new PlainDisplay(options);
}

class PlainDisplay implements ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #paint: Paint;
  readonly #keepColor: boolean;
  readonly #now: () => number;
  readonly #trace = new Trace();
  readonly #parts = new PartProgress();
  readonly #numbers = new Map<Entry, number>();
  readonly #pending = new Map<Entry, Pending>();
  readonly #finished = new Set<Entry>();
  readonly #timer: NodeJS.Timeout;
  #active: Entry | undefined;
  #spokenAt = 0;

  constructor({ stream, title, color, now = Date.now }: DisplayOptions) {
    this.#stream = stream;
    this.#paint = createPaint(color);
    this.#keepColor = color;
    this.#now = now;
    this.#timer = setInterval(() => this.#giveTurns(), TICK_MS);
    this.#timer.unref();
    const built = title();
    if (built !== '') this.#write(`#0 building ${built}`);
  }

  expect(sizes: ReadonlyMap<string, number>): void {
    this.#trace.expect(sizes);
  }

  update(status: SolveStatus): void {
    const { changed, lines } = this.#trace.update(status, this.#now());
    for (const entry of changed) {
      // A vertex that runs once more has something to say again.
      if (entry.isRunning) this.#finished.delete(entry);
      const said = (lines.get(entry) ?? []).map(
        ({ text, after }) => `${(after / 1000).toFixed(3)} ${this.#clean(text)}`,
      );
      said.push(...this.#parts.changes(entry, this.#trace.daemonTime(this.#now())));
      // Output may still arrive after the end of its vertex.
      const isNews = !this.#numbers.has(entry) || (entry.isCompleted && !this.#finished.has(entry));
      if (entry.isVisible && (said.length > 0 || isNews)) this.#queue(entry, said);
    }
    this.#giveTurns();
  }

  print(line: string): void {
    this.#write(line);
  }

  done(): void {
    clearInterval(this.#timer);
    this.#trace.end();
    for (const entry of this.#trace.entries) {
      if (entry.isVisible && entry.isCompleted && !this.#finished.has(entry))
        this.#queue(entry, []);
    }
    this.#giveTurns();
    for (const entry of [...this.#pending.keys()]) this.#speak(entry);
  }

  // What is printed stays printed.
  forget(vertexes: ReadonlySet<string>): void {
    for (const entry of this.#trace.forget(vertexes)) {
      this.#pending.delete(entry);
      if (this.#active === entry) this.#active = undefined;
    }
  }

  #queue(entry: Entry, said: readonly string[]): void {
    const pending = this.#pending.get(entry);
    if (pending === undefined) this.#pending.set(entry, { lines: [...said], since: this.#now() });
    else pending.lines.push(...said);
  }

  /** Lets the active entry speak, then all that are completed, then perhaps another running one. */
  #giveTurns(): void {
    if (this.#active !== undefined && this.#pending.has(this.#active)) this.#speak(this.#active);
    const completed = [...this.#pending.keys()].filter((entry) => entry.isCompleted);
    for (const entry of completed.sort((a, b) => a.completedAt - b.completedAt)) this.#speak(entry);

    const [next] = this.#pending;
    if (next === undefined) return;
    const [entry, { since }] = next;
    const now = this.#now();
    const isSilent = this.#active === undefined || now - this.#spokenAt >= MAX_SILENCE_MS;
    if (isSilent || now - since >= MAX_WAIT_MS) this.#speak(entry);
  }

  #speak(entry: Entry): void {
    const number = this.#numbers.get(entry) ?? this.#numbers.size + 1;
    this.#numbers.set(entry, number);
    const say = (text: string) => this.#write(`#${number} ${text}`);
    if (this.#active !== entry) {
      if (this.#active?.isRunning) this.#write(`#${this.#numbers.get(this.#active)} ...`);
      this.#write('');
      say(entry.name);
      this.#active = entry;
    }
    this.#spokenAt = this.#now();
    for (const line of this.#pending.get(entry)?.lines ?? []) say(line);
    this.#pending.delete(entry);
    if (!entry.isCompleted) return;
    for (const line of entry.flushLogs()) say(this.#clean(line));
    if (!this.#finished.has(entry)) say(this.#outcome(entry));
    this.#finished.add(entry);
    this.#active = undefined;
  }

  #outcome(entry: Entry): string {
    if (entry.isCanceled) return this.#paint('warning', 'CANCELED');
    if (entry.error !== '') {
      return this.#paint('error', `ERROR: ${plainLine(entry.error)}`);
    }
    if (entry.isCached) return this.#paint('good', 'CACHED');
    const time = formatSeconds(entry.duration(this.#trace.daemonTime(this.#now())));
    return this.#paint('good', `DONE ${time}`);
  }

  #clean(line: string): string {
    return redactCredentials(cleanLine(line, { keepColor: this.#keepColor }));
  }

  #write(line: string): void {
    this.#stream.write(`${line}\n`);
  }
}
