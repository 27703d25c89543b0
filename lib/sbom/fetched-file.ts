import type { Definition } from '../llb/definition/definition';
import { decodeOp } from '../llb/wire/decode-op';

/** A file that a definition fetches. */
export interface FetchedFile {
  readonly url: string;
  /** Name that it has in the build. @default - that of its URL */
  readonly filename?: string | undefined;
  /** Hex. @default - the definition does not say */
  readonly sha256?: string;
}

/** A commit that a definition checks out. */
export interface Checkout {
  /** Of the repository, as git takes it. */
  readonly url: string;
  readonly commit: string;
}

/** An image that a definition starts from. */
export interface PulledImage {
  /** `registry/repository` */
  readonly name: string;
  /** `sha256:…` */
  readonly digest: string;
}

/** All that the sources of a definition bring, but for folders of the app. */
export interface Fetched {
  /** Names of what the client sends. */
  readonly sent: readonly string[];
  readonly files: readonly FetchedFile[];
  readonly checkouts: readonly Checkout[];
  readonly images: readonly PulledImage[];
}

/** What a definition fetches, each once, in the order of its ops. */
export function fetchedBy({ ops }: Definition): Fetched {
  const files = new Map<string, FetchedFile>();
  const checkouts = new Map<string, Checkout>();
  const images = new Map<string, PulledImage>();
  const sent = new Set<string>();
  for (const { bytes } of ops) {
    const { body } = decodeOp(bytes);
    if (body?.kind !== 'source') continue;
    const { attrs, identifier } = body;
    if (/^https?:/.test(identifier)) {
      const sha256 = /^sha256:(.+)$/.exec(attrs['http.checksum'] ?? '')?.[1];
      files.set(identifier, {
        url: identifier,
        filename: attrs['http.filename'],
        ...(sha256 === undefined ? {} : { sha256 }),
      });
    }
    const local = /^local:\/\/(.+)$/.exec(identifier)?.[1];
    if (local !== undefined) sent.add(local);
    const checkout = checkoutOf(identifier, attrs['git.fullurl']);
    if (checkout !== undefined) checkouts.set(`${checkout.url}#${checkout.commit}`, checkout);
    const image = /^(?:docker-image|oci-layout):\/\/(.+?)(?::[^:/@]+)?@(sha256:.+)$/.exec(
      identifier,
    );
    if (image?.[1] && image[2]) images.set(identifier, { name: image[1], digest: image[2] });
  }
  return {
    sent: [...sent],
    files: [...files.values()],
    checkouts: [...checkouts.values()],
    images: [...images.values()],
  };
}

/** @see BuildKit source/git/identifier.go: `git://host/path#commit:folder` */
function checkoutOf(identifier: string, fullUrl: string | undefined): Checkout | undefined {
  if (!identifier.startsWith('git://')) return undefined;
  const [place = '', fragment = ''] = identifier.split('#');
  const [commit = ''] = fragment.split(':');
  return { url: (fullUrl ?? place).split('#')[0] ?? '', commit };
}
