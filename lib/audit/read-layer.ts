import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { streamTar } from '../archive/tar-stream';
import { isElf, readElf } from './elf/elf-file';
import type { ImageFile } from './image-file';

/** Texts that tell of an image. */
const TOLD =
  /^(?:etc\/passwd|var\/lib\/dpkg\/(?:status|status\.d\/[^/]+|info\/[^/]+\.list)|usr\/share\/doc\/[^/]+\/copyright)$/;

const MAX_TEXT = 16 * 1024 * 1024;
const MAX_PROGRAM = 1024 * 1024 * 1024;

/** A layer as an OCI layout has it. */
export interface LayerFile {
  /** Path of the blob. */
  readonly path: string;
  readonly mediaType: string;
}

/**
 * The files of a layer. No more of it is held than one program, and the texts that tell of an image.
 *
 * @throws RangeError for what is no layer
 */
export async function readLayer({ mediaType, path }: LayerFile): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  // What goes wrong ends the iteration.
  const pieces = isGzip(mediaType)
    ? pipeline(createReadStream(path), createGunzip(), () => {})
    : createReadStream(path);
  const isWanted = (header: { path: string; size: number }, head: Buffer) =>
    (isElf(head) && header.size <= MAX_PROGRAM) ||
    (TOLD.test(header.path) && header.size <= MAX_TEXT);
  for await (const { attributes, content, path: name, ...header } of streamTar(pieces, isWanted)) {
    if (name === '' || name === '.') continue;
    const isProgram = content !== undefined && isElf(content);
    files.push({
      ...header,
      path: `/${name}`,
      hasCapabilities: attributes.has('security.capability'),
      elf: isProgram ? readElf(content) : undefined,
      text: isProgram ? undefined : content?.toString('utf8'),
    });
  }
  return files;
}

function isGzip(mediaType: string): boolean {
  if (/[+.]gzip$/.test(mediaType)) return true;
  if (/\.tar$/.test(mediaType)) return false;
  throw new RangeError(`layer of the type ${mediaType}`);
}
