import { BuildError } from '../errors';

/** A reference to an image, in full. */
export interface ImageReference {
  /** Host and port, such as `docker.io`. */
  readonly registry: string;
  /** Path in the registry, such as `library/debian`. */
  readonly repository: string;
  /** Such as `latest`. @default - none */
  readonly tag?: string | undefined;
  /** Such as `sha256:…`; wins over the tag. @default - none */
  readonly digest?: string | undefined;
}

const ALPHANUMERIC = '[a-z0-9]+';
const PATH_COMPONENT = `${ALPHANUMERIC}(?:(?:[._]|__|-+)${ALPHANUMERIC})*`;
const PATH = `${PATH_COMPONENT}(?:/${PATH_COMPONENT})*`;
const HOST_COMPONENT = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const HOST = `(?:${HOST_COMPONENT}(?:\\.${HOST_COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:(${HOST})/)?(${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const KNOWN_DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
const MAX_PATH_LENGTH = 255;
const MAX_LENGTH = 4096;

/**
 * Reads a reference as Docker does: `debian` is `docker.io/library/debian`. No tag is added.
 *
 * @throws {BuildError} `E_IMAGE_REFERENCE` for what is no reference
 * @see https://github.com/distribution/reference `ParseNormalizedNamed`
 */
export function parseImageReference(text: string): ImageReference {
  if (/^[a-f0-9]{64}$/.test(text)) throw malformed(text, 'a name, not the id of an image');
  const match = text.length > MAX_LENGTH ? null : REFERENCE.exec(withDefaultRegistry(text));
  const [, registry, repository, tag, digest] = match ?? [];
  if (registry === undefined || repository === undefined) {
    throw malformed(text, 'registry/name, with :tag or @sha256:… behind it; a name is lower case');
  }
  if (repository.length > MAX_PATH_LENGTH) {
    throw malformed(text, `a name of at most ${MAX_PATH_LENGTH} characters`);
  }
  if (digest !== undefined && !KNOWN_DIGEST.test(digest)) {
    throw malformed(text, 'a sha256, sha384 or sha512 digest in lower-case hex');
  }
  return { registry, repository, tag, digest };
}

/** The reference as text, with tag and digest if it has them. */
export function formatImageReference(reference: ImageReference): string {
  const { digest, registry, repository, tag } = reference;
  const name = `${registry}/${repository}`;
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function withDefaultRegistry(text: string): string {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const isRegistry = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  if (!isRegistry) return `docker.io/${slash < 0 ? 'library/' : ''}${text}`;
  const rest = text.slice(slash + 1);
  if (first !== 'docker.io' && first !== 'index.docker.io') return text;
  return `docker.io/${rest.includes('/') ? '' : 'library/'}${rest}`;
}

function malformed(text: string, expected: string): BuildError {
  return new BuildError(
    'E_IMAGE_REFERENCE',
    `image reference ${JSON.stringify(text)} is malformed`,
    {
      got: text.length > MAX_LENGTH ? `${text.length} characters` : text,
      expected,
    },
  );
}
