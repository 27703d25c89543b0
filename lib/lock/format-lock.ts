import { KINDS, kindNamed } from '../inputs/kinds';
import { block, bytewise, line, type Member, members, SchemaReader } from '../json';
import { LOCK_VERSION, type LockFile } from './lock-file';

/**
 * The text of a lock: JSON, keys sorted bytewise, one fact a line, so that a diff can be read. A
 * kind of which there is nothing has no section.
 */
export function formatLock({ sections }: LockFile): string {
  const names = Object.keys(sections).sort((a, b) => rank(a) - rank(b) || bytewise(a, b));
  const written = names
    .map((name): Member => [name, formatSection(name, sections[name])])
    .filter(([, text]) => text !== '{}');
  return `${block('', [['version', String(LOCK_VERSION)], ...written])}\n`;
}

/** The library's own kinds first, in their order. */
function rank(name: string): number {
  const index = KINDS.findIndex((kind) => kind.name === name);
  return index < 0 ? KINDS.length : index;
}

/** Of another package's kind, whose code is not here, an entry a line. */
function formatSection(name: string, section: unknown): string {
  const kind = kindNamed(name);
  if (kind !== undefined) return kind.section.write(section, '  ');
  const schema = new SchemaReader('E_LOCK_FORMAT', 'synth.lock.json');
  const entries = schema.record(section, name, (entry, at) =>
    line(sorted(schema.object(entry, at))),
  );
  return block(
    '  ',
    members(entries, (text) => text),
  );
}

function sorted(entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => bytewise(a, b)));
}
