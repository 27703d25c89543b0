import { goJsonString } from '../llb/wire/go-json';
import { compareUtf8 } from '../llb/wire/utf8-order';

/** A value as Go's `encoding/json` would write it; a `Map` is a map, an object a struct. */
export type GoValue =
  | string
  | number
  | bigint
  | boolean
  | readonly GoValue[]
  | ReadonlyMap<string, GoValue>
  | { readonly [field: string]: GoValue | undefined };

/**
 * The text that Go's `encoding/json` writes: no spaces, fields in their order without those that
 * are undefined, maps sorted by key.
 */
export function goJson(value: GoValue): string {
  if (typeof value === 'string') return goJsonString(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(goJson).join(',')}]`;
  const entries =
    value instanceof Map ? [...value].sort(([a], [b]) => compareUtf8(a, b)) : Object.entries(value);
  const fields: string[] = [];
  for (const [key, field] of entries) {
    if (field !== undefined) fields.push(`${goJsonString(key)}:${goJson(field)}`);
  }
  return `{${fields.join(',')}}`;
}

function isList(value: GoValue): value is readonly GoValue[] {
  return Array.isArray(value);
}

/** A field that is left out when it has its zero value, like Go's `omitempty`. */
export function filled<T extends string | number | bigint | boolean | readonly GoValue[]>(
  value: T,
): T | undefined {
  if (typeof value === 'object') return value.length === 0 ? undefined : value;
  return value === '' || value === false || value === 0 || value === 0n ? undefined : value;
}

/** A map that is left out when it is empty. */
export function filledMap<T, V extends GoValue>(
  record: Readonly<Record<string, T>>,
  convert: (value: T) => V,
): ReadonlyMap<string, V> | undefined {
  const entries = Object.entries(record);
  if (entries.length === 0) return undefined;
  return new Map(entries.map(([key, value]) => [key, convert(value)]));
}
