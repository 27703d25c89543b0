import type { ProgressDisplay, ProgressStream } from './progress/display';
import { redactCredentials } from './terminal/clean-text';
import { createPaint } from './terminal/style';

/** Prints what the user should know beside the result, on stderr, around a running display. */
export class Messages {
  #display: ProgressDisplay | undefined;
  #isQuiet = false;

  constructor(
    private readonly stream: ProgressStream,
    private readonly color: boolean,
  ) {}

  /** From now on notes are left out; warnings are not. */
  beQuiet(): void {
    this.#isQuiet = true;
  }

  /** While a display is shown, messages go through it. */
  showAround(display: ProgressDisplay | undefined): void {
    this.#display = display;
  }

  note(text: string): void {
    if (!this.#isQuiet) this.#print(text);
  }

  warn(text: string): void {
    this.#print(`${createPaint(this.color)('warning', 'warning')}  ${text}`);
  }

  #print(text: string): void {
    const line = redactCredentials(text);
    if (this.#display === undefined) this.stream.write(`${line}\n`);
    else this.#display.print(line);
  }
}
