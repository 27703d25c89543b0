import type { Readable } from 'node:stream';
import { BuildError, describeCause, type ErrorCode } from '../errors';

/** A zip archive on this machine. */
export interface ZipArchive {
  /** Where it lies. */
  readonly path: string;
  /** What it is, for errors. */
  readonly name: string;
  /** Of the errors. */
  readonly code: ErrorCode;
  /** More bytes than these are never unpacked, of all files together. */
  readonly maxBytes: number;
}

/** Is given a file of an archive, and reads its content to the end. */
export type ZipUse = (name: string, content: Readable) => Promise<void>;

/**
 * Reads the files of a zip archive one after the other, in the order of its directory; little of it is
 * ever in memory.
 *
 * @throws BuildError for what is no zip archive, for a name that leads elsewhere or stands there twice,
 *   and for one that unpacks to more than it may
 * @see APPNOTE.TXT of PKWARE
 */
export async function readZip(archive: ZipArchive, use: ZipUse): Promise<void> {
  const { name: title, code, maxBytes, path } = archive;
  const fail = (got: string, cause?: unknown): BuildError =>
    new BuildError(code, `${title} cannot be unpacked`, {
      got,
      expected: `a zip archive of at most ${maxBytes} bytes, each file in it once`,
      ...(cause === undefined ? {} : { cause }),
    });
  const { openPromise } = await import('yauzl');
  const names = new Set<string>();
  let bytes = 0;
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(
    (cause: Error) => {
      throw fail(cause.message, cause);
    },
  );
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry;
      if (names.has(fileName)) throw fail(`two files "${fileName}"`);
      names.add(fileName);
      // What is said here is what the stream is held to.
      bytes += entry.uncompressedSize;
      if (bytes > maxBytes) throw fail('more bytes');
      await use(fileName, await zip.openReadStreamPromise(entry));
    }
  } catch (cause) {
    throw BuildError.is(cause) ? cause : fail(describeCause(cause), cause);
  } finally {
    zip.close();
  }
}
