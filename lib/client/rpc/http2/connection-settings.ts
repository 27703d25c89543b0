/** Flow control window of a stream: an image on its way must not wait for small acknowledgements. */
export const WINDOW_BYTES = 4 * 1024 * 1024;

/**
 * Largest header list that a client of ours takes. Node breaks off the whole connection, without a
 * word to its user, for one header value above 64 KiB; daemons that are told so reset the one call.
 */
export const CLIENT_HEADER_LIST_BYTES = 65_535;

/** For the served side: each pattern of a file transfer is a short header field of its own. */
export const SERVER_HEADER_LIST_BYTES = 16 * 1024 * 1024;
