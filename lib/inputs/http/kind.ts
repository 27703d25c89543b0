import { type Entries, entrySection } from '../entries';
import { fakeHash, fakeNumber } from '../fake-hash';
import type { InputKind } from '../kind';

/** The bytes behind a URL. */
export interface HttpRequest {
  /** `https://` or `http://` URL, without credentials. */
  readonly url: string;
}

/** A file of a URL, as it was when it was locked. */
export interface HttpLock {
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

const key = ({ url }: HttpRequest): string => url;

/** Files by their URL; the lock keeps their hash and size. */
export const HTTP: InputKind<HttpRequest, HttpLock, Entries<HttpLock>> = {
  name: 'http',
  key,
  describe: ({ url }) => `the content of ${url}`,
  readRequest: (value, at, schema) => {
    const { url } = schema.object(value, at);
    return { url: schema.text(url, `${at}.url`, /^https?:\/\//) };
  },
  fake: ({ url }) => ({ size: 1 + fakeNumber(url, 1_000_000), sha256: fakeHash(url) }),
  section: entrySection({
    key,
    nouns: ['file', 'files'],
    fact: ({ sha256, size }) => ({ version: `sha256:${sha256}`, size }),
    read: (value, at, schema): HttpLock => {
      const { sha256, size } = schema.object(value, at);
      return {
        size: schema.size(size, `${at}.size`),
        sha256: schema.text(sha256, `${at}.sha256`, /^[0-9a-f]{64}$/),
      };
    },
  }),
};
