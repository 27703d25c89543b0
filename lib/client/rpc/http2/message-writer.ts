import { PacedWriter } from '../paced-writer';
import { frame, frameHeader, lengthOf } from './frame';

/** From this size on, other writes cost less than another copy. */
const COPIED_BYTES = 16 * 1024;

/** Writes messages to a stream of HTTP/2, each in its frame. */
export class MessageWriter extends PacedWriter {
  /** Sends a message, of one part or of several, which must not change any more. */
  send(...parts: readonly Uint8Array[]): Promise<void> | undefined {
    const length = lengthOf(parts);
    if (length < COPIED_BYTES) return this.write(frame(...parts));
    return this.write(frameHeader(length), ...parts);
  }

  /** Sends a message whose parts are lent: they may change when the promise has settled. */
  sendLent(...parts: readonly Uint8Array[]): Promise<void> {
    return this.writeLent(frameHeader(lengthOf(parts)), ...parts);
  }
}
