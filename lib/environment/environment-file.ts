import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BuildError, systemErrorCode } from '../errors';
import { type CachePlace, parseCachePlaces } from './cache-place';
import { MIRRORED_ARCHIVES, type Mirrors, parseMirrorList } from './mirrors';
import { parseSecretSource, type SecretSource } from './secret-source';
import type { SpecPlace } from './spec-place';
import { parseSshSource, type SshSource } from './ssh-source';

/** Name of the optional file beside the app that holds facts of the user's own surroundings. */
export const ENVIRONMENT_FILE = 'synth.environment.json';

/** Content of `synth.environment.json`, checked. */
export interface EnvironmentFile {
  readonly mirrors: Mirrors;
  /** Absolute paths. */
  readonly keyrings: readonly string[];
  readonly secrets: readonly SecretSource[];
  readonly ssh: readonly SshSource[];
  readonly cacheFrom: readonly CachePlace[];
  readonly cacheTo: readonly CachePlace[];
  /** Absolute path. @default - none */
  readonly vendor?: string;
}

const NOTHING: EnvironmentFile = {
  mirrors: {},
  keyrings: [],
  secrets: [],
  ssh: [],
  cacheFrom: [],
  cacheTo: [],
};

/**
 * Reads `synth.environment.json`; where there is none, everything is empty.
 *
 * ```json
 * { "mirrors": { "debian": ["http://10.0.0.1/debian"] }, "keyrings": ["keys/own-archive.asc"] }
 * ```
 *
 * `vendor` is the folder of `synth vendor` that builds take all inputs from, relative to the file.
 * `secret`, `ssh`, `cache-from` and `cache-to` are lists of what the options of these names take:
 * `{ "secret": ["id=token,env=TOKEN"], "cache-from": ["registry.example.org/cache:{image}"] }`.
 *
 * @throws BuildError `E_ENVIRONMENT_FORMAT`
 */
export function readEnvironmentFile(folder: string, env: SpecPlace['env'] = {}): EnvironmentFile {
  const place = resolve(folder, ENVIRONMENT_FILE);
  let text: string;
  try {
    text = readFileSync(place, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return NOTHING;
    throw new BuildError('E_ENVIRONMENT_FORMAT', `${ENVIRONMENT_FILE} cannot be read`, { cause });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new BuildError('E_ENVIRONMENT_FORMAT', `${ENVIRONMENT_FILE} is no JSON`, { cause });
  }
  const file = object(content, '', [
    'mirrors',
    'keyrings',
    'secret',
    'ssh',
    'cache-from',
    'cache-to',
    'vendor',
  ]);
  const mirrors = object(file.mirrors ?? {}, 'mirrors', MIRRORED_ARCHIVES);
  const at = (name: string): SpecPlace => ({
    by: `${ENVIRONMENT_FILE}: ${name}`,
    folder,
    env,
    fail: (message, details) => new BuildError('E_ENVIRONMENT_FORMAT', message, details),
  });
  const caches = (name: 'cache-from' | 'cache-to') =>
    strings(file[name] ?? [], name).flatMap((text) => parseCachePlaces(text, at(name)));
  return {
    mirrors: Object.fromEntries(
      Object.entries(mirrors).map(([archive, value]) => [archive, urls(value, archive)]),
    ),
    keyrings: strings(file.keyrings ?? [], 'keyrings').map((keyring) => resolve(folder, keyring)),
    secrets: strings(file.secret ?? [], 'secret').map((text) =>
      parseSecretSource(text, at('secret')),
    ),
    ssh: strings(file.ssh ?? [], 'ssh').map((text) => parseSshSource(text, at('ssh'))),
    cacheFrom: caches('cache-from'),
    cacheTo: caches('cache-to'),
    ...(file.vendor === undefined ? {} : { vendor: resolve(folder, path(file.vendor, 'vendor')) }),
  };
}

function urls(value: unknown, archive: string): string[] {
  const list = typeof value === 'string' ? [value] : strings(value, `mirrors.${archive}`);
  return parseMirrorList(list, `${ENVIRONMENT_FILE}: mirrors.${archive}`);
}

function object(value: unknown, name: string, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(name, 'something else', 'an object');
  }
  const unknownKey = Object.keys(value).find((key) => !keys.includes(key));
  if (unknownKey !== undefined) throw wrong(name, `key "${unknownKey}"`, keys.join(' or '));
  return { ...value };
}

function strings(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw wrong(name, 'something else', 'an array of strings');
}

function path(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(name, 'something else', 'the path of a folder');
}

function wrong(name: string, got: string, expected: string): BuildError {
  const subject = name === '' ? ENVIRONMENT_FILE : `${ENVIRONMENT_FILE}: ${name}`;
  return new BuildError('E_ENVIRONMENT_FORMAT', `${subject} has the wrong form`, { got, expected });
}

function isMissing(cause: unknown): boolean {
  return systemErrorCode(cause) === 'ENOENT';
}
