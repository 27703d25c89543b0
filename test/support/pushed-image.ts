import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An OCI descriptor, as far as tests read it. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

/** An OCI manifest. */
export interface ImageManifestJson {
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** One file of a layer, as `tar` lists it. */
export interface ListedFile {
  /** As `ls -l` has it: `-rwsr-xr-x`. */
  readonly mode: string;
  /** `0/0` */
  readonly owner: string;
  /** Without a leading slash. */
  readonly path: string;
}

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** One repository of a registry, read by plain HTTP: nothing of the library takes part. */
export class PushedImage {
  /** @param repository `127.0.0.1:5055/hello` */
  constructor(private readonly repository: string) {}

  /** The index behind a tag or digest; its digest is made from the bytes. */
  async index(
    reference: string,
  ): Promise<{ digest: string; mediaType: string; manifests: readonly Descriptor[] }> {
    const bytes = await this.#get(`manifests/${reference}`, INDEX);
    return { ...JSON.parse(bytes.toString('utf8')), digest: digestOf(bytes) };
  }

  async manifest(digest: string): Promise<ImageManifestJson> {
    return JSON.parse((await this.#checked('manifests', digest, MANIFEST)).toString('utf8'));
  }

  async blob(digest: string): Promise<Buffer> {
    return this.#checked('blobs', digest, '*/*');
  }

  /** Unpacks all layers into a folder, one over the other, and lists what they hold. */
  async unpack({ layers }: ImageManifestJson, folder: string): Promise<ListedFile[]> {
    mkdirSync(folder, { recursive: true });
    const files: ListedFile[] = [];
    for (const { digest } of layers) {
      const archive = join(folder, '../layer.tar.gz');
      writeFileSync(archive, await this.blob(digest));
      execFileSync('tar', ['-xzf', archive, '-C', folder, '--no-same-owner']);
      files.push(...listTar(archive));
    }
    return files;
  }

  async #checked(kind: string, digest: string, accept: string): Promise<Buffer> {
    const bytes = await this.#get(`${kind}/${digest}`, accept);
    if (digestOf(bytes) !== digest) throw new Error(`the registry has other bytes for ${digest}`);
    return bytes;
  }

  async #get(path: string, accept: string): Promise<Buffer> {
    const [host, ...name] = this.repository.split('/');
    const url = `http://${host}/v2/${name.join('/')}/${path}`;
    const answer = await fetch(url, { headers: { accept } });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }
}

/** What an archive holds, with modes and owners. */
export function listTar(archive: string): ListedFile[] {
  const listing = execFileSync('tar', ['--numeric-owner', '-tvf', archive], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return listing
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [mode = '', owner = '', , , , ...name] = line.split(/ +/);
      const path = name.join(' ').replace(/ -> .*| link to .*/, '');
      return { mode, owner, path: path.replace(/^\.?\/|\/$/g, '') };
    });
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
