import { type PlainValue, plainValue } from './data-value';

/** A value as JSON, with a line break at its end. @throws TypeError for what JSON does not have */
export function formatJson(value: unknown): string {
  return `${write(plainValue(value), '')}\n`;
}

function write(value: PlainValue, indent: string): string {
  const inner = `${indent}  `;
  const block = (open: string, lines: readonly string[], close: string) =>
    lines.length === 0
      ? `${open}${close}`
      : `${open}\n${lines.map((line) => `${inner}${line}`).join(',\n')}\n${indent}${close}`;
  if (Array.isArray(value)) {
    return block(
      '[',
      value.map((item) => write(item, inner)),
      ']',
    );
  }
  if (value instanceof Map) {
    const members = [...value].map(([name, member]) => `${quoted(name)}: ${write(member, inner)}`);
    return block('{', members, '}');
  }
  return JSON.stringify(value);
}

const quoted = (text: string): string => JSON.stringify(text);
