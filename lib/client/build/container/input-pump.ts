import type { Readable } from 'node:stream';

/**
 * Hands on what a stream gives, as fast as it is taken, until it ends or is stopped, and then the end;
 * unlike a loop over the stream it leaves it open, for who reads it next.
 */
export class InputPump {
  readonly #stream: Readable;
  readonly #take: (data: Uint8Array, isEnd: boolean) => Promise<void>;
  #isEnded = false;

  constructor(stream: Readable, take: (data: Uint8Array, isEnd: boolean) => Promise<void>) {
    this.#stream = stream;
    this.#take = take;
    if (stream.readableEnded || stream.destroyed) this.stop();
    else stream.on('data', this.#onData).on('end', this.stop);
  }

  readonly stop = (): void => {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#stream.off('data', this.#onData).off('end', this.stop);
    this.#stream.pause();
    void this.#take(new Uint8Array(), true);
  };

  readonly #onData = (data: Uint8Array | string): void => {
    this.#stream.pause();
    void this.#take(Buffer.from(data), false).then(() => {
      if (!this.#isEnded) this.#stream.resume();
    });
  };
}
