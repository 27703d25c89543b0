import { ERROR_CODES, type ErrorCode } from '../../errors';
import { nearMisses } from '../../errors/near-miss';
import { usageError } from '../args/usage-error';
import type { CommandContext } from '../context';
import { EXIT, type ExitCode } from '../exit-code';
import { jsonText } from '../json-text';
import { indentedText, labelledRows } from '../terminal/labelled-rows';
import { terminalWidth } from '../terminal/terminal-width';

const CODES = Object.keys(ERROR_CODES).filter(isCode);

/** `synth explain`: what an error code means and how it is mended, or all codes. */
export async function explain(context: CommandContext): Promise<ExitCode> {
  const { arguments: words, options, stdout } = context;
  if (words.length > 1) {
    throw usageError('command "explain" takes one error code', {
      got: words.map((word) => `"${word}"`).join(' '),
    });
  }
  const code = words[0] === undefined ? undefined : findCode(words[0]);
  const width = terminalWidth(stdout) ?? Infinity;
  if (options.has('json')) {
    const entries = code === undefined ? CODES.map(describe) : describe(code);
    stdout.write(jsonText(entries));
  } else {
    stdout.write(`${(code === undefined ? list(width) : section(code, width)).join('\n')}\n`);
  }
  return EXIT.done;
}

/** @throws BuildError `E_USAGE` */
function findCode(word: string): ErrorCode {
  const written = word
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^(?!E_)/, 'E_');
  if (isCode(written)) return written;
  const near = nearMisses(written, CODES);
  throw usageError(`error code "${word}" is not known`, {
    expected: 'a code as it stands in an error, e.g. E_LOCK_MISSING',
    fix:
      near.length === 0
        ? 'see "synth explain", which lists all codes'
        : `did you mean ${near.map((code) => `"synth explain ${code}"`).join(' or ')}?`,
  });
}

function isCode(word: string): word is ErrorCode {
  return Object.hasOwn(ERROR_CODES, word);
}

function describe(code: ErrorCode): object {
  return { code, ...ERROR_CODES[code] };
}

function list(width: number): string[] {
  const labelWidth = Math.max(...CODES.map((code) => code.length)) + 2;
  return labelledRows(
    CODES.map((code) => [code, ERROR_CODES[code].meaning]),
    labelWidth,
    width,
  );
}

function section(code: ErrorCode, width: number): string[] {
  const { meaning, remedy } = ERROR_CODES[code];
  return [code, ...indentedText(meaning, 2, width), ...labelledRows([['fix', remedy]], 5, width)];
}
