import fc from 'fast-check';
import { BuildError } from '../../lib/errors';
import { parseGoSum, parseSumFileName, sumFileName } from '../../lib/go';
import { errorsOf } from '../support/lowered';

const H1 = `h1:${'A'.repeat(43)}=`;
const OTHER = `h1:${'B'.repeat(43)}=`;

const problem = (text: string) => errorsOf(() => parseGoSum(text, 'go.sum of x'))[0];

describe('go.sum', () => {
  test('names the archive of a module and its go.mod', () => {
    const text = `rsc.io/quote v1.5.2 ${H1}\nrsc.io/quote v1.5.2/go.mod ${OTHER}\n`;

    expect(
      parseGoSum(text, 'go.sum').map((file) => [sumFileName(file), file.type, file.h1]),
    ).toEqual([
      ['rsc.io/quote@v1.5.2', 'zip', H1],
      ['rsc.io/quote@v1.5.2/go.mod', 'mod', OTHER],
    ]);
  });

  test('may have empty lines, a file twice with one hash, hashes of other kinds, and Go itself', () => {
    const text = [
      '',
      `rsc.io/quote v1.5.2 ${H1}\r`,
      `rsc.io/quote v1.5.2 ${H1}`,
      'rsc.io/quote v1.5.2 h9:whatever',
      `golang.org/toolchain v0.0.1-go1.24.0.linux-amd64 ${OTHER}`,
    ].join('\n');

    expect(parseGoSum(text, 'go.sum').map(sumFileName)).toEqual(['rsc.io/quote@v1.5.2']);
  });

  test.each([
    ['two words', `rsc.io/quote ${H1}`],
    ['four words', `rsc.io/quote v1.5.2 ${H1} more`],
    ['a path that leads elsewhere', `rsc.io/../../etc v1.5.2 ${H1}`],
    ['no whole version', `rsc.io/quote v1 ${H1}`],
    ['another file than go.mod', `rsc.io/quote v1.5.2/go.sum ${H1}`],
    ['a path behind the version', `rsc.io/quote v1.5.2/go.mod/x ${H1}`],
    ['a short hash', 'rsc.io/quote v1.5.2 h1:AAAA'],
    ['the markers of a merge', '<<<<<<< HEAD'],
  ])('fails for a line with %s', (_what, line) => {
    expect(problem(`golang.org/x/text v0.3.0 ${H1}\n${line}\n`)).toMatchObject({
      code: 'E_GO_SUM',
      message: 'go.sum of x, line 2 cannot be read',
    });
  });

  test('fails for two hashes of one file, which is what it is there to tell', () => {
    const lines = [H1, OTHER].map((hash) => `rsc.io/quote v1.5.2 ${hash}`);

    expect(problem(lines.join('\n'))).toMatchObject({ code: 'E_GO_SUM' });
  });

  test('of any text is read or refused, and what is read can be named', () => {
    const word = fc.oneof(
      fc.constantFrom('rsc.io/quote', 'v1.0.0', 'v1.0.0/go.mod', H1, OTHER, 'h1:', '..', '\0'),
      fc.string(),
    );
    const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        try {
          for (const file of parseGoSum(lines.join('\n'), 'go.sum')) {
            const { path, type, version } = file;
            expect(parseSumFileName(sumFileName(file))).toEqual({ path, type, version });
          }
        } catch (error) {
          expect(BuildError.is(error) && error.code).toBe('E_GO_SUM');
        }
      }),
    );
  });
});
