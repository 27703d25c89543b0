import { spawn } from 'node:child_process';
import type { ReceivedStat } from '../../pb/fsutil';

type Attributes = Pick<ReceivedStat, 'path' | 'xattrs'>;

/**
 * Sets extended attributes of entries of a folder by `setfattr`, since Node has no way to.
 *
 * What cannot be set is left out, as with BuildKit's own clients: some are for root alone, not every
 * file system has them, and not every machine the program.
 */
export async function setAttributes(folder: string, entries: readonly Attributes[]): Promise<void> {
  if (entries.length === 0) return;
  const child = spawn('setfattr', ['--no-dereference', '--restore=-'], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await new Promise<void>((done) => {
    child.once('error', () => done());
    child.once('close', () => done());
    child.stdin.on('error', () => {}); // it has ended before it read all
    child.stdin.end(entries.map(dump).join('\n'));
  });
}

/** In the form that `getfattr --dump` writes. */
function dump({ path, xattrs }: Attributes): string {
  const lines = [...xattrs].map(
    ([name, value]) => `${escaped(name)}=0s${value.toString('base64')}\n`,
  );
  return `# file: ${escaped(path)}\n${lines.join('')}`;
}

/** All but plain characters as octal numbers. */
const escaped = (bytes: string): string =>
  bytes.replace(/[^\w./-]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
