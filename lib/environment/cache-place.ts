import { resolve } from 'node:path';
import { csvFields } from './csv-fields';
import type { SpecPlace } from './spec-place';

/** A cache of BuildKit outside the daemon, which builds read or write. */
export interface CachePlace {
  /** `registry`, `inline`, `local`, `gha`, `s3`, `azblob`. */
  readonly type: string;
  /** Attributes, by BuildKit's names. */
  readonly attrs: Readonly<Record<string, string>>;
  /** What named it: `option "--cache-to"`. */
  readonly by: string;
}

/** Attributes that are paths on this machine. */
const PATHS = ['src', 'dest'];

/** Where GitHub's runner and AWS's tools have what a cache needs, by attribute; the first that is set. */
const VARIABLES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  gha: {
    token: ['ACTIONS_RUNTIME_TOKEN'],
    url: ['ACTIONS_CACHE_URL', 'ACTIONS_RESULTS_URL'],
  },
  s3: {
    access_key_id: ['AWS_ACCESS_KEY_ID'],
    secret_access_key: ['AWS_SECRET_ACCESS_KEY'],
    session_token: ['AWS_SESSION_TOKEN'],
    region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  },
};

/**
 * Reads what buildx has as `--cache-from` and `--cache-to`: `type=registry,ref=…`; without `=` they are
 * references of registries, with commas.
 *
 * @throws the error of the place
 */
export function parseCachePlaces(text: string, at: SpecPlace): CachePlace[] {
  const fields = csvFields(text);
  if (fields === undefined) throw at.fail(`${at.by} has unbalanced quotes`, {});
  if (!text.includes('=')) {
    return fields.map((ref) => ({ type: 'registry', attrs: { ref }, by: at.by }));
  }
  const { type, ...attrs } = Object.fromEntries(fields.map((field) => keyAndValue(field, at)));
  if (!type) {
    throw at.fail(`${at.by} has no type`, {
      expected: 'type=registry,ref=<name>, or a name alone',
    });
  }
  return [withVariables({ type, attrs: withPaths(attrs, at.folder), by: at.by }, at.env)];
}

function keyAndValue(field: string, { by, fail }: SpecPlace): [string, string] {
  const equals = field.indexOf('=');
  if (equals <= 0) throw fail(`${by} has a field without a value`, { expected: 'key=value' });
  return [field.slice(0, equals).trim().toLowerCase(), field.slice(equals + 1)];
}

function withPaths(attrs: CachePlace['attrs'], folder: string): CachePlace['attrs'] {
  return Object.fromEntries(
    Object.entries(attrs).map(([name, value]) => [
      name,
      PATHS.includes(name) && value !== '' ? resolve(folder, value) : value,
    ]),
  );
}

/**
 * A cache with what the variables of this machine say of it, as buildx has it.
 *
 * @see buildx build/opt.go, CreateCaches
 */
export function withVariables<T extends Pick<CachePlace, 'type' | 'attrs'>>(
  cache: T,
  env: SpecPlace['env'],
): T {
  const { attrs, type } = cache;
  // A token of another login does not fit to keys that are given.
  if (type === 's3' && attrs.access_key_id && attrs.secret_access_key) return cache;
  const found: Record<string, string> = {};
  for (const [name, variables] of Object.entries(VARIABLES[type] ?? {})) {
    const value = variables.map((variable) => env[variable]).find(Boolean);
    if (value !== undefined) found[name] = value;
  }
  const isSecond =
    attrs.version === '2' || /^(?:1|true)$/i.test(env.ACTIONS_CACHE_SERVICE_V2 ?? '');
  if (type === 'gha' && isSecond && env.ACTIONS_RESULTS_URL) found.url_v2 = env.ACTIONS_RESULTS_URL;
  return { ...cache, attrs: { ...found, ...attrs } };
}
