import type { Entries } from '../entries';
import { dropSelected, entryResolver } from '../resolve-entries';
import type { InputResolver } from '../resolver';
import { HTTP, type HttpLock, type HttpRequest } from './kind';

/** Downloads at a time. */
const DOWNLOADS = 4;
/** A file of a container image is smaller; a server that never ends is told. */
const MAX_BYTES = 16 * 2 ** 30;

/** Reads files of URLs once, to know their hash and size; nothing of them is kept. */
export const HTTP_RESOLVER: InputResolver<HttpRequest, Entries<HttpLock>> = {
  ...entryResolver(HTTP, DOWNLOADS, ({ url }, { http }) => http.digest(url, MAX_BYTES)),
  update: dropSelected,
};
