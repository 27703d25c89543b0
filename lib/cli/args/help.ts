import { indentedText, labelledRows } from '../terminal/labelled-rows';
import { wrapText } from '../terminal/wrap';
import { COMMANDS, COMMON_OPTIONS, type CommandSpec, commandSpec } from './command-table';
import { type OptionName, optionSpec, optionUsage } from './options';

/** Columns that the help fits into, unless the terminal has fewer. */
const HELP_WIDTH = 80;

const LABEL_WIDTH = 22;

/**
 * Text of `synth --help`.
 *
 * @param columns of the terminal @default 80
 */
export function renderHelp(columns = HELP_WIDTH): string {
  const width = Math.min(columns, HELP_WIDTH);
  return text([
    ...wrapText(
      'synth: families of container images as TypeScript, built straight by BuildKit',
      width,
    ),
    '',
    'Usage: synth [command] [options]',
    '',
    'Commands:',
    ...rows(
      COMMANDS.map((spec) => [commandUsage(spec), spec.summary]),
      width,
    ),
    ...rows([['help [command]', 'show help']], width),
    '',
    'Options of every command:',
    ...optionRows([...COMMON_OPTIONS, 'version'], width),
    '',
    ...wrapText(
      'Exit codes: 0 done, 1 failed, 2 usage, 3 a check found a difference, 130 interrupted.',
      width,
    ),
    ...wrapText('Results go to stdout; progress and messages to stderr.', width),
    'More: synth <command> --help',
  ]);
}

/**
 * Text of `synth <command> --help`.
 *
 * @param columns of the terminal @default 80
 */
export function renderCommandHelp(name: string, columns = HELP_WIDTH): string {
  const spec = commandSpec(name);
  if (spec === undefined) return renderHelp(columns);
  const width = Math.min(columns, HELP_WIDTH);
  return text([
    `Usage: synth ${commandUsage(spec)} [options]`,
    '',
    ...spec.description.flatMap((sentence) => wrapText(sentence, width)),
    ...(spec.options.length === 0 ? [] : ['', 'Options:', ...optionRows(spec.options, width)]),
    '',
    'Options of every command:',
    ...optionRows(COMMON_OPTIONS, width),
    '',
    'Examples:',
    ...spec.examples.flatMap(({ line, does }) => [`  ${line}`, ...indentedText(does, 6, width)]),
  ]);
}

/** `build [image…]` */
export function commandUsage(spec: CommandSpec): string {
  return spec.arguments === undefined ? spec.name : `${spec.name} ${spec.arguments}`;
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function optionRows(names: readonly OptionName[], width: number): string[] {
  return rows(
    names.map((name) => {
      const spec = optionSpec(name);
      const summary =
        spec.default === undefined ? spec.summary : `${spec.summary} (default: ${spec.default})`;
      return [optionUsage(spec), summary];
    }),
    width,
  );
}

function rows(entries: readonly (readonly [string, string])[], width: number): string[] {
  return labelledRows(entries, LABEL_WIDTH, width);
}
