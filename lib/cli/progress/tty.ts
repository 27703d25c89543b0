import type { SolveStatus } from '../../client/status/status';
import { displayWidth } from '../terminal/display-width';
import { createPaint, type Paint } from '../terminal/style';
import type { DisplayOptions, ProgressDisplay, ProgressStream } from './display';
import { type FrameLine, type FrameOptions, renderFrame } from './frame';
import { Trace } from './trace';

/** At most ten frames a second. */
const FRAME_MS = 100;

/** Size of a terminal that does not tell its own. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

const DEFAULT_LOG_LINES = 6;

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_TO_LINE_END = '\x1b[K';
const CLEAR_TO_SCREEN_END = '\x1b[J';

/** Progress as a picture that is drawn over, for terminals. */
export function createTtyDisplay(options: DisplayOptions): ProgressDisplay {
  return new TtyDisplay(options);
}

class TtyDisplay implements ProgressDisplay {
  readonly #stream: ProgressStream;
  readonly #paint: Paint;
  readonly #title: () => string;
  readonly #logLines: number;
  readonly #now: () => number;
  readonly #trace = new Trace();
  readonly #timer: NodeJS.Timeout;
  readonly #onResize = () => this.#draw();
  /** Widths of the lines that stand on the screen. */
  #drawn: readonly number[] = [];
  #isDirty = false;
  #drawnAt = 0;

  constructor(options: DisplayOptions) {
    this.#stream = options.stream;
    this.#paint = createPaint(options.color);
    this.#title = options.title;
    this.#logLines = options.logLines ?? DEFAULT_LOG_LINES;
    this.#now = options.now ?? Date.now;
    this.#timer = setInterval(() => this.#tick(), FRAME_MS);
    this.#timer.unref();
    this.#stream.on?.('resize', this.#onResize);
  }

  expect(sizes: ReadonlyMap<string, number>): void {
    this.#trace.expect(sizes);
  }

  update(status: SolveStatus): void {
    this.#trace.update(status, this.#now());
    this.#isDirty = true;
    if (this.#now() - this.#drawnAt >= FRAME_MS) this.#draw();
  }

  print(line: string): void {
    this.#stream.write(`${this.#eraseDrawn()}${line}\n`);
    this.#drawn = [];
    this.#draw();
  }

  done(): void {
    clearInterval(this.#timer);
    this.#stream.off?.('resize', this.#onResize);
    this.#trace.end();
    this.#draw({ isDone: true, height: undefined });
  }

  forget(vertexes: ReadonlySet<string>): void {
    this.#trace.forget(vertexes);
    if (this.#trace.entries.length > 0) {
      this.#draw();
      return;
    }
    this.#stream.write(this.#eraseDrawn());
    this.#drawn = [];
  }

  #tick(): void {
    // The time of what runs moves on even when no status arrives.
    if (this.#isDirty || this.#trace.entries.some((entry) => entry.isRunning)) this.#draw();
  }

  #draw(override: Partial<Pick<FrameOptions, 'isDone' | 'height'>> = {}): void {
    if (this.#trace.entries.length === 0) return;
    const lines = renderFrame(this.#trace, {
      title: this.#title(),
      // In the last column some terminals break the line already.
      width: this.#columns - 1,
      height: (this.#stream.rows ?? DEFAULT_ROWS) - 1,
      now: this.#now(),
      logLines: this.#logLines,
      isDone: false,
      ...override,
    });
    const body = lines.map((line) => `${this.#render(line)}${CLEAR_TO_LINE_END}\n`).join('');
    // One write a frame: a terminal shows no half of it.
    this.#stream.write(
      `${HIDE_CURSOR}${this.#moveToTop()}${body}${CLEAR_TO_SCREEN_END}${SHOW_CURSOR}`,
    );
    this.#drawn = lines.map(({ text }) => displayWidth(text));
    this.#isDirty = false;
    this.#drawnAt = this.#now();
  }

  get #columns(): number {
    const { columns } = this.#stream;
    return columns === undefined || columns <= 0 ? DEFAULT_COLUMNS : columns;
  }

  #render({ text, tone }: FrameLine): string {
    return tone === undefined ? text : this.#paint(tone, text);
  }

  #eraseDrawn(): string {
    return `${this.#moveToTop()}${CLEAR_TO_SCREEN_END}`;
  }

  /** Up to the first line of the last frame. A terminal that became narrower has broken its lines. */
  #moveToTop(): string {
    const rows = this.#drawn.reduce(
      (sum, width) => sum + Math.max(1, Math.ceil(width / this.#columns)),
      0,
    );
    return rows === 0 ? '\r' : `\r\x1b[${rows}A`;
  }
}
