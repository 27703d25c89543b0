import { displayWidth } from '../../../lib/cli/terminal/display-width';

/**
 * What a terminal shows after some output: just the control sequences that the display uses, so
 * that any other one fails the test.
 */
export class Terminal {
  readonly lines: string[][] = [[]];
  #row = 0;
  #column = 0;

  /** @param wraps break lines that are too long, instead of failing */
  constructor(
    readonly columns: number,
    private readonly options: { readonly wraps?: boolean } = {},
  ) {}

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is read
    for (const [token] of text.matchAll(/\x1b\[[?0-9;]*[A-Za-z]|[\s\S]/gu)) this.#take(token);
  }

  /** The screen as text, without spaces at the ends of lines and without empty lines below. */
  get text(): string {
    return this.lines
      .map((cells) => cells.join('').trimEnd())
      .join('\n')
      .trimEnd();
  }

  #take(token: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is read
    const [, argument = '', command] = /^\x1b\[([?0-9;]*)([A-Za-z])$/.exec(token) ?? [];
    if (token === '\n') {
      this.#row++;
      this.#column = 0;
      while (this.lines.length <= this.#row) this.lines.push([]);
    } else if (token === '\r') {
      this.#column = 0;
    } else if (command === undefined) {
      this.#put(token);
    } else if (command === 'A') {
      this.#row = Math.max(0, this.#row - Number(argument || 1));
    } else if (command === 'K') {
      this.lines[this.#row]?.splice(this.#column);
    } else if (command === 'J') {
      this.lines[this.#row]?.splice(this.#column);
      this.lines.splice(this.#row + 1);
    } else if (!['m', 'h', 'l'].includes(command)) {
      throw new Error(`unknown control sequence ${JSON.stringify(token)}`);
    }
  }

  #put(character: string): void {
    const width = displayWidth(character);
    if (this.#column + width > this.columns) {
      if (this.options.wraps !== true) throw new Error(`line ${this.#row} is too long`);
      this.#take('\n');
    }
    const line = this.lines[this.#row] ?? [];
    while (line.length < this.#column) line.push(' ');
    line[this.#column] = character;
    // The second cell of a wide character.
    if (width === 2) line[this.#column + 1] = '';
    this.#column += width;
  }
}
