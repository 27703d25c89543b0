import type { LockFile } from './lock-file';

/** The entries of both locks; where they differ, those of the newer one. */
export function mergeLocks(older: LockFile, newer: LockFile): LockFile {
  return { sections: merge(older.sections, newer.sections) };
}

/** Sections are JSON: objects of objects, with facts at their ends. */
function merge(older: Json, newer: Json): Json {
  const merged = Object.entries(newer).map(([key, value]) => {
    const known = Object.hasOwn(older, key) ? older[key] : undefined;
    return [
      key,
      isObject(known) && isObject(value) && !isFile(value) ? merge(known, value) : value,
    ];
  });
  return { ...older, ...Object.fromEntries(merged) };
}

/** What is known of one file is known together. */
const isFile = (value: Json): boolean => typeof value.sha256 === 'string';

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
