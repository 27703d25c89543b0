import { describeValue } from '../../../lib/props';
import { isPlainObject } from '../../../lib/props/plain-object';
import { Matcher } from './matcher';

const MAX_LENGTH = 160;

/** A value as text on one line; a long one is cut. Matchers are what they say. */
export function formatValue(value: unknown): string {
  const text = format(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}

/** A value or pattern as text, whole, on one line. */
export function format(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Matcher.isMatcher(value)) return value.says;
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map(format).join(', ')}]`;
  if (isPlainObject(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    if (members.length === 0) return '{}';
    return `{ ${members.map(([key, member]) => formatMember(key, member)).join(', ')} }`;
  }
  if (typeof value === 'object' && value !== null) return describeValue(value);
  return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
}

function formatMember(key: string, member: unknown): string {
  const isMode = key === 'mode' && typeof member === 'number';
  return `${formatKey(key)}: ${isMode ? `0o${member.toString(8)}` : format(member)}`;
}

/** A path to a member as one would write it: `mounts["/src"].type`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((member, index) => {
      if (typeof member === 'string' && isName(member)) return index === 0 ? member : `.${member}`;
      return `[${JSON.stringify(member)}]`;
    })
    .join('');
}

function formatKey(key: string): string {
  return isName(key) ? key : JSON.stringify(key);
}

function isName(key: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(key);
}
