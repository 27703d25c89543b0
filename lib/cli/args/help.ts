import { COMMANDS, COMMON_OPTIONS, type CommandSpec, commandSpec } from './command-table';
import { type OptionName, optionSpec, optionUsage } from './options';

/** Columns that the help fits into; a terminal has at least these. */
const HELP_WIDTH = 80;

/** Text of `synth --help`. */
export function renderHelp(): string {
  return `${[
    'synth: families of container images as TypeScript, built straight by BuildKit',
    '',
    'Usage: synth [command] [options]',
    '',
    'Commands:',
    ...rows(COMMANDS.map((spec) => [commandUsage(spec), spec.summary])),
    ...rows([['help [command]', 'show help']]),
    '',
    'Options of every command:',
    ...optionRows([...COMMON_OPTIONS, 'version']),
    '',
    'Exit codes: 0 done, 1 failed, 2 usage, 3 a check found a difference,',
    '130 interrupted.',
    'Results go to stdout; progress and messages to stderr.',
    'More: synth <command> --help',
  ].join('\n')}\n`;
}

/** Text of `synth <command> --help`. */
export function renderCommandHelp(name: string): string {
  const spec = commandSpec(name);
  if (spec === undefined) return renderHelp();
  return `${[
    `Usage: synth ${commandUsage(spec)} [options]`,
    '',
    ...spec.description.flatMap((sentence) => wrapWords(sentence, HELP_WIDTH, '')),
    ...(spec.options.length === 0 ? [] : ['', 'Options:', ...optionRows(spec.options)]),
    '',
    'Options of every command:',
    ...optionRows(COMMON_OPTIONS),
    '',
    'Examples:',
    ...spec.examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`]),
  ].join('\n')}\n`;
}

/** `build [image…]` */
export function commandUsage(spec: CommandSpec): string {
  return spec.arguments === undefined ? spec.name : `${spec.name} ${spec.arguments}`;
}

function optionRows(names: readonly OptionName[]): string[] {
  return rows(
    names.map((name) => {
      const spec = optionSpec(name);
      const text =
        spec.default === undefined ? spec.summary : `${spec.summary} (default: ${spec.default})`;
      return [optionUsage(spec), text];
    }),
  );
}

const LABEL_WIDTH = 22;

/** Two columns; a label too long for the first stands on a line of its own. */
function rows(entries: readonly (readonly [string, string])[]): string[] {
  const indent = ' '.repeat(LABEL_WIDTH + 2);
  return entries.flatMap(([label, text]) => {
    const lines = wrapWords(text, HELP_WIDTH, indent);
    if (label.length > LABEL_WIDTH - 2) return [`  ${label}`, ...lines];
    const [first = '', ...rest] = lines;
    return [`  ${label.padEnd(LABEL_WIDTH)}${first.slice(indent.length)}`, ...rest];
  });
}

function wrapWords(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length === indent.length ? word : ` ${word}`;
  }
  return [...lines, line];
}
