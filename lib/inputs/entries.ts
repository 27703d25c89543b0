import { block, line, members, type SchemaReader } from '../json';
import type { Fact } from './fact';
import type { LockSection } from './kind';

/** A section with an entry for each request, by its key. */
export type Entries<A> = Readonly<Record<string, A>>;

/** How the entries of a section look. */
export interface EntryForm<Q, A> {
  /** As the kind's own. */
  key(request: Q): string;
  /** Checks an entry; its members stand in the file in the order of the result. */
  read(value: unknown, at: string, schema: SchemaReader): A;
  /** What an entry is told as when two locks are compared. @default - it is not told */
  fact?(entry: A): Pick<Fact, 'size' | 'version'>;
  /** What one entry is called, and several. */
  readonly nouns: readonly [one: string, several: string];
}

/** A section of the lock that has one entry, on one line, for each request. */
export function entrySection<Q, A extends object>(
  form: EntryForm<Q, A>,
): LockSection<Q, A, Entries<A>> {
  const { fact, key, nouns, read } = form;
  return {
    empty: {},
    read: (value, at, schema) => schema.record(value, at, read),
    write: (section, indent) =>
      block(
        indent,
        members(section, (entry) => line(entry)),
      ),
    find: (section, request) => own(section, key(request)),
    unused: (section, requests) => {
      const used = new Set(requests.map(key));
      const keys = Object.keys(section).filter((name) => !used.has(name));
      return keys.map((name) => `[${JSON.stringify(name)}]`);
    },
    ...(fact === undefined
      ? {}
      : {
          facts: (section) =>
            Object.entries(section).map(([name, entry]) => ({ name, ...fact(entry) })),
        }),
    count: (section) => Object.keys(section).length,
    nouns,
  };
}

/** Entries of a part of a section that nothing uses, as places in it: `.files["a"]`. */
export function unusedPlaces(
  part: string,
  record: Readonly<Record<string, unknown>>,
  used: ReadonlySet<string>,
): string[] {
  const names = Object.keys(record).filter((name) => !used.has(name));
  return names.map((name) => `.${part}[${JSON.stringify(name)}]`);
}

/** A member of a record whose keys are anybody's: "constructor" is a fine name for a package. */
export function own<T>(
  record: Readonly<Record<string, T>> | undefined,
  key: string,
): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
