import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sourceExcerpt } from '../../../lib/cli/failure/excerpt';
import { renderError } from '../../../lib/cli/failure/print-error';
import { cleanLine } from '../../../lib/cli/terminal/clean-text';
import { displayWidth } from '../../../lib/cli/terminal/display-width';
import { widestWord } from '../../../lib/cli/terminal/wrap';
import { BuildError, BuildErrors } from '../../../lib/errors';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('failure');
const style = { width: undefined, color: false, debug: false, folder };

const word = fc.stringMatching(/^[a-z]{1,9}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const error = fc
  .record(
    {
      message: sentence,
      got: sentence,
      expected: sentence,
      fix: sentence,
      constructPath: fc.array(word, { minLength: 1, maxLength: 3 }).map((ids) => ids.join('/')),
      source: fc.record({
        file: word.map((name) => `${name}.ts`),
        line: fc.nat(99),
        column: fc.nat(9),
      }),
      log: sentence,
    },
    { requiredKeys: ['message'] },
  )
  .map(({ message, ...details }) => new BuildError('E_LOCK_MISSING', message, details));

const words = (text: string) => text.split(/\s+/).filter(Boolean);

test('an error is told whole on a terminal of any width, its lines no wider than they must be', () => {
  fc.assert(
    fc.property(error, fc.integer({ min: 20, max: 120 }), (one, width) => {
      const wide = renderError(one, style);
      const narrow = renderError(one, { ...style, width });
      const { constructPath: _, log, source, ...texts } = one.details;

      // The same words; a place may move to a line of its own, with "at" before it.
      const without = (text: string) =>
        words(text).filter((part) => part !== 'at' || source === undefined);
      expect(without(narrow).sort()).toEqual(without(wide).sort());
      const longest = Math.max(
        ...[one.message, ...Object.values(texts)].map((text) => widestWord(String(text))),
        'error E_LOCK_MISSING'.length,
      );
      const lines = narrow.split('\n').filter((line) => log === undefined || !line.includes(log));
      const tooWide = lines.filter((line) => displayWidth(line) > Math.max(width, longest + 4));
      // Names of constructs and what is to be copied are not broken.
      expect(tooWide.filter((line) => !/└─|synth explain|^ {2}at /.test(line))).toEqual([]);
    }),
  );
});

test('colors change nothing but the colors', () => {
  fc.assert(
    fc.property(error, fc.integer({ min: 20, max: 120 }), (one, width) => {
      const colored = renderError(one, { ...style, width, color: true });
      const plain = colored
        .split('\n')
        .map((line) => cleanLine(line, { keepColor: false }))
        .join('\n');

      expect(plain).toBe(renderError(one, { ...style, width }));
      expect(colored).not.toBe(plain);
    }),
  );
});

test('of several errors each is told, up to twenty, and the rest is counted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), (count) => {
      const errors = Array.from(
        { length: count },
        (_, at) => new BuildError('E_USAGE', `number ${at}.`, { fix: `mend ${at}.` }),
      );
      const text = renderError(new BuildErrors(errors), style);
      const shown = errors.filter(({ message }) => text.includes(message));

      expect(shown).toHaveLength(Math.min(20, count));
      expect(text.includes(`and ${count - 20} more; --debug shows all`)).toBe(count > 20);
      expect(text.endsWith(`\n${count} errors\n`)).toBe(true);
      const all = renderError(new BuildErrors(errors), { ...style, debug: true });
      expect(errors.filter(({ message }) => !all.includes(message))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('no credential of a URL is shown, wherever it stands', () => {
  const secret = 'https://me:hidden@host.example/x';
  const all = new BuildError('E_SYSTEM', secret, {
    got: secret,
    expected: secret,
    fix: secret,
    log: secret,
    cause: new Error(secret),
  });
  for (const thrown of [all, new BuildErrors([all, all]), new Error(secret), secret]) {
    for (const debug of [false, true]) {
      const text = renderError(thrown, { ...style, debug });
      expect(text).not.toContain('hidden');
      expect(text).toContain('host.example/x');
    }
  }
});

test('whatever is thrown is told, with a code to look up', () => {
  fc.assert(
    fc.property(fc.anything(), (thrown) => {
      const printable = (() => {
        try {
          return `${String(thrown)}` !== '';
        } catch {
          return false;
        }
      })();
      fc.pre(printable);

      expect(renderError(thrown, style)).toMatch(
        /^error E_INTERNAL {2}?[\s\S]*synth explain E_INTERNAL\n$/,
      );
    }),
  );
});

describe('the lines around a place', () => {
  const source = fc
    .array(fc.stringMatching(/^[a-z(){} ]{0,9}$/), { minLength: 1, maxLength: 15 })
    .map((lines) => [...lines, 'end']);

  test('are two before and two after, with the one that is meant marked, and their numbers', () => {
    fc.assert(
      fc.property(source, fc.integer({ min: 1, max: 18 }), (lines, line) => {
        writeFileSync(join(folder, 'a.ts'), lines.join('\n'));
        const excerpt = sourceExcerpt(folder, { file: 'a.ts', line, column: 1 });
        if (line > lines.length) {
          expect(excerpt).toEqual([]);
          return;
        }
        const read = excerpt.map((one) => /^(>>>| {3}) +(\d+) \|(?: (.*))?$/.exec(one) ?? []);
        const from = Math.max(1, line - 2);

        expect(read.map(([, , number]) => Number(number))).toEqual(
          Array.from({ length: Math.min(lines.length, line + 2) - from + 1 }, (_, at) => from + at),
        );
        expect(
          read.filter(([, mark]) => mark === '>>>').map(([, , number]) => Number(number)),
        ).toEqual([line]);
        expect(read.map(([, , , text = '']) => text)).toEqual(
          read.map(([, , number]) => (lines[Number(number) - 1] ?? '').trimEnd()),
        );
      }),
    );
  });

  test.each([
    ['no source', 'secret.txt', 'x'],
    ['larger than anybody writes', 'large.ts', 'x\n'.repeat(600_000)],
  ])('are none of a file that is %s', (_, file, text) => {
    writeFileSync(join(folder, file), text);

    expect(sourceExcerpt(folder, { file, line: 1, column: 1 })).toEqual([]);
    expect(sourceExcerpt(folder, { file: 'gone.ts', line: 1, column: 1 })).toEqual([]);
    expect(sourceExcerpt(folder, { file: '.', line: 1, column: 1 })).toEqual([]);
  });
});
