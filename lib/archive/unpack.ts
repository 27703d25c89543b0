import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { BuildError, type ErrorCode } from '../errors';

const inflate = promisify(gunzip);

/** What an error about packed bytes says of them. */
export interface PackedFile {
  readonly code: ErrorCode;
  /** File, for the message. */
  readonly name: string;
  /** More bytes than these are never unpacked. */
  readonly maxBytes: number;
}

/** Unpacks gzip. */
export async function unpackGzip(content: Uint8Array, file: PackedFile): Promise<Buffer> {
  try {
    return await inflate(content, { maxOutputLength: Math.max(1, file.maxBytes) });
  } catch (cause) {
    throw unpackError(file, 'gzip', cause);
  }
}

/** Unpacks xz, which Node cannot do by itself. */
export async function unpackXz(content: Uint8Array, file: PackedFile): Promise<Buffer> {
  // Not import(): Node cannot see the names that this bundle of CommonJS exports.
  const { XzReadableStream }: typeof import('xz-decompress') = require('xz-decompress');
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const packed = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(content);
        controller.close();
      },
    });
    for await (const chunk of new XzReadableStream(packed)) {
      length += chunk.byteLength;
      if (length > file.maxBytes) throw new RangeError('it unpacks to more');
      // The decoder uses its output buffer again.
      chunks.push(chunk.slice());
    }
  } catch (cause) {
    throw unpackError(file, 'xz', cause);
  }
  return Buffer.concat(chunks, length);
}

function unpackError(
  { code, name, maxBytes }: PackedFile,
  format: string,
  cause: unknown,
): BuildError {
  return new BuildError(code, `${name}: content cannot be unpacked`, {
    got: cause instanceof Error ? cause.message : String(cause),
    expected: `${format} of at most ${maxBytes} bytes`,
    cause,
  });
}
