import { PacedWriter } from '../paced-writer';
import { FRAME_HEADER_BYTES, frame, writeFrameHeader } from './frame';

/** From this size on, another write costs less than another copy. */
const COPIED_BYTES = 16 * 1024;

/** Writes messages to a stream of HTTP/2, each in its frame. */
export class MessageWriter extends PacedWriter {
  /** Sends a message, which must not change any more. */
  send(message: Uint8Array): Promise<void> | undefined {
    if (message.length < COPIED_BYTES) return this.write(frame(message));
    const header = Buffer.allocUnsafe(FRAME_HEADER_BYTES);
    writeFrameHeader(header, message.length);
    void this.write(header)?.catch(() => {}); // the next line tells of the same
    return this.write(message);
  }
}
