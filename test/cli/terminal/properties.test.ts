import fc from 'fast-check';
import { COMMANDS } from '../../../lib/cli/args/command-table';
import { renderCommandHelp, renderHelp } from '../../../lib/cli/args/help';
import { cleanLine, plainLine, redactCredentials } from '../../../lib/cli/terminal/clean-text';
import { displayWidth, padEnd, padStart, truncate } from '../../../lib/cli/terminal/display-width';
import { labelledRows } from '../../../lib/cli/terminal/labelled-rows';
import { createPaint } from '../../../lib/cli/terminal/style';
import { renderTable } from '../../../lib/cli/terminal/table';
import { formatBytes } from '../../../lib/cli/terminal/units';
import { widestWord, wrapText } from '../../../lib/cli/terminal/wrap';

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom('a', 'é', 'e\u0301', '安', '👍', '👩‍👩‍👧', ' ', '\u200b'),
    maxLength: 20,
  }),
);
const width = fc.integer({ min: 1, max: 40 });

describe('the width of a text', () => {
  test('is that of its parts, where they begin with a letter of their own', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(displayWidth(`${a} ${b}`)).toBe(displayWidth(a) + 1 + displayWidth(b));
      }),
    );
  });

  test('is what the text is cut to at most, and one that fits is not cut', () => {
    fc.assert(
      fc.property(text, width, (one, columns) => {
        const cut = truncate(one, columns);

        expect(displayWidth(cut)).toBeLessThanOrEqual(columns);
        if (displayWidth(one) <= columns) expect(cut).toBe(one);
        else expect(one.startsWith(cut.slice(0, -1)) && cut.endsWith('…')).toBe(true);
      }),
    );
  });

  test('is filled up on either side, never cut', () => {
    fc.assert(
      fc.property(text, width, (one, columns) => {
        const [end, start] = [padEnd(one, columns), padStart(one, columns)];
        const expected = Math.max(columns, displayWidth(one));

        expect([displayWidth(end), displayWidth(start)]).toEqual([expected, expected]);
        expect([end.trimEnd(), start.trimStart()]).toEqual([one.trimEnd(), one.trimStart()]);
      }),
    );
  });
});

describe('text in lines', () => {
  const words = fc.array(fc.stringMatching(/^[a-z安"]{1,9}$/), { minLength: 1, maxLength: 12 });

  test('holds every word in its order, and no line is wider than it must be', () => {
    fc.assert(
      fc.property(words, width, (list, columns) => {
        const whole = list.join(' ');
        const lines = wrapText(whole, columns);

        expect(lines.join(' ')).toBe(whole);
        const limit = Math.max(columns, widestWord(whole));
        expect(lines.filter((line) => displayWidth(line) > limit)).toEqual([]);
      }),
    );
  });

  test('is not broken sooner than it must be', () => {
    const plain = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(plain, width, (list, columns) => {
        const lines = wrapText(list.join(' '), columns);

        for (const [at, line] of lines.slice(1).entries()) {
          const [next = ''] = line.split(' ');
          expect(`${lines[at]} ${next}`.length).toBeGreaterThan(columns);
        }
      }),
    );
  });

  test('has what stands in quotes on one line, so that it can be copied', () => {
    const command = fc.array(fc.stringMatching(/^[a-z-]{1,6}$/), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(command, width, (list, columns) => {
        const quoted = `"${list.join(' ')}"`;

        expect(wrapText(`run ${quoted} and then wait`, columns).join('\n')).toContain(quoted);
      }),
    );
  });

  test('beside labels begins in one column, and keeps every word', () => {
    const entries = fc.array(fc.tuple(fc.stringMatching(/^[a-z-]{1,24}$/), words), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(entries, fc.integer({ min: 20, max: 100 }), (rows, columns) => {
        const lines = labelledRows(
          rows.map(([label, list]) => [label, list.join(' ')]),
          18,
          columns,
        );
        const shown = lines.join(' ').split(/\s+/).filter(Boolean);

        expect(shown).toEqual(rows.flatMap(([label, list]) => [label, ...list]));
        const indents = new Set(
          lines.filter((line) => !/^ {2}\S/.test(line)).map((line) => /^ */.exec(line)?.[0].length),
        );
        expect(indents.size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a table', () => {
  const cell = fc.stringMatching(/^[a-z0-9安.]{0,8}$/);
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
  const columns = [{ title: 'NAME' }, { title: 'SIZE', align: 'right' as const }, { title: 'ID' }];

  test('has a line for each row, with its cells below the titles', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const lines = renderTable(columns, list).trimEnd().split('\n');
        const starts = Math.max(4, ...list.map(([name]) => displayWidth(name))) + 2;
        const ends = starts + Math.max(4, ...list.map(([, size]) => displayWidth(size)));

        for (const [at, [name, size, id]] of list.entries()) {
          const line = padEnd(lines[at + 1] ?? '', ends);
          // Cells by columns, as a wide letter takes two.
          const cells = [...line].flatMap((letter) =>
            displayWidth(letter) === 2 ? [letter, ''] : [letter],
          );
          const part = (from: number, to?: number) => cells.slice(from, to).join('');

          expect(part(0, starts).trimEnd()).toBe(name);
          expect(part(starts, ends).trimStart()).toBe(size);
          expect(part(ends + 2)).toBe(id);
        }
        expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
      }),
    );
  });

  test('on a narrow terminal has a block for each row, and no cell is lost', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (list, narrow) => {
        const blocks = renderTable(columns, list, narrow).trimEnd().split('\n\n');
        const filled = list.filter((cells) => cells.some((one) => one !== ''));
        const expected = filled.map((cells) =>
          columns
            .flatMap(({ title }, at) =>
              cells[at] === '' ? [] : [`${title.padEnd(4)}  ${cells[at]}`],
            )
            .join('\n'),
        );

        expect(blocks.map((block) => block.trim()).filter(Boolean)).toEqual(expected);
      }),
    );
  });
});

describe('text that is shown', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      'a',
      '\x1b',
      '[',
      '3',
      '1',
      'm',
      ']',
      '0',
      ';',
      '\x07',
      '\r',
      '\x9b',
      '\x9d',
      '\x00',
      '\x7f',
      '\\',
      '(',
      'J',
    ),
    maxLength: 16,
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const control = /[\x00-\x1f\x7f-\x9f]/;

  test('has no control character left, and cleaning it once more changes nothing', () => {
    fc.assert(
      fc.property(hostile, (line) => {
        for (const clean of [cleanLine(line, { keepColor: false }), plainLine(line)]) {
          expect(clean).not.toMatch(control);
          expect(cleanLine(clean, { keepColor: false })).toBe(clean);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps colors alone where asked to', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const color = /\x1b\[[0-9;:]*m/g;
    fc.assert(
      fc.property(hostile, (line) => {
        expect(cleanLine(line, { keepColor: true }).replace(color, '')).not.toMatch(control);
      }),
      { numRuns: 2000 },
    );
  });

  test('names no user of a URL, and is otherwise as it was', () => {
    const word = fc.stringMatching(/^[a-z0-9:.!-]{1,8}$/);
    fc.assert(
      fc.property(word, word, fc.stringMatching(/^[a-z/ ]{0,8}$/), (user, host, rest) => {
        const at = `https://${host}/${rest} and git+ssh://${host}`;
        const secret = `https://${user}@${host}/${rest} and git+ssh://${user}@${host}`;

        expect(redactCredentials(secret)).toBe(at);
        expect(redactCredentials(at)).toBe(at);
      }),
    );
  });

  test('in a tone is the text again once the tone is taken away', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z ]{0,9}$/),
        fc.constantFrom('error', 'faint', 'strong', 'good', 'accent', 'warning'),
        (one, tone) => {
          expect(createPaint(false)(tone, one)).toBe(one);
          expect(cleanLine(createPaint(true)(tone, one), { keepColor: false })).toBe(one);
          expect(createPaint(true)(tone, one) === one).toBe(one === '');
        },
      ),
    );
  });
});

test('sizes are told in order: a larger one never looks smaller', () => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const read = (shown: string) => {
    const [, number, unit = ''] = /^([\d.]+)([A-Za-z]+)$/.exec(shown) ?? [];
    return Number(number) * 1000 ** units.indexOf(unit);
  };
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), fc.nat(2 ** 31 - 1), (a, b) => {
      const [small, large] = a < b ? [a, b] : [b, a];

      expect(read(formatBytes(small))).toBeLessThanOrEqual(read(formatBytes(large)));
      expect(Math.abs(read(formatBytes(a)) - a)).toBeLessThanOrEqual(a * 0.006);
    }),
  );
});

test('the help fits into any terminal, but for words that cannot be broken', () => {
  for (const columns of [20, 33, 47, 60, 79, 80, 200]) {
    for (const help of [
      renderHelp(columns),
      ...COMMANDS.map(({ name }) => renderCommandHelp(name, columns)),
    ]) {
      const wide = help.split('\n').filter((line) => displayWidth(line) > Math.min(columns, 80));
      // Usage and examples are copied, so they stay whole; headings are short.
      const broken = wide.filter(
        (line) =>
          !/^Usage:|^More:|:$|^ {2}synth |^ {2}\S+( <\S+>| \[\S+\]|, --\S+ <\S+>)?( \[-- \S+\])?$/.test(
            line,
          ),
      );
      expect(
        broken.filter((line) => widestWord(line.trim()) + line.search(/\S/) <= columns),
      ).toEqual([]);
    }
  }
});
