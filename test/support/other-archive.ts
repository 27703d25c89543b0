import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { OtherArchive } from '../../lib/debian';
import { type ArchiveSpec, makeDebianArchive } from './debian-archive';
import { buildPackage, type PackageSpec, sha256 } from './debian-package';
import { listenOnLoopback } from './loopback-server';
import { makeSigningKey, type SigningKey, signDetached, signInline } from './signing-key';

/** An archive beside Debian's, on loopback. */
export interface ServedOther {
  /** As the app describes it. */
  readonly archive: OtherArchive;
  readonly key: SigningKey;
  readonly directory: string;
  readonly host: string;
  /** Paths asked for, and the `Authorization` headers that came with them. */
  readonly requests: readonly {
    readonly path: string;
    readonly authorization: string | undefined;
  }[];
  /** Publishes it anew, with other packages. */
  publish(packages: readonly PackageSpec[]): Promise<void>;
  close(): Promise<void>;
}

/** How an archive is served. */
export interface OtherSpec extends Omit<ArchiveSpec, 'packages'> {
  readonly packages: readonly PackageSpec[];
  readonly isFlat?: boolean;
  /** `user:password` that it asks for. @default - it lets anybody in */
  readonly login?: string;
}

/** Makes an archive with a key of its own and serves it below `/repo`. */
export async function serveOther(directory: string, spec: OtherSpec): Promise<ServedOther> {
  const { isFlat = false, login, suite = 'stable', ...rest } = spec;
  const key = spec.keys?.[0] ?? (await makeSigningKey({ name: 'Other Archive' }));
  const publish = async (packages: readonly PackageSpec[]): Promise<void> => {
    if (isFlat) return makeFlatArchive(directory, packages, key, spec.date);
    await makeDebianArchive(directory, {
      release: { Suite: suite, Codename: suite, Origin: 'Other', Label: 'Other' },
      ...rest,
      packages,
      suite,
      keys: [key],
    });
  };
  await publish(spec.packages);
  const requests: { path: string; authorization: string | undefined }[] = [];
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  const server = await listenOnLoopback((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://other.invalid').pathname);
    const { authorization } = request.headers;
    requests.push({ path, authorization });
    if (wanted !== undefined && authorization !== wanted) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="other"' }).end('who are you?\n');
      return;
    }
    const file = join(directory, path.replace(/^\/repo\//, ''));
    if (!path.startsWith('/repo/') || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end('not found\n');
      return;
    }
    const bytes = readFileSync(file);
    response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
  });
  return {
    archive: {
      url: `${server.url}/repo`,
      suite: isFlat ? './' : suite,
      components: isFlat ? [] : ['main'],
      keyring: key.publicKey,
      ...(login === undefined ? {} : { login: true }),
    },
    key,
    directory,
    host: `127.0.0.1:${server.port}`,
    requests,
    publish,
    close: server.close,
  };
}

/** As `apt-ftparchive packages .` and `release .` make it. */
async function makeFlatArchive(
  directory: string,
  packages: readonly PackageSpec[],
  key: SigningKey,
  date = new Date('2026-01-01T00:00:00Z'),
): Promise<void> {
  const stanzas = packages.map((one) =>
    buildPackage(directory, one).stanza.replace('Filename: ', 'Filename: ./'),
  );
  const index = Buffer.from(stanzas.join('\n'));
  const files = { Packages: index, 'Packages.gz': gzipSync(index, { level: 9 }) };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(directory, name), content);
  const sums = Object.entries(files).map(
    ([name, content]) => ` ${sha256(content)} ${content.length} ${name}\n`,
  );
  const text = `Date: ${date.toUTCString().replace('GMT', 'UTC')}\nSHA256:\n${sums.join('')}`;
  writeFileSync(join(directory, 'Release'), text);
  writeFileSync(join(directory, 'Release.gpg'), await signDetached(text, [key], date));
  writeFileSync(join(directory, 'InRelease'), await signInline(text, [key], date));
}
