import type { Op } from '../llb';

/** One field of an op that differs. */
export interface FieldChange {
  /** Such as `meta.args[2]` or `attrs.git.checksum`. */
  readonly field: string;
  /** Undefined where the field was not there. */
  readonly before: string | undefined;
  /** Undefined where the field is not there any more. */
  readonly after: string | undefined;
}

/** Fields in which two ops differ, apart from the digests of their inputs. */
export function fieldChanges(before: Op, after: Op): readonly FieldChange[] {
  return changesBetween(fieldsOf(before), fieldsOf(after));
}

/** Fields in which two values differ, such as two JSON texts that were read. */
export function valueChanges(before: unknown, after: unknown): readonly FieldChange[] {
  const old = new Map<string, string>();
  const now = new Map<string, string>();
  flatten('', before, old);
  flatten('', after, now);
  return changesBetween(old, now);
}

function changesBetween(
  old: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly FieldChange[] {
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.flatMap((field) => {
    const change = { field, before: old.get(field), after: now.get(field) };
    return change.before === change.after ? [] : [change];
  });
}

function fieldsOf({ inputs, body, platform, constraints }: Op): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  flatten('', { ...body }, fields);
  flatten('platform', platform, fields);
  flatten('constraints', constraints, fields);
  inputs.forEach(({ index }, at) => {
    fields.set(`inputs[${at}].index`, String(index));
  });
  return fields;
}

function flatten(path: string, value: unknown, fields: Map<string, string>): void {
  if (value === undefined) return;
  if (value instanceof Uint8Array) {
    fields.set(path, Buffer.from(value).toString('utf8'));
  } else if (Array.isArray(value)) {
    value.forEach((element: unknown, index) => {
      flatten(`${path}[${index}]`, element, fields);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, field] of Object.entries(value)) {
      flatten(path === '' ? key : `${path}.${key}`, field, fields);
    }
  } else {
    fields.set(path, String(value));
  }
}
