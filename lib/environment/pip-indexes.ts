import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** An index of Python packages. */
export interface PipIndex {
  /** Without credentials and a final slash. */
  readonly url: string;
  /** The `Authorization` header that its address brought with it. @default - none */
  readonly header?: string;
}

/** Where pip finds packages: the public index, unless something else is configured. */
export const PUBLIC_INDEX = 'https://pypi.org/simple';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the indexes of pip's variables and configuration files, in the order in which pip lists them.
 *
 * @returns none where pip is to ask none: `PIP_NO_INDEX`
 * @see pip, "Configuration"
 */
export function readPipIndexes(env: Variables, systemFolder = '/etc'): readonly PipIndex[] {
  const settings = new Map<string, string>();
  for (const path of configurationFiles(env, systemFolder)) {
    for (const [name, value] of readSettings(path)) settings.set(name, value);
  }
  for (const name of ['index-url', 'extra-index-url', 'no-index']) {
    const value = env[`PIP_${name.toUpperCase().replaceAll('-', '_')}`];
    if (value !== undefined && value !== '') settings.set(name, value);
  }
  if (/^(?:1|true|yes|on|y|t)$/i.test(settings.get('no-index') ?? '')) return [];
  const urls = [
    settings.get('index-url') ?? PUBLIC_INDEX,
    ...(settings.get('extra-index-url') ?? '').split(/\s+/),
  ];
  return urls
    .map((url) => url.trim())
    .filter((url) => url !== '')
    .flatMap(pipIndex);
}

/** What is no address of a server is left out: pip's folders are of its own machine. */
function pipIndex(text: string): PipIndex[] {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return [];
  const url = new URL(text);
  const [user, password] = [url.username, url.password].map(decodeURIComponent);
  url.username = '';
  url.password = '';
  const place = { url: url.href.replace(/\/+$/, '') };
  if (!user && !password) return [place];
  const login = Buffer.from(`${user}:${password}`).toString('base64');
  return [{ ...place, header: `Basic ${login}` }];
}

/** Of the machine, of the user, of the virtual environment; the later one counts. */
function configurationFiles(env: Variables, systemFolder: string): string[] {
  const { HOME = homedir(), PIP_CONFIG_FILE, VIRTUAL_ENV, XDG_CONFIG_HOME, XDG_CONFIG_DIRS } = env;
  if (PIP_CONFIG_FILE === '/dev/null') return [];
  const global = (XDG_CONFIG_DIRS || join(systemFolder, 'xdg')).split(':').filter(Boolean);
  return [
    ...global.map((folder) => join(folder, 'pip/pip.conf')),
    join(systemFolder, 'pip.conf'),
    join(HOME, '.pip/pip.conf'),
    ...(process.platform === 'darwin'
      ? [join(HOME, 'Library/Application Support/pip/pip.conf')]
      : []),
    join(XDG_CONFIG_HOME || join(HOME, '.config'), 'pip/pip.conf'),
    ...(VIRTUAL_ENV ? [join(VIRTUAL_ENV, 'pip.conf')] : []),
    ...(PIP_CONFIG_FILE ? [PIP_CONFIG_FILE] : []),
  ];
}

/** What a file says for all commands and for `pip install`, which counts more. */
function readSettings(path: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return new Map();
  }
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      name = undefined;
    } else if (/^\s/.test(line) && name !== undefined) {
      section.set(name, `${section.get(name) ?? ''} ${line.trim()}`);
    } else {
      const [, key = '', value = ''] = /^\s*([^=:\s]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
      name = key.toLowerCase().replaceAll('_', '-');
      section.set(name, value.trim());
    }
  }
  return new Map([...(sections.get('global') ?? []), ...(sections.get('install') ?? [])]);
}
