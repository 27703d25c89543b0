import { BuildError } from '../errors';
import { type TarEntry, tarEntries } from './tar-entries';
import { unpackGzip, unpackXz } from './unpack';

/** A file out of a package. */
export interface DebFile {
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
}

/** An opened .deb: the files that it installs. */
export interface Deb {
  /**
   * One file by its path, e.g. `usr/bin/busybox`. Hard links are followed.
   *
   * @throws BuildError `E_DEB_FORMAT` where there is no such file
   */
  file(path: string): DebFile;
}

const MAX_DATA_BYTES = 1 << 30;

/**
 * Opens a .deb in memory.
 *
 * @param name of the package, for errors
 * @throws BuildError `E_DEB_FORMAT`
 * @see deb(5)
 */
export async function openDeb(deb: Uint8Array, name = 'package'): Promise<Deb> {
  const data = await dataArchive(deb, name);
  const entries = new Map<string, TarEntry>();
  try {
    for (const entry of tarEntries(data)) entries.set(entry.path, entry);
  } catch (cause) {
    throw formatError(name, messageOf(cause), 'a tar archive of data', cause);
  }
  return {
    file: (path) => {
      let entry = entries.get(path);
      if (entry?.type === 'hard-link') entry = entries.get(entry.link.replace(/^\.?\//, ''));
      if (entry?.type !== 'file') {
        const got = entry === undefined ? 'no such path' : `a ${entry.type}`;
        throw formatError(`${name}: "${path}"`, got, 'a file of the package');
      }
      return { content: entry.content, mode: entry.mode };
    },
  };
}

/** The unpacked `data.tar` of a package. */
async function dataArchive(deb: Uint8Array, name: string): Promise<Uint8Array> {
  const names: string[] = [];
  for (const { name: member, content } of arMembers(deb, name)) {
    names.push(member);
    if (!member.startsWith('data.tar')) continue;
    const file = {
      code: 'E_DEB_FORMAT',
      name: `${name}: ${member}`,
      maxBytes: MAX_DATA_BYTES,
    } as const;
    if (member === 'data.tar') return content;
    if (member === 'data.tar.xz') return unpackXz(content, file);
    if (member === 'data.tar.gz') return unpackGzip(content, file);
    throw formatError(name, `"${member}"`, 'data packed by xz or gzip, as Debian packages are');
  }
  throw formatError(name, names.join(', ') || 'no members', 'a member data.tar');
}

const AR_MAGIC = '!<arch>\n';
const AR_HEADER_BYTES = 60;

/** Members of an ar archive, with the short names that a .deb has. */
function* arMembers(
  archive: Uint8Array,
  name: string,
): Generator<{ name: string; content: Uint8Array }> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  if (bytes.toString('latin1', 0, AR_MAGIC.length) !== AR_MAGIC) {
    throw formatError(name, 'other bytes', 'an ar archive');
  }
  for (let at = AR_MAGIC.length; at < bytes.length; ) {
    const header = bytes.toString('latin1', at, at + AR_HEADER_BYTES);
    const match = /^(.{16}).{32}(\d+) *`\n$/s.exec(header);
    const size = Number(match?.[2]);
    const start = at + AR_HEADER_BYTES;
    if (match?.[1] === undefined || start + size > bytes.length) {
      throw formatError(name, 'a malformed or cut member', 'an ar archive');
    }
    yield {
      name: match[1].trimEnd().replace(/\/$/, ''),
      content: bytes.subarray(start, start + size),
    };
    at = start + size + (size % 2);
  }
}

function formatError(subject: string, got: string, expected: string, cause?: unknown): BuildError {
  return new BuildError('E_DEB_FORMAT', `${subject} cannot be opened`, { got, expected, cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
