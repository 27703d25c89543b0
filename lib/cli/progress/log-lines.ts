import { TextDecoder } from 'node:util';

/** An open line is given out in parts of this many characters, so that no output fills the memory. */
const MAX_OPEN_LENGTH = 65_536;

/**
 * Puts the pieces of a vertex's output together to lines. A piece may end in the middle of a line or
 * of a UTF-8 character; stdout and stderr are put together separately.
 */
export class LogLines {
  readonly #streams = new Map<number, { decoder: TextDecoder; open: string }>();

  /** The lines that this piece completes. */
  push(stream: number, data: Uint8Array): string[] {
    const state = this.#streams.get(stream) ?? { decoder: new TextDecoder(), open: '' };
    this.#streams.set(stream, state);
    const lines = (state.open + state.decoder.decode(data, { stream: true })).split('\n');
    state.open = lines.pop() ?? '';
    if (state.open.length > MAX_OPEN_LENGTH) {
      lines.push(state.open);
      state.open = '';
    }
    return lines;
  }

  /** What was begun and not ended by a line feed; afterwards nothing is open. */
  flush(): string[] {
    const open = [...this.#streams.values()].map(({ decoder, open }) => open + decoder.decode());
    this.#streams.clear();
    return open.filter((line) => line !== '');
  }

  /** What has been begun so far, for a display that shows lines while they grow. */
  open(): string[] {
    return [...this.#streams.values()].map(({ open }) => open).filter((line) => line !== '');
  }
}
