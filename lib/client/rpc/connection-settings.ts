/** Flow control window of a stream: an image on its way must not wait for small acknowledgements. */
export const WINDOW_BYTES = 4 * 1024 * 1024;

/** Errors carry source excerpts and the failed op in their trailers, patterns come as headers. */
export const MAX_HEADER_LIST_BYTES = 16 * 1024 * 1024;
