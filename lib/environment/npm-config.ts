import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NPM_REGISTRY } from '../npm/registry';

/** Where npm's own command gets packages from, as its configuration says. */
export interface NpmConfig {
  /** Without a final slash. */
  readonly registry: string;
  /** By scope: `@acme`; without a final slash. */
  readonly scopes: Readonly<Record<string, string>>;
  /** `Authorization` headers by the part of a URL that they are for: `//npm.example.org/acme/`. */
  readonly logins: ReadonlyMap<string, string>;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads npm's configuration: variables, the `.npmrc` of the app's folder, that of the user, and that of
 * the machine; what comes first counts.
 *
 * @param folder of the app
 * @see npm, docs: npmrc, config
 */
export function readNpmConfig(folder: string, env: Variables): NpmConfig {
  const variables = new Map(
    Object.entries(env).flatMap(([name, value]) => {
      const [, key] = /^npm_config_(.+)$/i.exec(name) ?? [];
      if (key === undefined || value === undefined || value === '') return [];
      // Names of registries are as they are; all else is written with hyphens.
      return [
        [/^(?:\/\/|@)/.test(key) ? key : key.toLowerCase().replace(/_/g, '-'), value] as const,
      ];
    }),
  );
  const settings = new Map<string, string>();
  const take = (source: ReadonlyMap<string, string>) => {
    for (const [key, value] of source) if (!settings.has(key)) settings.set(key, value);
  };
  take(variables);
  take(readNpmrc(join(folder, '.npmrc'), env));
  take(readNpmrc(settings.get('userconfig') ?? join(env.HOME ?? '/', '.npmrc'), env));
  const prefix = settings.get('prefix') ?? dirname(dirname(process.execPath));
  const global = settings.get('globalconfig');
  for (const file of global === undefined ? [join(prefix, 'etc/npmrc'), '/etc/npmrc'] : [global]) {
    take(readNpmrc(file, env));
  }
  return configOf(settings);
}

function configOf(settings: ReadonlyMap<string, string>): NpmConfig {
  const registry = settings.get('registry');
  const scopes = [...settings].flatMap(([key, value]) => {
    const [, scope] = /^(@[\w.~-]+):registry$/.exec(key) ?? [];
    return scope === undefined || !isWeb(value) ? [] : [[scope, withoutSlash(value)] as const];
  });
  return {
    registry: registry !== undefined && isWeb(registry) ? withoutSlash(registry) : NPM_REGISTRY,
    scopes: Object.fromEntries(scopes),
    logins: loginsOf(settings),
  };
}

function loginsOf(settings: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const logins = new Map<string, string>();
  for (const [key, value] of settings) {
    const [, place = '', field] = /^(\/\/.+?)\/?:(_authToken|_auth|username)$/.exec(key) ?? [];
    if (field === undefined || value === '') continue;
    const encoded = settings.get(`${place}/:_password`) ?? settings.get(`${place}:_password`);
    const header =
      field === '_authToken'
        ? `Bearer ${value}`
        : field === '_auth'
          ? `Basic ${value}`
          : encoded && basic(value, Buffer.from(encoded, 'base64').toString('utf8'));
    // A token goes before a user, whichever is written first.
    if (header && (field === '_authToken' || !logins.has(`${place}/`)))
      logins.set(`${place}/`, header);
  }
  return logins;
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Lines `key = value`, with `${NAME}` in them; none where there is no file. */
function readNpmrc(file: string, env: Variables): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return new Map();
  }
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*([^=;#\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined) settings.set(expand(key, env), expand(unquoted(value ?? ''), env));
  }
  return settings;
}

function unquoted(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}

/** As npm does: `${NAME}` stays where there is no such variable, `${NAME?}` goes. */
function expand(text: string, env: Variables): string {
  return text.replace(/\$\{([^${}?]+)(\?)?\}/g, (all, name: string, isOptional?: string) => {
    return env[name] ?? (isOptional === undefined ? all : '');
  });
}

/** The registry of a package, by its scope. */
export function registryFor({ registry, scopes }: NpmConfig, name: string): string {
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : '';
  return (Object.hasOwn(scopes, scope) ? scopes[scope] : undefined) ?? registry;
}

/** The `Authorization` header for a URL: that of the longest part of it that has one. */
export function npmLoginFor({ logins }: NpmConfig, url: string): string | undefined {
  const { host, pathname } = new URL(url);
  for (let path = `//${host}${pathname}`; path.length > 2; path = path.replace(/[^/]*\/?$/, '')) {
    const header = path.endsWith('/') ? logins.get(path) : undefined;
    if (header !== undefined) return header;
  }
  return undefined;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function isWeb(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && !/[?#]/.test(text);
}
