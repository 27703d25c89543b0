import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, systemErrorCode } from '../../errors';
import { writeFileWhole } from '../../files/write-file';

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const REF_NAME = 'org.opencontainers.image.ref.name';
const IMAGE_NAME = 'io.containerd.image.name';

/** What an index says of an image. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** A name in an index: that of an image, in full, or a tag alone. */
export type LayoutName = { readonly image: string } | { readonly tag: string };

/**
 * The images of the layout in a folder, as its `index.json` has them; none where there is none.
 *
 * @throws BuildError `E_OCI_LAYOUT` where it cannot be read
 */
export function imagesOf(folder: string): readonly Descriptor[] {
  return readIndex(folder).manifests;
}

/** The image that a tag or the name of an image leads to. @throws as {@link imagesOf} */
export function findImage(folder: string, name: string): Descriptor | undefined {
  const images = imagesOf(folder);
  return (
    images.find(({ annotations }) => annotations?.[IMAGE_NAME] === name) ??
    images.find(({ annotations }) => annotations?.[REF_NAME] === name)
  );
}

/**
 * Gives an image names, and takes them from the images that had them. The index appears whole, or
 * stays what it was.
 *
 * @see BuildKit client/ociindex, which does the same
 * @throws as {@link imagesOf}; Error of the system
 */
export function nameImage(folder: string, image: Descriptor, names: readonly LayoutName[]): void {
  const { manifests, ...rest } = readIndex(folder);
  const named = names.map((name) => {
    const annotations = annotationsOf(name);
    return { ...image, annotations: { ...image.annotations, ...annotations } };
  });
  const isFree = (other: Descriptor) =>
    !named.some(({ annotations }) =>
      [REF_NAME, IMAGE_NAME].every((key) => annotations[key] === other.annotations?.[key]),
    );
  const next = { ...rest, manifests: [...manifests.filter(isFree), ...named] };
  writeFileWhole(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileWhole(join(folder, 'index.json'), JSON.stringify(next));
}

function annotationsOf(name: LayoutName): Readonly<Record<string, string>> {
  if ('tag' in name) return { [REF_NAME]: name.tag };
  return { [IMAGE_NAME]: name.image, [REF_NAME]: tagOf(name.image) };
}

/** The tag or digest of a name in full, as containerd has it; the name where it has none. */
function tagOf(name: string): string {
  const [, object] = /^[^/]+\/[^:@]+[:@](.+)$/.exec(name) ?? [];
  return object ?? name;
}

function readIndex(folder: string): { readonly manifests: readonly Descriptor[] } {
  const path = join(folder, 'index.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (systemErrorCode(cause) !== 'ENOENT') throw notReadable(path, cause);
    return Object.assign({ schemaVersion: 2, mediaType: INDEX_TYPE }, { manifests: [] });
  }
  try {
    const index = JSON.parse(text);
    const { manifests = [] } = index;
    if (!Array.isArray(manifests)) throw new Error('"manifests" is no list');
    return { ...index, manifests };
  } catch (cause) {
    throw notReadable(path, cause);
  }
}

function notReadable(path: string, cause: unknown): BuildError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BuildError('E_OCI_LAYOUT', `"${path}" cannot be read: ${reason}`, {
    got: reason,
    expected: 'index.json of an OCI layout, or a folder without one',
    fix: 'give another folder, or remove what is in this one',
    cause,
  });
}
