import { goJson } from './go-json';
import { NoImageError } from './image-index';

/** An index of some platforms of an image, and what it is for. */
export interface IndexPart {
  /** Of the index, as JSON. */
  readonly bytes: Uint8Array;
  /** Platforms that it holds, in its order, e.g. `linux/arm64`. */
  readonly platforms: readonly string[];
}

/**
 * One index of what several hold: the bytes that BuildKit writes when one daemon builds all platforms.
 * Manifests come in the order of the platforms; then those of attestations, in the same order.
 *
 * @param platforms of the image, in its order; each is in one part
 * @throws NoImageError for a part that is no index, or has other platforms than it should
 * @see BuildKit exporter/containerimage/writer.go, Commit
 */
export function mergeIndexes(
  parts: readonly IndexPart[],
  platforms: readonly string[],
): { readonly bytes: Uint8Array; readonly mediaType: string } {
  const read = parts.map(readPart);
  const [first] = read;
  if (first === undefined) throw new NoImageError('nothing to merge');
  const { manifests: _, ...frame } = first.index;
  const other = read.find(({ index: { manifests, ...rest } }) => goJson(rest) !== goJson(frame));
  if (other !== undefined) throw new NoImageError('indexes that differ in type or annotations');
  const ofPlatform = (platform: string) => {
    const part = read.find((one) => one.platforms.includes(platform));
    return { part, manifest: part?.images[part.platforms.indexOf(platform)] };
  };
  const images = platforms.map((platform) => {
    const { manifest } = ofPlatform(platform);
    if (manifest === undefined) throw new NoImageError(`no part for ${platform}`);
    return manifest;
  });
  const attestations = platforms.flatMap((platform) => {
    const { manifest, part } = ofPlatform(platform);
    return part?.attestations.filter((one) => subjectOf(one) === manifest?.digest) ?? [];
  });
  const index = { ...first.index, manifests: [...images, ...attestations] };
  const { mediaType } = frame;
  if (typeof mediaType !== 'string') throw new NoImageError('an index without a media type');
  return { bytes: Buffer.from(goJson(index)), mediaType };
}

type JsonObject = Readonly<Record<string, unknown>>;

interface ReadPart {
  readonly index: JsonObject;
  readonly platforms: readonly string[];
  /** Descriptors of the platforms, in their order. */
  readonly images: readonly JsonObject[];
  readonly attestations: readonly JsonObject[];
}

function readPart({ bytes, platforms }: IndexPart): ReadPart {
  const index = parse(bytes);
  if (!Array.isArray(index.manifests)) throw new NoImageError('a manifest, no index');
  const all: JsonObject[] = index.manifests.filter(isObject);
  const images = all.filter((one) => subjectOf(one) === undefined);
  const found = images.map(({ platform }) => platformName(platform));
  if (found.join() !== platforms.join()) {
    throw new NoImageError(`an index of ${found.join(', ') || 'nothing'}`);
  }
  return {
    index,
    platforms,
    images,
    attestations: all.filter((one) => subjectOf(one) !== undefined),
  };
}

/** Digest of the manifest that an attestation is of; undefined for what is none. */
function subjectOf({ annotations }: JsonObject): string | undefined {
  const subject = isObject(annotations) ? annotations['vnd.docker.reference.digest'] : undefined;
  return typeof subject === 'string' ? subject : undefined;
}

function platformName(platform: unknown): string {
  const { architecture, os, variant } = isObject(platform) ? platform : {};
  return [os, architecture, variant].filter(Boolean).join('/');
}

function parse(bytes: Uint8Array): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new NoImageError('no JSON', { cause });
  }
  throw new NoImageError('no object');
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
