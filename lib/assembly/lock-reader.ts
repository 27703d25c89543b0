import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError, systemErrorCode } from '../errors';
import {
  type DebianArchiveLock,
  type DebianPackageLock,
  type DebianReleaseLock,
  EMPTY_LOCK,
  type GitLock,
  type LockFile,
} from './lock-file';
import { SchemaReader } from './schema-reader';

/** The newest version of the lock's format that this package reads, and the one that it writes. */
export const LOCK_VERSION = EMPTY_LOCK.version;

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
  const root = schema.object(content, '');
  checkVersion(root.version, name);
  return {
    version: LOCK_VERSION,
    git: schema.record(root.git, 'git', readGit),
    debian: schema.record(root.debian, 'debian', readArchive),
  };
}

function checkVersion(version: unknown, name: string): void {
  if (version === LOCK_VERSION) return;
  const isNewer = typeof version === 'number' && version > LOCK_VERSION;
  throw new BuildError('E_LOCK_FORMAT', `${name} has version ${JSON.stringify(version)}`, {
    got: isNewer ? 'the version of a newer buildkit-cdk' : 'no version that there ever was',
    expected: `version ${LOCK_VERSION}`,
    fix: isNewer ? 'update buildkit-cdk' : 'restore the committed file',
  });
}

const SHA1 = /^[0-9a-f]{40}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const FINGERPRINT = /^[0-9A-F]{40,64}$/;
/** Relative, and without a segment that leads anywhere else: it becomes a part of URLs. */
const POOL_PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9][A-Za-z0-9._+~:%/-]*\.u?deb$/;

function readGit(value: unknown, at: string, schema: SchemaReader): GitLock {
  const entry = schema.object(value, at);
  const commit = schema.text(entry.commit, `${at}.commit`, SHA1);
  if (entry.tag === undefined) return { commit };
  return { commit, tag: schema.text(entry.tag, `${at}.tag`, SHA1) };
}

function readArchive(value: unknown, at: string, schema: SchemaReader): DebianArchiveLock {
  const entry = schema.object(value, at);
  const releases = schema.record(entry.releases, `${at}.releases`, readRelease);
  const packages = schema.record(entry.packages, `${at}.packages`, (ofArchitecture, place) =>
    schema.record(ofArchitecture, place, readPackage),
  );
  const sets = schema.record(entry.sets, `${at}.sets`, (closures, place) =>
    schema.record(closures, place, (names, listPlace) => schema.texts(names, listPlace)),
  );
  return { releases, sets, packages };
}

function readRelease(value: unknown, at: string, schema: SchemaReader): DebianReleaseLock {
  const entry = schema.object(value, at);
  const { archive } = entry;
  if (archive !== 'debian' && archive !== 'debian-security') {
    throw schema.wrong(`${at}.archive`, JSON.stringify(archive), '"debian" or "debian-security"');
  }
  return {
    archive,
    sha256: schema.text(entry.sha256, `${at}.sha256`, SHA256),
    date: schema.text(entry.date, `${at}.date`, DATE),
    signers: schema.texts(entry.signers, `${at}.signers`, FINGERPRINT),
  };
}

function readPackage(value: unknown, at: string, schema: SchemaReader): DebianPackageLock {
  const entry = schema.object(value, at);
  return {
    version: schema.text(entry.version, `${at}.version`, /^[A-Za-z0-9.+~:-]+$/),
    suite: schema.text(entry.suite, `${at}.suite`, /^[A-Za-z0-9][A-Za-z0-9./_-]*$/),
    path: schema.text(entry.path, `${at}.path`, POOL_PATH),
    size: schema.size(entry.size, `${at}.size`),
    sha256: schema.text(entry.sha256, `${at}.sha256`, SHA256),
  };
}
