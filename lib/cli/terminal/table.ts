import { displayWidth, padEnd, padStart } from './display-width';

/** A column of a {@link renderTable}: its title, and which side its cells keep to. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/**
 * Rows as aligned columns, two spaces apart, without trailing spaces. No row: no text.
 *
 * On a terminal whose width leaves no room for the last column to begin, each row is a block instead,
 * of a line for each cell. The last column may go beyond the width: it is one word, and the terminal
 * breaks nothing else.
 *
 * @param width columns of the terminal @default - there is none
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number = Infinity,
): string {
  if (rows.length === 0) return '';
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((cells) => displayWidth(cells[index] ?? ''))),
  );
  const beforeLast = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0);
  if (columns.length > 1 && beforeLast + displayWidth(columns.at(-1)?.title ?? '') > width) {
    return renderBlocks(columns, rows);
  }
  const render = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const pad = align === 'right' ? padStart : padEnd;
        return pad(cells[index] ?? '', widths[index] ?? 0);
      })
      .join('  ')
      .trimEnd();
  return `${lines.map(render).join('\n')}\n`;
}

function renderBlocks(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const labelWidth = Math.max(...columns.map(({ title }) => displayWidth(title)));
  const blocks = rows.map((cells) =>
    columns.flatMap(({ title }, index) => {
      const cell = cells[index] ?? '';
      return cell === '' ? [] : [`${padEnd(title, labelWidth)}  ${cell}`];
    }),
  );
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}
