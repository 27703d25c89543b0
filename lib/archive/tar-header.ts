/** Bytes of a block: headers are one, and contents are filled up to whole ones. */
export const BLOCK = 512;

const LINE_FEED = 0x0a;

/** What the header of an entry says, with the names of entries that come before it for it. */
export interface TarHeader {
  /** Path without a leading `./`, and without a final slash. */
  readonly path: string;
  readonly type:
    | 'file'
    | 'hard-link'
    | 'symbolic-link'
    | 'character-device'
    | 'block-device'
    | 'directory'
    | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of the content. */
  readonly size: number;
  /** Target of a link, as written. */
  readonly link: string;
  /** Extended attributes by their name. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** What stands in a block: its own fields, before names that came in entries of their own. */
export interface RawHeader {
  /** One character. */
  readonly typeflag: string;
  readonly size: number;
  readonly block: Buffer;
}

/**
 * @returns undefined for a block of zeros, which ends an archive
 * @throws RangeError for what is no header
 */
export function readHeader(block: Buffer): RawHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  checkHeader(block);
  return {
    typeflag: String.fromCharCode(block[156] ?? 0),
    size: numberAt(block, 124, 12),
    block,
  };
}

/** Names and attributes that stand in entries of their own, for the entry that follows. */
export class TarNames {
  #path: string | undefined;
  #link: string | undefined;
  #attributes = new Map<string, string>();

  /** True for an entry that is for another one: {@link take} its content. */
  static isFor({ typeflag }: RawHeader): boolean {
    return /^[LKxg]$/.test(typeflag);
  }

  /** @throws RangeError for records that are malformed */
  take({ size, typeflag }: RawHeader, content: Buffer): void {
    if (typeflag === 'L') this.#path = textAt(content, 0, size);
    if (typeflag === 'K') this.#link = textAt(content, 0, size);
    if (typeflag !== 'x') return;
    for (const [key, value] of paxFields(content)) {
      if (key === 'path') this.#path = value;
      else if (key === 'linkpath') this.#link = value;
      else if (key.startsWith(XATTR)) this.#attributes.set(key.slice(XATTR.length), value);
    }
  }

  /** The whole header of an entry, which uses up what was taken. */
  join({ block, size, typeflag }: RawHeader): TarHeader {
    const header = {
      path: (this.#path ?? shortPath(block)).replace(/^(?:\.?\/)+/, '').replace(/\/+$/, ''),
      type: TYPES[typeflag] ?? 'other',
      mode: numberAt(block, 100, 8) & 0o7777,
      uid: numberAt(block, 108, 8),
      gid: numberAt(block, 116, 8),
      size,
      link: this.#link ?? textAt(block, 157, 100),
      attributes: this.#attributes,
    };
    this.#path = undefined;
    this.#link = undefined;
    this.#attributes = new Map();
    return header;
  }
}

/** Extended attributes in pax records. */
const XATTR = 'SCHILY.xattr.';

const TYPES: Readonly<Record<string, TarHeader['type']>> = {
  '0': 'file',
  '\0': 'file',
  '1': 'hard-link',
  '2': 'symbolic-link',
  '3': 'character-device',
  '4': 'block-device',
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
