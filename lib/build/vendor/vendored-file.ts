import type { ArchiveFile } from '../../assembly/manifest';
import type { LocalFile } from '../../client';
import type { FetchContext } from '../../fetch/fetch-context';
import type { SourceOp } from '../../llb/definition/map-sources';
import type { VendorFolder } from './vendor-folder';
import {
  localSource,
  type Refusal,
  unknownAttr,
  type VendoredInput,
  type VendoredSource,
} from './vendored-input';

const SECRET = 'http.authheadersecret';
const ATTRS = [
  ...['http.checksum', 'http.filename', 'http.perm'],
  ...[SECRET, 'http.header.accept', 'http.header.user-agent'],
];
/** What the cache gives files that are sent together. */
const SENT_MODE = 0o644;
/** What BuildKit gives a file that has no mode of its own. */
const MODE = 0o600;

/** A file of a URL. */
export class VendoredFile implements VendoredInput {
  readonly key: string;
  readonly title: string;

  /**
   * @param file of an archive with mirrors, if it is one
   * @param secret that holds the header of a login
   */
  constructor(
    readonly url: string,
    readonly sha256: string,
    readonly file?: ArchiveFile | undefined,
    readonly secret?: string | undefined,
  ) {
    this.key = `sha256:${sha256}`;
    this.title = url;
  }

  /** It as one of many that are sent, each called by its hash. */
  served(folder: VendorFolder): LocalFile {
    const { sha256 } = this;
    return { name: sha256, path: folder.placeOf(sha256), mode: SENT_MODE };
  }

  state(folder: VendorFolder) {
    return folder.state(this.sha256);
  }

  async fetch(folder: VendorFolder, context: FetchContext): Promise<void> {
    const { fetchFile } = await import('./fetch-file');
    await fetchFile(this, folder, context);
  }
}

/** An `http` source, with a local source of one file in its place. */
export function vendoredFile(
  { attrs, identifier: url }: SourceOp,
  files: Readonly<Record<string, ArchiveFile>>,
): VendoredSource | Refusal {
  const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(attrs['http.checksum'] ?? '') ?? [];
  if (sha256 === undefined) return { got: 'no checksum', expected: 'a file that is pinned' };
  const refusal = unknownAttr(attrs, ATTRS);
  if (refusal !== undefined) return refusal;
  const name = attrs['http.filename'] || lastSegment(url);
  if (name === '' || name.includes('/') || name === '..') {
    return { got: 'no name of the file', expected: 'a URL that ends in one, or "filename"' };
  }
  // Octal, as BuildKit's own clients write it.
  const { 'http.perm': perm = '0' } = attrs;
  if (!/^0[0-7]*$/.test(perm)) return { got: `http.perm=${perm}`, expected: 'octal digits' };
  const mode = Number.parseInt(perm, 8) || MODE;
  const shown = lastSegment(url).replace(/[^\w.+-]/g, '') || 'file';
  const id = [shown, mode.toString(8), Buffer.from(name).toString('hex'), sha256].join('-');
  return {
    input: new VendoredFile(url, sha256, files[url], attrs[SECRET]),
    source: localSource(id),
    serve: async (folder) => [{ name, path: folder.placeOf(sha256), mode }],
  };
}

const lastSegment = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';
