import type { SchemaReader } from '../../json';
import type { HealthcheckConfig, ImageConfigFields } from '../../oci/image-config';

type Read<T> = (value: unknown, at: string, schema: SchemaReader) => T;
type Readers<T> = { readonly [K in keyof T]-?: Read<NonNullable<T[K]>> };

const text: Read<string> = (value, at, schema) => schema.text(value, at);
const texts: Read<readonly string[]> = (value, at, schema) => schema.texts(value, at);
const count: Read<number> = (value, at, schema) => schema.size(value, at);
const names: Read<Readonly<Record<string, Readonly<Record<string, never>>>>> = (
  value,
  at,
  schema,
) => Object.fromEntries(sortedKeys(schema.object(value, at)).map((name) => [name, {}]));

const HEALTHCHECK: Readers<HealthcheckConfig> = {
  Test: texts,
  Interval: count,
  Timeout: count,
  StartPeriod: count,
  Retries: count,
};

const FIELDS: Readers<ImageConfigFields> = {
  User: text,
  ExposedPorts: names,
  Env: texts,
  Entrypoint: texts,
  Cmd: texts,
  Volumes: names,
  WorkingDir: text,
  Labels: (value, at, schema) => {
    const labels = schema.record(value, at, text);
    return Object.fromEntries(sortedKeys(labels).map((key) => [key, labels[key] ?? '']));
  },
  StopSignal: text,
  Healthcheck: (value, at, schema) => fields(HEALTHCHECK, value, at, schema) as HealthcheckConfig,
};

/**
 * What an image config tells the engine, in one form: fields in one order, keys sorted, and none that
 * is empty. Fields for builds from Dockerfiles, as `OnBuild`, are left out.
 *
 * @see OCI image-spec, config.md
 */
export function readConfig(value: unknown, at: string, schema: SchemaReader): ImageConfigFields {
  return fields(FIELDS, value ?? {}, at, schema);
}

function fields<T extends object>(
  readers: Readers<T>,
  value: unknown,
  at: string,
  schema: SchemaReader,
): Partial<T> {
  const object = schema.object(value, at);
  const entries = Object.entries<Read<unknown>>(readers).flatMap(([name, read]) => {
    const field = object[name];
    // Docker writes null, and fields of nothing, for what is not there.
    if (field === undefined || field === null || field === '') return [];
    const known = read(field, `${at}.${name}`, schema);
    return isEmpty(known) ? [] : [[name, known]];
  });
  // The readers give a field of its type for each name.
  return Object.fromEntries(entries) as Partial<T>;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function sortedKeys(record: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(record).sort();
}
