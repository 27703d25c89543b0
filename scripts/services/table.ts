import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SERVICES } from './list';

const DOCUMENT = resolve(__dirname, '../../docs/services.md');
const HEADS = {
  base: 'Base image',
  compared: 'Its tree',
  runtime: 'Runtime',
  says: 'It says',
  emulated: 'Emulated',
  serves: 'It serves',
};

/** Cells of a row, by column. */
export type Cells = Partial<Record<keyof typeof HEADS, string>>;

/** Puts cells into the row of a package, in the table of docs/services.md; all others stay. */
export function putCells(name: string, cells: Cells): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before = ''] = document.split(/^\| Package /m);
  const rows = new Map(
    document
      .slice(before.length)
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((text) => text.trim()),
      )
      .map(([package_ = '', ...texts]) => [package_, texts]),
  );
  const columns = Object.keys(HEADS) as (keyof typeof HEADS)[];
  const known = rows.get(name) ?? [];
  rows.set(
    name,
    columns.map((column, index) => plain(cells[column] ?? known[index] ?? '')),
  );
  const lines = [
    ['Package', ...Object.values(HEADS)],
    ['Package', ...Object.values(HEADS)].map(() => '---'),
    ...SERVICES.flatMap(({ packages: [one = ''] }) => {
      const texts = rows.get(one);
      return texts === undefined ? [] : [[one, ...texts]];
    }),
  ];
  writeFileSync(DOCUMENT, `${before}${lines.map((line) => `| ${line.join(' | ')} |\n`).join('')}`);
}

/** One line, no longer than a table can take. */
const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/\|/g, '/').slice(0, 160).trim();
