import { describeValue } from '../../../lib/props';

/** What JSON and YAML have. A member that is undefined is left out. */
export type DataValue =
  | null
  | boolean
  | number
  | string
  | readonly DataValue[]
  | { readonly [name: string]: DataValue | undefined };

/** A value that was looked through: plain, without undefined members, and a copy. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | ReadonlyMap<string, PlainValue>;

const MAX_DEPTH = 100;

/**
 * Looks a value through.
 *
 * @throws TypeError for what the formats do not have: functions, dates, NaN, a circle
 */
export function plainValue(value: unknown, place = 'the value', depth = 0): PlainValue {
  if (depth > MAX_DEPTH) throw new TypeError(`${place} is nested too deeply, or in itself`);
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      if (isUtf8(value)) return value;
      break;
    case 'number':
      if (Number.isFinite(value)) return value;
      break;
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) {
        return Array.from(value, (item, at) => plainValue(item, `${place}[${at}]`, depth + 1));
      }
      if (isPlain(value)) return plainMembers(value, place, depth);
    }
  }
  throw new TypeError(`${place} is ${describeValue(value)}`);
}

function plainMembers(value: object, place: string, depth: number): Map<string, PlainValue> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return new Map(
    members.map(([name, member]) => {
      if (!isUtf8(name)) throw new TypeError(`${place} has a name without a UTF-8 form`);
      return [name, plainValue(member, `${place}.${name}`, depth + 1)];
    }),
  );
}

/** Whether a text has a UTF-8 form: no half of a surrogate pair. */
export function isUtf8(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
