import { join } from 'node:path';
import type { ProxySettings } from '../proxy';
import { listAptFolder, readAptFile } from './apt-files';

/**
 * Finds the proxies of apt's configuration: `Acquire::http::Proxy` and `Acquire::https::Proxy`, and
 * the hosts that are `DIRECT`. A proxy of one host alone, and a program that finds one, are left out.
 * Unlike apt, https does not go by the proxy of http where it has none itself: that is often a cache
 * of packages, which lets no https through.
 *
 * @see apt.conf(5), apt-transport-http(1)
 */
export function readAptProxies(folder: string): ProxySettings {
  const options = new Map<string, string>();
  for (const text of configurations(folder)) {
    for (const [name, value] of optionsOf(text)) options.set(name.toLowerCase(), value);
  }
  const proxy = (protocol: string): string | undefined => {
    const value = options.get(`acquire::${protocol}::proxy`) ?? '';
    return /^(|direct|false)$/i.test(value) ? undefined : value;
  };
  const [http, https] = [proxy('http'), proxy('https')];
  const direct = [...options].flatMap(([name, value]) =>
    /^direct$/i.test(value) ? (/^acquire::https?::proxy::(.+)$/.exec(name)?.[1] ?? []) : [],
  );
  return {
    ...(http === undefined ? {} : { http }),
    ...(https === undefined ? {} : { https }),
    ...(direct.length === 0 ? {} : { except: direct.join(',') }),
  };
}

/** In the order in which apt reads them: what comes later counts. */
function* configurations(folder: string): Generator<string> {
  const parts = join(folder, 'apt.conf.d');
  for (const name of listAptFolder(parts).sort()) {
    if (/^[\w-]+(\.conf)?$/.test(name)) yield readAptFile(join(parts, name));
  }
  yield readAptFile(join(folder, 'apt.conf'));
}

const TOKENS = /\/\/.*|\/\*[\s\S]*?\*\/|^[ \t]*#.*|"([^"]*)"|([{};])|([^\s"{};]+)/gm;

/** `A::B "value";` and `A { B "value"; };`, in any mixture. */
function* optionsOf(text: string): Generator<readonly [name: string, value: string]> {
  const scopes: string[] = [];
  let name = '';
  for (const [, value, mark, word] of text.matchAll(TOKENS)) {
    if (word !== undefined) name = word;
    else if (value !== undefined) yield [[...scopes, name].join('::'), value];
    else if (mark === '{') scopes.push(name);
    else if (mark === '}') scopes.pop();
  }
}
