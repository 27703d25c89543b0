import { goJson, goText } from '../../oci/go-json';
import { NoImageError } from '../../oci/image-index';
import { formatImageReference, type ImageReference } from '../../oci/image-reference';
import type { RegistryClient } from '../../registry';

const IN_TOTO = 'application/vnd.in-toto+json';
const MAX_STATEMENT_BYTES = 64 * 1024 * 1024;
/** How a daemon calls an image that it was given no tag for. */
const UNTAGGED = '@latest?';

/** Where attestations are, and what their image is named. */
export interface AttestationPlace {
  readonly client: RegistryClient;
  /** With their tags. */
  readonly names: readonly ImageReference[];
  readonly signal: AbortSignal | undefined;
}

interface JsonObject {
  readonly [name: string]: unknown;
}

/**
 * Has the attestations of an index say of which names they are. A statement of BuildKit names its image
 * with the tag, and what is pushed by digest has none yet. Blobs, manifests and index are those that a
 * daemon makes that knows the tags.
 *
 * @param index that names them, as JSON
 * @returns the index that names the changed ones, which are in all repositories then
 * @throws NoImageError; RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`
 */
export async function nameAttestations(
  index: Uint8Array,
  place: AttestationPlace,
): Promise<Uint8Array> {
  const read: JsonObject = JSON.parse(Buffer.from(index).toString('utf8'));
  const { manifests } = read;
  if (!Array.isArray(manifests) || place.names.every(({ tag }) => tag === undefined)) return index;
  const descriptors = manifests.filter(isObject);
  if (!descriptors.some(isAttestation)) return index;
  const named = await Promise.all(
    descriptors.map(async (one) => (isAttestation(one) ? nameOne(one, place) : one)),
  );
  return Buffer.from(goJson({ ...read, manifests: named }));
}

const isAttestation = ({ annotations }: JsonObject): boolean =>
  isObject(annotations) && annotations['vnd.docker.reference.digest'] !== undefined;

async function nameOne(descriptor: JsonObject, place: AttestationPlace): Promise<JsonObject> {
  const { client, names, signal } = place;
  const [first] = names;
  if (first === undefined || typeof descriptor.digest !== 'string') return descriptor;
  const { registry, repository } = first;
  const known = { registry, repository, digest: descriptor.digest };
  const { bytes, mediaType } = await client.getManifest(known, signal);
  const manifest: JsonObject = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const layers = Array.isArray(manifest.layers) ? manifest.layers.filter(isObject) : [];
  const changed = new Map<string, Stored>();
  for (const layer of layers.filter(({ mediaType }) => mediaType === IN_TOTO)) {
    const digest = String(layer.digest);
    const options = { maxBytes: MAX_STATEMENT_BYTES, signal };
    const statement = await client.getBlob({ registry, repository }, digest, options);
    changed.set(digest, await store(nameSubjects(statement, names), place));
  }
  const config = isObject(manifest.config) ? manifest.config : {};
  const isEmpty = config.mediaType === 'application/vnd.oci.empty.v1+json';
  if (!isEmpty) {
    const digest = String(config.digest);
    const options = { maxBytes: MAX_STATEMENT_BYTES, signal };
    const text = Buffer.from(await client.getBlob({ registry, repository }, digest, options));
    changed.set(digest, await store(withDigests(text.toString('utf8'), changed), place));
  }
  const replaced = (one: JsonObject): JsonObject => ({
    ...one,
    ...changed.get(String(one.digest)),
  });
  const made = Buffer.from(
    goJson({ ...manifest, config: replaced(config), layers: layers.map(replaced) }),
  );
  const digest = await storeManifest(made, mediaType, place);
  return { ...descriptor, digest, size: made.length };
}

/** A blob as a descriptor has it. */
interface Stored {
  readonly digest: string;
  readonly size: number;
}

/** Each subject without a tag, once for each name of its repository, in the order of the names. */
function nameSubjects(statement: Uint8Array, names: readonly ImageReference[]): string {
  const text = Buffer.from(statement).toString('utf8');
  const { subject }: JsonObject = JSON.parse(text);
  if (!Array.isArray(subject)) throw new NoImageError('an attestation without subjects');
  const subjects = subject.filter(isObject);
  const untagged = subjects.filter(({ name }) => String(name).includes(UNTAGGED));
  const repositories = [...new Set(names.map(repositoryOf))];
  // A daemon has a subject for each repository, in their order; all else is somebody's own.
  if (untagged.length !== subjects.length || untagged.length !== repositories.length) return text;
  const named = names.map((name) => {
    const own = untagged[repositories.indexOf(repositoryOf(name))] ?? {};
    const purl = String(own.name).replace(UNTAGGED, `@${name.tag ?? 'latest'}?`);
    return { ...own, name: purl };
  });
  const written = `"subject":${goText(subjects)}`;
  if (!text.includes(written)) throw new NoImageError('an attestation that BuildKit did not write');
  return text.replace(written, () => `"subject":${goText(named)}`);
}

const repositoryOf = ({ registry, repository }: ImageReference): string =>
  formatImageReference({ registry, repository });

function withDigests(text: string, changed: ReadonlyMap<string, Stored>): string {
  return [...changed].reduce((made, [was, { digest }]) => made.replaceAll(was, digest), text);
}

async function store(text: string, place: AttestationPlace): Promise<Stored> {
  const bytes = Buffer.from(text);
  const digests = await inAll(place, (repository) =>
    place.client.putBlob(repository, bytes, place.signal),
  );
  return { digest: digests[0] ?? '', size: bytes.length };
}

async function storeManifest(
  bytes: Uint8Array,
  mediaType: string,
  place: AttestationPlace,
): Promise<string> {
  const digests = await inAll(place, (repository) =>
    place.client.putManifest(repository, { bytes, mediaType }, place.signal),
  );
  return digests[0] ?? '';
}

/** Does it in each repository once. */
function inAll<T>(
  { names }: AttestationPlace,
  run: (repository: ImageReference) => Promise<T>,
): Promise<T[]> {
  const repositories = new Map(
    names.map((name) => {
      const { registry, repository } = name;
      return [repositoryOf(name), { registry, repository }];
    }),
  );
  return Promise.all([...repositories.values()].map(run));
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
