import { createHash, type Hash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { BuildError, describeCause } from '../errors';
import { formatImageReference, type ImageReference } from '../oci/image-reference';
import { type Challenge, parseChallenge } from './challenge';
import { type CredentialLookup, cachedLookup } from './credentials';
import { dockerCredentials } from './docker-config';
import { type RequestOptions, request, TIMEOUT_MS } from './http';
import { loginCommand } from './login-command';
import { readBody } from './read-body';
import { RegistryError } from './registry-error';
import { registryUrl } from './registry-url';
import { basic, fetchToken } from './token';

/** Media types of manifests, in the order of preference. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** As in containerd: no manifest of an image comes near it. */
const MAX_MANIFEST_BYTES = 8 * 1024 * 1024;

/** A manifest or an index, as the registry has it. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** How registries are reached. */
export interface RegistryClientOptions {
  /** @default - those of the Docker configuration */
  readonly credentials?: CredentialLookup | undefined;
}

/**
 * Reads and names images in registries by their HTTP API. Everything with a digest is checked against
 * it.
 */
export class RegistryClient {
  private readonly credentials: CredentialLookup;
  private readonly authorizations = new Map<string, string>();

  constructor(options: RegistryClientOptions = {}) {
    this.credentials = cachedLookup(options.credentials ?? dockerCredentials());
  }

  /** @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST` */
  async getManifest(reference: ImageReference, signal?: AbortSignal): Promise<Manifest> {
    const { repository, digest, tag } = reference;
    const path = `/v2/${repository}/manifests/${digest ?? tag ?? 'latest'}`;
    const response = await this.get(reference, path, MANIFEST_TYPES.join(', '), signal);
    const host = reference.registry;
    const bytes = await readBody(response, { host, maxBytes: MAX_MANIFEST_BYTES, signal });
    const actual = sha256(bytes);
    const expected = digest ?? response.headers.get('docker-content-digest') ?? actual;
    if (expected !== actual) throw wrongDigest(reference, expected, actual);
    const mediaType = (response.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
    return { digest: actual, mediaType: mediaType.trim(), bytes };
  }

  /**
   * Stores a manifest or an index under a tag, or by its digest alone where the reference has none. All
   * that it names must be in the repository.
   *
   * @returns its digest
   * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`
   */
  async putManifest(
    { registry, repository, tag }: ImageReference,
    { bytes, mediaType }: Pick<Manifest, 'bytes' | 'mediaType'>,
    signal?: AbortSignal,
  ): Promise<string> {
    const digest = sha256(bytes);
    const reference = { registry, repository, ...(tag === undefined ? { digest } : { tag }) };
    const path = `/v2/${repository}/manifests/${tag ?? digest}`;
    const response = await this.send(reference, path, {
      method: 'PUT',
      headers: { 'content-type': mediaType },
      body: Uint8Array.from(bytes),
      signal,
    });
    await response.body?.cancel();
    const stored = response.headers.get('docker-content-digest') ?? digest;
    if (stored !== digest) throw wrongDigest(reference, digest, stored);
    return digest;
  }

  /**
   * Stores a small blob.
   *
   * @returns its digest
   * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`
   * @see OCI distribution-spec, "POST then PUT"
   */
  async putBlob(
    reference: ImageReference,
    bytes: Uint8Array,
    signal?: AbortSignal,
  ): Promise<string> {
    const digest = sha256(bytes);
    const path = `/v2/${reference.repository}/blobs/uploads/`;
    const begun = await this.send(reference, path, { method: 'POST', headers: {}, signal });
    await begun.body?.cancel();
    const url = new URL(
      begun.headers.get('location') ?? '',
      registryUrl(reference.registry) + path,
    );
    url.searchParams.set('digest', digest);
    const stored = await this.send(reference, url.href, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(bytes),
      signal,
    });
    await stored.body?.cancel();
    return digest;
  }

  /**
   * A blob that fits memory, such as an image config.
   *
   * @param maxBytes what is larger is refused
   * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`
   */
  async getBlob(
    reference: ImageReference,
    digest: string,
    options: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Uint8Array> {
    const path = `/v2/${reference.repository}/blobs/${digest}`;
    const response = await this.get(reference, path, '*/*', options.signal);
    const bytes = await readBody(response, { host: reference.registry, ...options });
    const actual = sha256(bytes);
    if (actual !== digest) throw wrongDigest(reference, digest, actual);
    return bytes;
  }

  /**
   * Writes a blob of whatever size into a file, without holding it in memory.
   *
   * @param file that is made or replaced
   * @throws RegistryError `E_REGISTRY`, `E_REGISTRY_AUTH`, `E_REGISTRY_DIGEST`; Error of the system
   */
  async saveBlob(
    reference: ImageReference,
    digest: string,
    file: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error('silent')), TIMEOUT_MS);
    const watched = AbortSignal.any([signal ?? [], silence.signal].flat());
    const path = `/v2/${reference.repository}/blobs/${digest}`;
    try {
      const response = await this.get(reference, path, '*/*', watched, true);
      const hash = createHash('sha256');
      await writeFile(
        file,
        chunks(response, hash, () => timer.refresh()),
      );
      const actual = `sha256:${hash.digest('hex')}`;
      if (actual !== digest) throw wrongDigest(reference, digest, actual);
    } catch (cause) {
      signal?.throwIfAborted();
      if (BuildError.is(cause)) throw cause;
      const reason = silence.signal.aborted ? 'nothing came any more' : describeCause(cause);
      throw new RegistryError('E_REGISTRY', `blob ${digest} of ${reference.registry}: ${reason}`, {
        got: reason,
        cause,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  private get(
    reference: ImageReference,
    path: string,
    accept: string,
    signal: AbortSignal | undefined,
    isWatched = false,
  ): Promise<Response> {
    return this.send(reference, path, { headers: { accept }, signal, isWatched });
  }

  private async send(
    reference: ImageReference,
    path: string,
    options: RequestOptions,
  ): Promise<Response> {
    const base = registryUrl(reference.registry);
    const url = new URL(path, base);
    const isOwn = url.host === new URL(base).host;
    const { method = 'GET', signal } = options;
    const action = method === 'GET' ? 'pull' : 'pull,push';
    const key = `${action} ${reference.registry}/${reference.repository}`;
    const send = () => {
      const authorization = this.authorizations.get(key);
      const headers = { ...options.headers, ...(authorization && isOwn ? { authorization } : {}) };
      return request(url.href, { ...options, headers });
    };
    let response = await send();
    if (response.status === 401 && isOwn) {
      await response.body?.cancel();
      const challenge = parseChallenge(response.headers.get('www-authenticate') ?? '');
      this.authorizations.set(key, await this.authorize(reference, challenge, action, signal));
      response = await send();
    }
    if (response.ok) return response;
    await response.body?.cancel();
    throw refused(reference, response.status);
  }

  private async authorize(
    reference: ImageReference,
    challenge: Challenge | undefined,
    action: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const credentials = await this.credentials(reference.registry, signal);
    if (challenge?.scheme === 'basic' && credentials !== undefined) return basic(credentials);
    if (challenge?.scheme !== 'bearer') throw refused(reference, 401);
    const scopes = [challenge.scope || `repository:${reference.repository}:${action}`];
    const { realm, service } = challenge;
    const asked = { host: reference.registry, realm, service, scopes };
    const { token } = await fetchToken(asked, credentials, signal);
    return `Bearer ${token}`;
  }
}

/** What comes, as it comes. */
async function* chunks({ body }: Response, hash: Hash, onChunk: () => void) {
  for await (const chunk of body ?? []) {
    onChunk();
    hash.update(chunk);
    yield chunk;
  }
}

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

function wrongDigest(reference: ImageReference, expected: string, got: string): RegistryError {
  const { registry } = reference;
  const message = `content from ${registry} does not have the digest it was asked for`;
  return new RegistryError('E_REGISTRY_DIGEST', message, { got, expected });
}

function refused(reference: ImageReference, status: number): RegistryError {
  const name = formatImageReference(reference);
  if (status === 401 || status === 403) {
    return new RegistryError('E_REGISTRY_AUTH', `registry refuses access to ${name}`, {
      got: `HTTP status ${status}`,
      fix: `run "${loginCommand(reference.registry)}"`,
      status,
    });
  }
  const message =
    status === 404 ? `image ${name} is not there` : `registry answers for ${name} with ${status}`;
  return new RegistryError('E_REGISTRY', message, { got: `HTTP status ${status}`, status });
}
