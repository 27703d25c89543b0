import type { Writable } from 'node:stream';

/** Characters that are gathered before they are written: a write a line is slow. */
const CHUNK_LENGTH = 64 * 1024;

/**
 * Writes lines no faster than they are taken, so that few of them are in memory. Ends quietly, and
 * makes no further line, once the reader has closed its end.
 */
export async function writeLines(
  stream: Writable,
  lines: Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    if (!(await write(stream, chunk, signal))) return;
    chunk = '';
  }
  if (chunk !== '') await write(stream, chunk, signal);
}

/** Whether there is still somebody who reads. */
async function write(stream: Writable, text: string, signal: AbortSignal): Promise<boolean> {
  if (stream.destroyed) return false;
  const error = await new Promise((done) => stream.write(text, done));
  signal.throwIfAborted();
  return !error && !stream.destroyed;
}
