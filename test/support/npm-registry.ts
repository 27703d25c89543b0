import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { listenOnLoopback } from './loopback-server';

/** A package that a test makes up. */
export interface MadePackage {
  readonly name: string;
  readonly version: string;
  /** By path in the package; package.json is made. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further fields of package.json. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A member of a tar archive, as ustar has it. */
function member(path: string, content: string, mode: string, type: string, link = ''): Buffer {
  const header = Buffer.alloc(512);
  const size = Buffer.byteLength(content);
  header.write(path, 0);
  header.write(mode.padStart(7, '0'), 100);
  header.write('0000000', 108);
  header.write('0000000', 116);
  header.write(size.toString(8).padStart(11, '0'), 124);
  header.write('14000000000', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (size % 512)) % 512);
  return Buffer.concat([header, Buffer.from(content), padding]);
}

/** Members of an archive: a file, or a link where `link` is given. */
export interface MadeMember {
  readonly path: string;
  readonly content?: string;
  readonly mode?: string;
  readonly link?: string;
}

export function tgz(members: readonly MadeMember[]): Buffer {
  const parts = members.map(({ content = '', link, mode = '644', path }) =>
    member(path, content, mode, link === undefined ? '0' : '2', link),
  );
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

/** The archive of a package, as `npm pack` lays it out. */
export function packageTgz({ fields = {}, files = {}, name, version }: MadePackage): Buffer {
  const manifest = JSON.stringify({ name, version, ...fields });
  return tgz(
    Object.entries({ 'package.json': manifest, ...files }).map(([path, content]) => ({
      path: `package/${path}`,
      content,
    })),
  );
}

export function integrityOf(content: Buffer): string {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`;
}

/** Path of an archive in a registry. */
export function tgzPath({ name, version }: Pick<MadePackage, 'name' | 'version'>): string {
  return `${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
}

/** An entry of `packages` of a package-lock.json. */
export function lockEntry(made: MadePackage, more: object = {}): object {
  const { bin, cpu, dependencies, engines, os, optionalDependencies } = { ...made.fields };
  const fields = { bin, cpu, dependencies, engines, os, optionalDependencies };
  return {
    version: made.version,
    resolved: `https://registry.npmjs.org/${tgzPath(made)}`,
    integrity: integrityOf(packageTgz(made)),
    ...JSON.parse(JSON.stringify(fields)),
    ...more,
  };
}

/** A package-lock.json of a project, by the places of packages. */
export function packageLock(root: object, packages: Readonly<Record<string, object>>): string {
  const all = { '': { name: 'app', ...root }, ...packages };
  return JSON.stringify({ name: 'app', lockfileVersion: 3, requires: true, packages: all });
}

/** A registry on loopback. */
export interface NpmRegistry {
  readonly url: string;
  /** What it serves, by path; a number is the status that it answers with. */
  readonly files: Map<string, Buffer | number>;
  /** Paths asked for, with the login that came along. */
  readonly requests: readonly { readonly path: string; readonly login: string | undefined }[];
  close(): Promise<void>;
}

/** Serves packages as the public registry does: their archives, and what it says of them. */
export async function serveNpm(packages: readonly MadePackage[]): Promise<NpmRegistry> {
  const files = new Map<string, Buffer | number>();
  const requests: { path: string; login: string | undefined }[] = [];
  const server = await listenOnLoopback((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, login: request.headers.authorization });
    const file = files.get(path) ?? 404;
    if (typeof file === 'number') response.writeHead(file).end('{}');
    else response.writeHead(200, { 'Content-Length': file.length }).end(file);
  });
  for (const made of packages) {
    const content = packageTgz(made);
    files.set(`/${tgzPath(made)}`, content);
    const { fields = {}, name, version } = made;
    const dist = { tarball: `${server.url}/${tgzPath(made)}`, integrity: integrityOf(content) };
    const said = {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version, ...fields, dist } },
    };
    files.set(`/${name.replace('/', '%2f')}`, Buffer.from(JSON.stringify(said)));
  }
  return { url: server.url, files, requests, close: server.close };
}
