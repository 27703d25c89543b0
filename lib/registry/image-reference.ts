import { RegistryError } from './registry-error';

/** A name of an image in a registry, in full. */
export interface ImageReference {
  /** Host and port as the name has them; `docker.io` where it has none. */
  readonly registry: string;
  /** e.g. `library/alpine` */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…`; wins over the tag. */
  readonly digest?: string;
}

const HOST = /^(?:localhost|\[[0-9a-fA-F:]+\](?::\d+)?|[A-Za-z0-9.-]*[.:][A-Za-z0-9.:-]*)$/;
const REPOSITORY =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads a name as Docker has it: `[host[:port]/]path[:tag][@digest]`. Without a host it means Docker
 * Hub, without tag and digest the tag `latest`.
 *
 * @throws RegistryError `E_REGISTRY` for a name that is none
 */
export function parseImageReference(text: string): ImageReference {
  const [beforeDigest = '', digest] = text.split('@', 2);
  const slash = beforeDigest.indexOf('/');
  const first = slash < 0 ? '' : beforeDigest.slice(0, slash);
  const hasHost = HOST.test(first);
  const rest = hasHost ? beforeDigest.slice(slash + 1) : beforeDigest;
  const colon = rest.lastIndexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  const registry = hasHost ? first : 'docker.io';
  const isOfficial = registry === 'docker.io' && !path.includes('/');
  const repository = isOfficial ? `library/${path}` : path;
  const isWrong =
    !REPOSITORY.test(repository) ||
    (tag !== undefined && !TAG.test(tag)) ||
    (digest !== undefined && !DIGEST.test(digest)) ||
    text.split('@').length > 2;
  if (isWrong) {
    throw new RegistryError('E_REGISTRY', `image name "${text}" cannot be read`, {
      got: text,
      expected: '[host[:port]/]path[:tag][@sha256:…], the path in lower case',
    });
  }
  return {
    registry,
    repository,
    ...(digest === undefined ? { tag: tag ?? 'latest' } : tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The name in full, `docker.io/library/alpine:latest`. */
export function formatImageReference({
  registry,
  repository,
  tag,
  digest,
}: ImageReference): string {
  return `${registry}/${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

/** Where the API of a registry is: Docker Hub's has another host, loopback ones need no TLS. */
export function registryUrl(registry: string): string {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  return `${isLoopback(host) ? 'http' : 'https'}://${host}`;
}

function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
