import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What a tar archive says of one path. */
export interface TreeEntry {
  readonly type: 'file' | 'symbolic link' | 'directory' | 'device' | 'pipe';
  /** Permission bits, octal: `0644`. */
  readonly mode: string;
  /** `uid:gid`. */
  readonly owner: string;
  /** Target of a symbolic link; hex sha256 of a file; empty for others. */
  readonly content: string;
  /** Seconds since 1970. */
  readonly modified: number;
}

const BLOCK = 512;
const TYPES: Readonly<Record<string, TreeEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '2': 'symbolic link',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'pipe',
};

/**
 * Reads a tar archive (ustar, GNU and pax) as a tree: hard links count as the file that they are,
 * the order does not count.
 *
 * @param below only paths in this folder, named from there
 */
export function tarTree(file: string, below = ''): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  const archive = openSync(file, 'r');
  try {
    let extended: Readonly<Record<string, string>> = {};
    for (const { header, content, type } of blocks(archive)) {
      if (type === 'x') extended = paxRecords(content());
      else if (type === 'L') extended = { ...extended, path: text(content()) };
      else if (type === 'K') extended = { ...extended, linkpath: text(content()) };
      else if (type !== 'g') {
        const prefix =
          text(header.subarray(257, 262)) === 'ustar' && text(header.subarray(345, 500));
        const path =
          extended.path ?? [prefix, text(header.subarray(0, 100))].filter(Boolean).join('/');
        const link = extended.linkpath ?? text(header.subarray(157, 257));
        const made =
          type === '1' ? entries.get(normal(link)) : entry(header, type, link, content, extended);
        if (made === undefined)
          throw new Error(`${file}: ${path} is of type ${type}, link ${link}`);
        entries.set(normal(path), made);
        extended = {};
      }
    }
  } finally {
    closeSync(archive);
  }
  return below === '' ? entries : subtree(entries, below);
}

/** BuildKit's archive of several platforms also leads absolute links into the platform's folder. */
function subtree(entries: ReadonlyMap<string, TreeEntry>, below: string): Map<string, TreeEntry> {
  const inside = [...entries].filter(([path]) => path.startsWith(`${below}/`));
  return new Map(
    inside.map(([path, entry]) => {
      const isLedInside = entry.type === 'symbolic link' && entry.content.startsWith(`/${below}/`);
      const content = isLedInside ? entry.content.slice(below.length + 1) : entry.content;
      return [path.slice(below.length + 1), { ...entry, content }];
    }),
  );
}

interface Block {
  readonly header: Buffer;
  readonly type: string;
  readonly content: () => Buffer;
}

function* blocks(archive: number): Generator<Block> {
  const { size: end } = fstatSync(archive);
  const read = (at: number, length: number): Buffer => {
    const buffer = Buffer.alloc(length);
    if (readSync(archive, buffer, 0, length, at) < length) throw new Error('archive is cut short');
    return buffer;
  };
  for (let at = 0; at + BLOCK <= end; ) {
    const header = read(at, BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = Number.parseInt(text(header.subarray(124, 136)), 8);
    const start = at + BLOCK;
    yield {
      header,
      type: String.fromCharCode(header[156] ?? 0),
      content: () => read(start, size),
    };
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function entry(
  header: Buffer,
  letter: string,
  link: string,
  content: () => Buffer,
  extended: Readonly<Record<string, string>>,
): TreeEntry | undefined {
  const type = TYPES[letter];
  if (type === undefined) return undefined;
  const number = (start: number, end: number) =>
    Number.parseInt(text(header.subarray(start, end)), 8);
  const hash = () => createHash('sha256').update(content()).digest('hex');
  return {
    type,
    mode: (number(100, 108) & 0o7777).toString(8).padStart(4, '0'),
    owner: `${extended.uid ?? number(108, 116)}:${extended.gid ?? number(116, 124)}`,
    content: type === 'file' ? hash() : type === 'symbolic link' ? link : '',
    modified: Math.floor(Number(extended.mtime ?? number(136, 148))),
  };
}

/** `LENGTH KEY=VALUE\n`, one after another. */
function paxRecords(content: Buffer): Record<string, string> {
  const records: Record<string, string> = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at);
    const length = Number(content.toString('latin1', at, space));
    const [key = '', ...value] = content.toString('utf8', space + 1, at + length - 1).split('=');
    records[key] = value.join('=');
    at += length;
  }
  return records;
}

const text = (bytes: Buffer): string => bytes.toString('utf8').replace(/\0.*$/s, '').trim();
const normal = (path: string): string => path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
