import { FileTreeError } from '../../lib/file-tree/error';
import { findFolder } from '../../lib/file-tree/find-folder';
import { readFileBelow } from '../../lib/file-tree/read-file';
import { findPlatform, lockManifest } from '../../lib/inputs/image/manifest';
import type { LockedImage } from '../../lib/inputs/image/section';
import { digestOf } from '../../lib/llb/wire/digest';
import {
  configPlatform,
  NoImageError,
  type PlatformManifest,
  parseIndex,
  parseManifest,
} from '../../lib/oci/image-index';
import { sourceFolder } from '../../lib/package';

/** Annotations that name an image of a layout: its tag, or its name in full. */
const NAMES = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'];

/** A layout in a folder of the app, and one image of it. */
export interface LayoutPlace {
  /** Relative to the folder of the app. */
  readonly layout: string;
  /** Of the image. @default - the layout has one image */
  readonly tag?: string | undefined;
}

/**
 * One image of an OCI layout. What is read of it is held to its digest.
 *
 * @see OCI image-spec, image-layout
 */
export class ImageLayout {
  /** Of the index, or of the manifest where the image is for one platform alone. */
  readonly digest: string;
  /** Relative to the folder of the app, links followed. */
  readonly path: string;
  readonly #platforms: readonly PlatformManifest[];

  /** @throws FileTreeError, NoImageError for what is no layout with such an image */
  constructor({ layout, tag }: LayoutPlace) {
    this.path = findFolder(sourceFolder(), layout, []).path;
    this.digest = findImage(this.#read('index.json'), tag);
    const root = this.#blob(this.digest);
    this.#platforms = parseIndex(root) ?? [this.#ownPlatform(root)];
  }

  /**
   * What is known of a platform.
   *
   * @throws BuildError `E_IMAGE_PLATFORM`; FileTreeError, NoImageError
   */
  locked(platform: string): LockedImage {
    const of = `image ${this.digest} of "${this.path}"`;
    const found = findPlatform(this.#platforms, platform, of);
    const manifest = this.#blob(found.digest);
    const config = this.#blob(parseManifest(manifest).config);
    return { digest: this.digest, ...lockManifest({ found, manifest, config }, platform, of) };
  }

  #ownPlatform(manifest: Uint8Array): PlatformManifest {
    const platform = configPlatform(this.#blob(parseManifest(manifest).config));
    if (platform === undefined) throw new NoImageError('config without a platform');
    return { platform, digest: this.digest };
  }

  #blob(digest: string): Uint8Array {
    const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? [];
    if (hex === undefined) throw new NoImageError(`a blob with the digest ${digest}`);
    const bytes = this.#read(`blobs/sha256/${hex}`);
    if (digestOf(bytes) === digest) return bytes;
    throw new NoImageError(`other content than its digest says: ${digest}`);
  }

  #read(name: string): Buffer {
    try {
      return readFileBelow(sourceFolder(), `${this.path}/${name}`);
    } catch (error) {
      if (!(error instanceof FileTreeError)) throw error;
      throw new FileTreeError(error.problem, `${name}: ${error.message}`, { cause: error });
    }
  }
}

interface Descriptor {
  readonly digest?: unknown;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** The digest of the image with this tag, or of the only one. @throws NoImageError */
function findImage(index: Uint8Array, tag: string | undefined): string {
  const all = descriptorsOf(index);
  const namesOf = ({ annotations = {} }: Descriptor) => NAMES.map((name) => annotations[name]);
  const fitting = tag === undefined ? all : all.filter((one) => namesOf(one).includes(tag));
  const [digest, ...others] = new Set(fitting.map((one) => one.digest));
  if (typeof digest === 'string' && others.length === 0) return digest;
  const tags = all.map((one) => namesOf(one)[0] ?? 'one without a tag');
  throw new NoImageError(
    `${fitting.length} images${tag === undefined ? '' : ` with the tag "${tag}"`} in it: ${tags.join(', ')}`,
  );
}

function descriptorsOf(index: Uint8Array): readonly Descriptor[] {
  try {
    const { manifests } = JSON.parse(Buffer.from(index).toString('utf8'));
    if (Array.isArray(manifests)) return manifests;
  } catch {}
  throw new NoImageError('an index.json that lists no images');
}
