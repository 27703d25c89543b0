import fc from 'fast-check';
import { COMMANDS } from '../../lib/cli/args/command-table';
import { renderCommandHelp, renderHelp } from '../../lib/cli/args/help';
import { renderError } from '../../lib/cli/failure/print-error';
import { Messages } from '../../lib/cli/messages';
import { displayWidth } from '../../lib/cli/terminal/display-width';
import { renderTable } from '../../lib/cli/terminal/table';
import { wrapText } from '../../lib/cli/terminal/wrap';
import { BuildError } from '../../lib/errors';

/** What a message is made of: prose, and things to copy. */
const token = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{1,12}[,;:]?$/) },
  fc.stringMatching(/^\/[a-z/.-]{1,60}$/),
  fc.stringMatching(/^https:\/\/[a-z.]{1,20}\/[a-z0-9/?=]{1,80}$/),
  fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
  fc.constantFrom('"synth lock"', '"npm install --save-dev tsx"', '("synth ls")', '安装工具'),
);
const tokens = fc.array(token, { minLength: 1, maxLength: 30 });
const width = fc.integer({ min: 20, max: 120 });

/** Lines that a terminal would break, but for those of one word that is too long beside its label. */
function brokenLines(text: string, columns: number, words: readonly string[]): string[] {
  return text.split('\n').filter((line) => {
    const shown = line.trim().replace(/^(got|expected|fix|more) +/, '');
    const isOneWord = words.includes(shown) || !shown.includes(' ');
    return displayWidth(line) > columns && !isOneWord;
  });
}

/** Words of a message that stand in one piece nowhere in a text. */
function missingWords(text: string, words: readonly string[]): string[] {
  const lines = text.split('\n');
  return words.filter((word) => !lines.some((line) => line.includes(word)));
}

test('text is broken between its words alone, and loses none', () => {
  fc.assert(
    fc.property(tokens, width, (words, columns) => {
      const lines = wrapText(words.join(' '), columns);
      expect(missingWords(lines.join('\n'), words)).toEqual([]);
      expect(brokenLines(lines.join('\n'), columns, words)).toEqual([]);
      expect(lines.join(' ')).toBe(words.join(' '));
    }),
  );
});

test('an error is broken between its words alone, whatever part of it they stand in', () => {
  fc.assert(
    fc.property(tokens, width, (words, columns) => {
      const text = words.join(' ');
      const error = new BuildError('E_USAGE', text, { got: text, expected: text, fix: text });
      const style = { width: columns, color: false, debug: false, folder: '/' };
      const printed = renderError(error, style);
      expect(missingWords(printed, words)).toEqual([]);
      expect(brokenLines(printed, columns, words)).toEqual([]);
    }),
  );
});

test('notes and warnings are broken between their words alone', () => {
  fc.assert(
    fc.property(tokens, width, (words, columns) => {
      let printed = '';
      const write = (text: string) => {
        printed += text;
      };
      const messages = new Messages({ write, isTTY: true, columns }, false);
      messages.note(words.join(' '));
      messages.warn(words.join(' '));
      expect(missingWords(printed, words)).toEqual([]);
      expect(brokenLines(printed, columns, words)).toEqual([]);
    }),
  );
});

test('a message keeps its color and stays one line where there is no terminal', () => {
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  new Messages({ write, columns: 20 }, true).warn('a text that is longer than twenty columns');
  expect(printed).toBe('\x1b[33mwarning\x1b[39m  a text that is longer than twenty columns\n');
});

test('the help is broken between words alone, but for what one types', () => {
  const names = COMMANDS.map(({ name }) => name);
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 120 }),
      fc.constantFrom(undefined, ...names),
      (columns, name) => {
        const help = name === undefined ? renderHelp(columns) : renderCommandHelp(name, columns);
        const typed = /^(Usage|More): |^ {2}(synth|-|[a-z]+ ?[[<])/;
        const tooLong = brokenLines(help, columns, []).filter((line) => !typed.test(line));
        expect(tooLong).toEqual([]);
      },
    ),
  );
});

describe('a table', () => {
  const columns = [
    { title: 'IMAGE' },
    { title: 'SIZE', align: 'right' as const },
    { title: 'DIGEST' },
  ];
  const digest = `sha256:${'0'.repeat(64)}`;

  test('lets its last column alone go beyond the width', () => {
    expect(renderTable(columns, [['hello', '1MB', digest]], 40)).toBe(
      `IMAGE  SIZE  DIGEST\nhello   1MB  ${digest}\n`,
    );
  });

  test('is a block for each row where not even that fits', () => {
    expect(
      renderTable(
        columns,
        [
          ['a-long-name-of-an-image', '1MB', digest],
          ['b', '', '-'],
        ],
        30,
      ),
    ).toBe(
      `IMAGE   a-long-name-of-an-image\nSIZE    1MB\nDIGEST  ${digest}\n\nIMAGE   b\nDIGEST  -\n`,
    );
  });
});
