/** One entry of a tar archive. */
export interface TarEntry {
  /** Path without a leading `./`, and without a final slash. */
  readonly path: string;
  readonly type: 'file' | 'hard-link' | 'symbolic-link' | 'directory' | 'other';
  readonly mode: number;
  /** Target of a link, as written. */
  readonly link: string;
  /** Content of a file: a view of the archive's bytes. */
  readonly content: Uint8Array;
}

const BLOCK = 512;
const LINE_FEED = 0x0a;

/**
 * Reads the entries of a tar archive, in the forms that Debian packages have: ustar with GNU long
 * names or pax paths.
 *
 * @throws RangeError for what is no tar archive, or a cut one
 */
export function* tarEntries(archive: Uint8Array): Generator<TarEntry> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  let longPath: string | undefined;
  let longLink: string | undefined;
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.length < BLOCK) throw new RangeError('tar archive is cut short');
    if (header.every((byte) => byte === 0)) return;
    checkHeader(header);
    const size = numberAt(header, 124, 12);
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (at > bytes.length) throw new RangeError('tar archive is cut short');
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'L') longPath = textAt(content, 0, size);
    else if (type === 'K') longLink = textAt(content, 0, size);
    else if (type === 'x') {
      const pax = paxFields(content);
      longPath = pax.get('path') ?? longPath;
      longLink = pax.get('linkpath') ?? longLink;
    } else if (type !== 'g') {
      yield {
        path: (longPath ?? shortPath(header)).replace(/^(?:\.?\/)+/, '').replace(/\/+$/, ''),
        type: TYPES[type] ?? 'other',
        mode: numberAt(header, 100, 8) & 0o7777,
        link: longLink ?? textAt(header, 157, 100),
        content,
      };
      longPath = undefined;
      longLink = undefined;
    }
  }
}

const TYPES: Readonly<Record<string, TarEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '1': 'hard-link',
  '2': 'symbolic-link',
  '5': 'directory',
};

/** The sum over the header, with its own field taken as blanks, must be the one it states. */
function checkHeader(header: Buffer): void {
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  if (sum !== numberAt(header, 148, 8)) throw new RangeError('tar header has a wrong checksum');
}

/** Octal digits, or base 256 where the first bit is set. */
function numberAt(header: Buffer, offset: number, length: number): number {
  if (((header[offset] ?? 0) & 0x80) !== 0) {
    const low = offset + length - 6;
    const isSmall =
      header[offset] === 0x80 && header.subarray(offset + 1, low).every((b) => b === 0);
    if (!isSmall) throw new RangeError('tar header has a number out of range');
    return header.readUIntBE(low, 6);
  }
  const value = Number.parseInt(textAt(header, offset, length).trim() || '0', 8);
  if (Number.isNaN(value)) throw new RangeError('tar header has a malformed number');
  return value;
}

function textAt(bytes: Buffer, offset: number, length: number): string {
  const field = bytes.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

function shortPath(header: Buffer): string {
  const name = textAt(header, 0, 100);
  const isPosix = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? textAt(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records `<length> <key>=<value>\n`. */
function paxFields(content: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const [start = '', digits] = /^(\d+) /.exec(content.toString('latin1', at, at + 20)) ?? [];
    const length = Number(digits);
    const record = content.toString('utf8', at + start.length, at + length - 1);
    const equals = record.indexOf('=');
    const isWhole = length > start.length && content[at + length - 1] === LINE_FEED;
    if (!isWhole || equals < 0) throw new RangeError('pax header is malformed');
    fields.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return fields;
}
