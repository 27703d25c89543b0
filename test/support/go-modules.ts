import { createHash } from 'node:crypto';
import { listenOnLoopback } from './loopback-server';
import { zipFile } from './zip-file';

/** A module that a test makes up. */
export interface MadeModule {
  readonly path: string;
  readonly version: string;
  /** By path below the root of the module. */
  readonly files: Readonly<Record<string, string>>;
}

/** The archive of a module, as a proxy has it. */
export function moduleZip({ files, path, version }: MadeModule): Buffer {
  const entries = Object.entries(files).map(([name, content]) => ({
    path: `${path}@${version}/${name}`,
    content,
    mode: 0o644,
  }));
  return zipFile(entries);
}

/** Lines of go.sum, made as sha256sum and base64 would. */
export function sumLines({ files, path, version }: MadeModule): string {
  const hashOf = (content: string) => createHash('sha256').update(content).digest('hex');
  const sum = (lines: readonly string[]) =>
    `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`;
  const all = Object.keys(files)
    .map((name) => `${path}@${version}/${name}`)
    .sort()
    .map(
      (name) => `${hashOf(files[name.slice(path.length + version.length + 2)] ?? '')}  ${name}\n`,
    );
  return [
    `${path} ${version} ${sum(all)}`,
    `${path} ${version}/go.mod ${sum([`${hashOf(files['go.mod'] ?? '')}  go.mod\n`])}`,
    '',
  ].join('\n');
}

/** Path in a proxy, upper case as Go writes it. */
export function pathInProxy({ path, version }: MadeModule, type: string): string {
  return `/${path}/@v/${version}.${type}`.replace(/[A-Z]/g, (one) => `!${one.toLowerCase()}`);
}

/** A proxy of modules on loopback. */
export interface ModuleServer {
  readonly url: string;
  /** What it serves, by path; a number is the status that it answers with. */
  readonly files: Map<string, Buffer | number>;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves modules as the public proxy does. */
export async function serveModules(modules: readonly MadeModule[]): Promise<ModuleServer> {
  const files = new Map<string, Buffer | number>();
  for (const module of modules) {
    files.set(pathInProxy(module, 'zip'), moduleZip(module));
    files.set(pathInProxy(module, 'mod'), Buffer.from(module.files['go.mod'] ?? ''));
  }
  const requests: string[] = [];
  const server = await listenOnLoopback((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const file = files.get(path) ?? 404;
    if (typeof file === 'number') response.writeHead(file).end('out of order\n');
    else response.writeHead(200, { 'Content-Length': file.length }).end(file);
  });
  return { url: server.url, files, requests, close: server.close };
}
