import type { ProgressDisplay, ProgressStream } from './progress/display';
import { redactCredentials } from './terminal/clean-text';
import { createPaint } from './terminal/style';
import { terminalWidth } from './terminal/terminal-width';
import { wrapText } from './terminal/wrap';

/** Before every line of a message but the first. */
const INDENT = '  ';

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
    if (!this.#isQuiet) this.#print('', text);
  }

  warn(text: string): void {
    this.#print('warning', text);
  }

  #print(label: string, text: string): void {
    const head = label === '' ? '' : `${label}  `;
    const width = (terminalWidth(this.stream) ?? Infinity) - INDENT.length;
    const lines = wrapText(`${head}${redactCredentials(text)}`, width).join(`\n${INDENT}`);
    const shown = createPaint(this.color)('warning', label) + lines.slice(label.length);
    if (this.#display === undefined) this.stream.write(`${shown}\n`);
    else this.#display.print(shown);
  }
}
