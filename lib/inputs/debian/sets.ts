import type { SchemaReader } from '../../json';

type Closures = Readonly<Record<string, readonly string[]>>;

/**
 * Reads the sets of an archive. The first version of the lock had the architectures of a request in
 * its key, `make [amd64 arm64] (main)`; such sets of the same packages are one set now.
 */
export function readSets(
  value: unknown,
  at: string,
  schema: SchemaReader,
): Readonly<Record<string, Closures>> {
  const found = schema.record(value, at, (closures, place) =>
    schema.record(closures, place, (names, listPlace) => schema.texts(names, listPlace)),
  );
  const sets = new Map<string, Closures>();
  for (const [key, closures] of Object.entries(found)) {
    const name = key.replace(/ \[[^\]]*\](?= \([^)]*\)$)/, '');
    sets.set(name, { ...sets.get(name), ...closures });
  }
  return Object.fromEntries(sets);
}
