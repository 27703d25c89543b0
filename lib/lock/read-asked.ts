import type { SourceLocation } from '../errors';
import { kindNamed } from '../inputs/kinds';
import type { SchemaReader } from '../json';
import type { AskedRequest } from './asked';

/** Reads a request of an app out of a manifest. */
export function readAsked(value: unknown, at: string, schema: SchemaReader): AskedRequest {
  const { answer, constructPath, key, kind, request, says, source } = schema.object(value, at);
  const name = schema.text(kind, `${at}.kind`);
  const read = kindNamed(name)?.readRequest ?? ((json, place) => schema.object(json, place));
  return {
    kind: name,
    key: schema.text(key, `${at}.key`),
    says: schema.text(says, `${at}.says`),
    constructPath: schema.text(constructPath, `${at}.constructPath`),
    ...readSource(source, `${at}.source`, schema),
    request: read(request, `${at}.request`, schema),
    ...(answer === undefined ? {} : { answer: schema.text(answer, `${at}.answer`) }),
  };
}

/** Reads the place of a construct in the app's sources, where it is known. */
export function readSource(
  value: unknown,
  at: string,
  schema: SchemaReader,
): { source?: SourceLocation } {
  if (value === undefined) return {};
  const { column, file, line } = schema.object(value, at);
  return {
    source: {
      file: schema.text(file, `${at}.file`),
      line: schema.size(line, `${at}.line`),
      column: schema.size(column, `${at}.column`),
    },
  };
}
