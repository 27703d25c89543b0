import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DebianArchiveLock, LockFile } from './lock-file';

/**
 * Writes `synth.lock.json`: under another name first, then renamed, so that an interruption leaves
 * the old file whole. A file that has this content already is not touched.
 *
 * @returns whether the file changed
 */
export function writeLock(path: string, lock: LockFile): boolean {
  const text = formatLock(lock);
  if (currentText(path) === text) return false;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = openSync(temporary, 'w', 0o644);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
  return true;
}

/** The text of a lock: JSON, keys sorted bytewise, one fact a line, so that a diff can be read. */
export function formatLock(lock: LockFile): string {
  const git = entries(lock.git, ({ commit, tag }) => line({ commit, tag }));
  const debian = entries(lock.debian, (archive) => formatArchive(archive, '    '));
  const members: Member[] = [
    ['version', String(lock.version)],
    ['git', block('  ', git)],
    ['debian', block('  ', debian)],
  ];
  return `${block('', members)}\n`;
}

function formatArchive({ releases, sets, packages }: DebianArchiveLock, indent: string): string {
  const inner = `${indent}  `;
  const releaseLines = entries(releases, ({ archive, sha256, date, signers }) =>
    line({ archive, sha256, date, signers: [...signers].sort(bytewise) }),
  );
  const setBlocks = entries(sets, (closures) =>
    block(
      `${inner}  `,
      entries(closures, (names) => list(`${inner}    `, [...names].sort(bytewise))),
    ),
  );
  const packageBlocks = entries(packages, (ofArchitecture) =>
    block(
      `${inner}  `,
      entries(ofArchitecture, ({ version, suite, path, size, sha256 }) =>
        line({ version, suite, path, size, sha256 }),
      ),
    ),
  );
  return block(indent, [
    ['releases', block(inner, releaseLines)],
    ['sets', block(inner, setBlocks)],
    ['packages', block(inner, packageBlocks)],
  ]);
}

/** A key and the text of its value. Pairs, since an object would put keys like `2048` first. */
type Member = readonly [key: string, text: string];

/** Values to texts, in the order of the keys' UTF-8 bytes. */
function entries<T>(record: Readonly<Record<string, T>>, format: (value: T) => string): Member[] {
  const sorted = Object.entries(record).sort(([a], [b]) => bytewise(a, b));
  return sorted.map(([key, value]) => [key, format(value)]);
}

function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** An object with a line or more for each member. */
function block(indent: string, members: readonly Member[]): string {
  const lines = members.map(([key, text]) => `${indent}  ${JSON.stringify(key)}: ${text}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

function list(indent: string, items: readonly string[]): string {
  const lines = items.map((item) => `${indent}  ${JSON.stringify(item)}`);
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n${indent}]`;
}

/** An object on one line. */
function line(
  members: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): string {
  const parts = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{ ${parts.join(', ')} }`;
}

function currentText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Makes the rename durable, where the file system lets a folder be synced. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The content is safe either way: the old name or the new one stands for a whole file.
  }
}
