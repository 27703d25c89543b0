/** What a checksum database answers to a question for a module. */
export interface Lookup {
  /** Place of the record in the log. */
  readonly place: number;
  /** Lines of a go.sum. */
  readonly record: string;
  /** The signed head of the log, as it was when the answer was made. */
  readonly note: string;
}

/**
 * Reads an answer to `/lookup/<module>@<version>`; undefined for one of another form.
 *
 * @see golang.org/x/mod/sumdb/tlog, `ParseRecord`
 */
export function readLookup(text: string): Lookup | undefined {
  const [all, place, record] = /^(0|[1-9]\d{0,14})\n((?:[^\n]+\n)+)\n/.exec(text) ?? [];
  if (all === undefined || place === undefined || record === undefined) return undefined;
  return { place: Number(place), record, note: text.slice(all.length) };
}
