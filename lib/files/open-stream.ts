import { constants, createWriteStream, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { systemErrorCode } from '../errors';
import { INTO, type StreamPlace } from './place';

const ASK_AGAIN_MS = 50;

/**
 * Opens a pipe, a device, or an open file of a process to write into it. A pipe is awaited until
 * somebody reads it.
 *
 * @throws Error of the system; the reason of the abort
 */
export async function openStream(
  { isPipe, path }: StreamPlace,
  signal?: AbortSignal,
): Promise<Writable> {
  if (!isPipe) return createWriteStream(path, { fd: openSync(path, INTO) });
  // Not by waiting in open(2): that thread could not be called back, not even to end the process.
  for (;;) {
    signal?.throwIfAborted();
    try {
      const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
      return new Socket({ fd, readable: false, writable: true });
    } catch (error) {
      if (systemErrorCode(error) !== 'ENXIO') throw error;
    }
    await wait(ASK_AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}

/** Writes all of a content into what {@link openStream} opens. @throws as it does */
export async function writeStream(
  place: StreamPlace,
  content: string,
  signal?: AbortSignal,
): Promise<void> {
  const stream = await openStream(place, signal);
  const isDone = finished(stream, { readable: false, ...(signal ? { signal } : {}) });
  stream.end(content);
  try {
    await isDone;
  } finally {
    stream.destroy();
  }
}
