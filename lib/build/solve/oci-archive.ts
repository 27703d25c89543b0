import { closeSync, openSync, readSync } from 'node:fs';

const BLOCK_BYTES = 512;

/** Larger members are layers, which nobody needs to read here. */
const MAX_MEMBER_BYTES = 4_000_000;

/**
 * Reads blobs of an OCI archive by their digest, from where they lie in the file.
 *
 * @see OCI image-layout; the archive is a tar of the layout
 */
export class OciArchive {
  readonly #members: ReadonlyMap<string, { readonly offset: number; readonly size: number }>;

  constructor(private readonly path: string) {
    const file = openSync(path, 'r');
    try {
      this.#members = listMembers(file);
    } finally {
      closeSync(file);
    }
  }

  blob(digest: string): Uint8Array {
    const name = `blobs/${digest.replace(':', '/')}`;
    const member = this.#members.get(name);
    if (member === undefined || member.size > MAX_MEMBER_BYTES) {
      throw new RangeError(`no readable "${name}" in the archive`);
    }
    const file = openSync(this.path, 'r');
    try {
      const content = Buffer.alloc(member.size);
      readSync(file, content, 0, member.size, member.offset);
      return content;
    } finally {
      closeSync(file);
    }
  }
}

function listMembers(file: number): Map<string, { offset: number; size: number }> {
  const members = new Map<string, { offset: number; size: number }>();
  const header = Buffer.alloc(BLOCK_BYTES);
  for (let position = 0; readSync(file, header, 0, BLOCK_BYTES, position) === BLOCK_BYTES; ) {
    const name = textField(header, 0, 100);
    if (name === '') break;
    const size = Number.parseInt(textField(header, 124, 12), 8) || 0;
    members.set(name, { offset: position + BLOCK_BYTES, size });
    position += BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return members;
}

function textField(header: Buffer, offset: number, length: number): string {
  const field = header.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field
    .subarray(0, end < 0 ? length : end)
    .toString('utf8')
    .trim();
}
