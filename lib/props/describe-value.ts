const MAX_TEXT = 64;
const MAX_NAME = 40;
const UNREADABLE = 'a value that cannot be read';

/**
 * A value in a few words, for the `got` of an error: `"99999/tcp"`, `the number 7`, `nothing`,
 * `a list of 3`, `a DebianPackages`. One line of at most 80 characters; credentials in URLs are
 * left out. Never throws, whatever the value does when it is looked at.
 */
export function describeValue(value: unknown): string {
  try {
    return describe(value);
  } catch {
    return UNREADABLE;
  }
}

/** A text in quotes, cut to `max` characters, with all that does not print as `\u200b`. */
export function quote(text: string, max = MAX_TEXT): string {
  let shown = '';
  for (const character of withoutCredentials(text)) {
    const printed = printable(character);
    if (shown.length + printed.length > max) return `"${shown}…"`;
    shown += printed;
  }
  return `"${shown}"`;
}

function describe(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return quote(value);
    case 'number':
      return `the number ${Object.is(value, -0) ? '-0' : value}`;
    case 'bigint':
      return 'a bigint';
    case 'boolean':
      return `${value}`;
    case 'symbol':
      return 'a symbol';
    case 'function':
      return describeFunction(value);
    case 'object':
      return value === null ? 'null' : describeObject(value);
  }
}

function describeFunction(value: unknown): string {
  // `typeof` says nothing of classes, which are given by mistake for one of their instances.
  return /^class\b/.test(Function.prototype.toString.call(value)) ? 'a class' : 'a function';
}

function describeObject(value: object): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  }
  const name = className(value);
  if (name === undefined || name === 'Object') return describePlain(value);
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

function describePlain(value: object): string {
  const [first, ...others] = Object.keys(value);
  if (first === undefined) return 'an empty object';
  const name = quote(first, MAX_NAME);
  return `an object with ${name}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function className(value: object): string | undefined {
  const maker: unknown = value.constructor;
  const name: unknown = typeof maker === 'function' ? maker.name : undefined;
  return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : undefined;
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/\s]*@/g, '//…@');
}

function printable(character: string): string {
  if (/^[\p{C}\p{Zl}\p{Zp}"\\]$/u.test(character)) {
    const escaped = JSON.stringify(character).slice(1, -1);
    if (escaped !== character) return escaped;
    const codes = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    return codes.map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join('');
  }
  return character;
}
