import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError, systemErrorCode } from '../errors';
import { kindNamed } from '../inputs/kinds';
import { SchemaReader } from '../json';
import { EMPTY_LOCK, LOCK_VERSION, type LockFile } from './lock-file';

/**
 * Reads `synth.lock.json`. A file that does not exist is an empty lock.
 *
 * @throws BuildError `E_LOCK_FORMAT`
 */
export function readLock(path: string): LockFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT') return EMPTY_LOCK;
    throw new BuildError('E_LOCK_FORMAT', `${basename(path)} cannot be read`, { cause });
  }
  return parseLock(text, basename(path));
}

/**
 * Reads the text of a lock.
 *
 * @param name of the file, for errors
 * @throws BuildError `E_LOCK_FORMAT`
 */
export function parseLock(text: string, name = 'synth.lock.json'): LockFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const isMerge = /^<{7} /m.test(text);
    throw new BuildError('E_LOCK_FORMAT', `${name} is no JSON`, {
      got: isMerge ? 'the markers of a merge conflict' : String(cause),
      expected: 'a file that "synth lock" wrote',
      fix: isMerge
        ? 'take either side of the conflict, then run "synth lock"'
        : 'restore the committed file',
      cause,
    });
  }
  const schema = new SchemaReader('E_LOCK_FORMAT', name);
  const { version, ...sections } = schema.object(content, '');
  checkVersion(version, name);
  return {
    sections: Object.fromEntries(
      Object.entries(sections).map(([kind, section]) => {
        const known = kindNamed(kind);
        const read = known?.section.read ?? ((value, at) => schema.object(value, at));
        return [kind, read(section, kind, schema)];
      }),
    ),
  };
}

function checkVersion(version: unknown, name: string): void {
  if (version === 1 || version === LOCK_VERSION) return;
  const isNewer = typeof version === 'number' && version > LOCK_VERSION;
  throw new BuildError('E_LOCK_FORMAT', `${name} has version ${JSON.stringify(version)}`, {
    got: isNewer ? 'the version of a newer buildkit-cdk' : 'no version that there ever was',
    expected: `version ${LOCK_VERSION}, or one before it`,
    fix: isNewer ? 'update buildkit-cdk' : 'restore the committed file',
  });
}
